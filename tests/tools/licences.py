"""The locked packages as they are installed, and what of them lies in a built site → THIRD-PARTY-LICENCES.md.

    python -m tests.tools.licences          writes the file

Receives `requirements.txt` and the metadata of the installed packages; gives the text of the file. What the theme's
bundles are made of is read from their source maps. Refuses, with a `KeyError`, what states no licence that is known
here: then somebody has to look.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from importlib.resources import files
from pathlib import Path

from tests.tools.lock_changes import read_lock

PROJECT = Path(__file__).resolve().parents[2]
FILE = PROJECT / "THIRD-PARTY-LICENCES.md"
# What packages write that have no SPDX expression: a classifier, or a word of their own.
_SPDX = {
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0 AND LicenseRef-PDFium-dependencies",
    "MIT License": "MIT",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    **{name: name for name in ("Apache-2.0", "BSD-3-Clause", "MIT", "MPL-2.0")},
}
# Parts of the theme's bundles, by their names at npm; what a new version adds has to be looked up.
_BUNDLED = {
    "clipboard": "MIT",
    "escape-html": "MIT",
    "focus-visible": "W3C-20150513",
    "material-design-color": "MIT",
    "rxjs": "Apache-2.0",
    "tslib": "0BSD",
}
_HEAD = """# Licences of what is installed and shipped with a site

Made by `make licences` from the metadata of the packages in `requirements.txt`; a test holds it to them. The generator
itself is under [MIT](LICENSE), the summaries in `content/` under [CC BY 4.0](LICENSE-CONTENT.md). The wheel holds
nothing of others; it names these packages, which pip installs beside it. The typefaces
that pictures are drawn with lie in no site.

## Installed

| Package | Licence |
| --- | --- |
"""
_SITE = """
## In a built site

| Part | From | Licence |
| --- | --- | --- |
| `assets/javascripts`, `assets/stylesheets`, templates of pages | mkdocs-material | MIT |
"""
_REST = """| icons, drawn into pages: Material Design Icons | mkdocs-material | Apache-2.0 |
| `search/pagefind.js`, `search/wasm.*.pagefind` | pagefind_bin | MIT |
| `search/variants.json.gz`: characters that are variants of others | opencc | Apache-2.0 |

Where a licence wants to be passed on, its text follows.

"""


def make_text() -> str:
    """Give the text of the file."""
    locked = read_lock((PROJECT / "requirements.txt").read_text(encoding="utf-8"))
    names = sorted({name.partition(" ")[0] for name in locked})
    rows = "".join(f"| {name} | {licence_of(distribution(name))} |\n" for name in names)
    bundled = "".join(f"| {name}, within these | mkdocs-material | {_BUNDLED[name]} |\n" for name in bundled_names())
    return "".join([_HEAD, rows, _SITE, bundled, _REST, "\n\n".join(_texts()), "\n"])


def licence_of(package: Distribution) -> str:
    """Give the licence of an installed package as SPDX writes it; raises `KeyError` where it states none."""
    data = package.metadata
    if data.get("License-Expression"):
        return str(data["License-Expression"])
    classes = [line.rpartition(" :: ")[2] for line in data.get_all("Classifier", []) if line.startswith("License ::")]
    stated = [*classes, data.get("License") or ""]
    known = next((_SPDX[each] for each in stated if each in _SPDX), None)
    if known is None:
        raise KeyError(f"{package.name} states no licence that is known: {stated}")
    return known


def bundled_names() -> list[str]:
    """Give the packages of npm that the theme's bundles are made of."""
    assets = files("material") / "templates" / "assets"
    found: set[str] = set()
    for folder in ("javascripts", "stylesheets"):
        for path in (assets / folder).iterdir():
            if path.name.endswith(".map"):
                sources = json.loads(path.read_text(encoding="utf-8"))["sources"]
                found |= {match[1] for s in sources if (match := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", s))}
    return sorted(found)


def _texts() -> Iterator[str]:
    """Give the texts of the licences of the theme and its icons, as they are installed."""
    theme = next(path for path in distribution("mkdocs-material").files or () if ".dist-info/licenses" in str(path))
    icons = files("material") / "templates" / ".icons" / "material" / "LICENSE"
    for title, text in (("mkdocs-material", theme.read_text()), ("Material Design Icons", icons.read_text("utf-8"))):
        lines = "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines())
        yield f"### {title}\n\n{lines}"


if __name__ == "__main__":
    FILE.write_text(make_text(), encoding="utf-8")
