"""The entries of the search of a built site → problems: those that lead nowhere.

Receives the folder of the site and its pages as they were read for their links; returns problems. Refuses files that it
cannot read.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.content.paths import SEARCH
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem

if TYPE_CHECKING:
    from build_scripts.checks.site import BuiltPage


def check_search(root: Path, pages: Mapping[str, BuiltPage], same: Collection[str]) -> list[Problem]:
    """Check the entries of every language, but for those in files that are the `same` as they were."""
    paths = {path.relative_to(root).as_posix(): path for path in sorted(root.glob(f"*/{SEARCH}/entries/*.json.gz"))}
    return [problem for name, path in paths.items() if name not in same for problem in _check_file(path, name, pages)]


def _check_file(path: Path, name: str, pages: Mapping[str, BuiltPage]) -> Iterator[Problem]:
    language = name.partition("/")[0]
    try:
        addresses = [str(entry["path"]) for entry in json.loads(gzip.decompress(path.read_bytes()))]
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        reason = Phrase("the entries of the search cannot be read: %(reason)s.", reason=error)
        yield Place(path).error("broken-link", reason)
        return
    for address in addresses:
        folder, _, anchor = address.partition("#")
        page = pages.get(f"{language}/{folder}index.html")
        if page is None:
            message = Phrase('the link "%(target)s" leads to no page or file of the site.', target=address)
            yield Place(path).error("broken-link", message)
        elif anchor and anchor not in page.ids:
            message = Phrase('"%(path)s" has no anchor "%(anchor)s".', path=f"{language}/{folder}", anchor=anchor)
            yield Place(path).error("broken-anchor", message)
