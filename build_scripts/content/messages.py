"""Code and templates → the words of pages, the phrases that are said to editors, and catalogues up to date with both.

Receives the project's folder; returns Babel catalogues of every message of the interface (`_("…")`) and of every phrase
(`Phrase("…")`), or rewrites `templates/locale/*.po` and `ground/locale/*.po` so that they hold just these (new ones
empty). Run by `make messages`.
"""

from __future__ import annotations

import ast
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from build_scripts.content.interface import renewed_text
from build_scripts.ground.files import write_text_atomically
from build_scripts.ground.messages import LIST_SIGN, LOCALE

_METHODS = [("build_scripts/**.py", "python"), ("templates/**.jinja", "jinja2")]
_OPTIONS = {"templates/**.jinja": {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "trim_blocks": "true"}}
_KEYWORDS = {**DEFAULT_KEYWORDS, "said": None}  # `Text.said` gives a message with its language


def extract_messages(project: Path) -> Catalog:
    """Gather every message of the interface."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        project, _METHODS, _OPTIONS, _KEYWORDS, directory_filter=lambda folder: _is_searched(folder, project)
    )
    for name, line, message, comments, context in found:
        catalogue.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalogue


def extract_phrases(project: Path) -> Catalog:
    """Gather the template of every phrase that is said to editors."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    catalogue.add(LIST_SIGN)
    for path in sorted((project / "build_scripts").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Phrase"), args=[ast.Constant(value=str(template))]):
                    catalogue.add(template, None, [(path.relative_to(project).as_posix(), node.lineno)])
    return catalogue


def _is_searched(folder: str, project: Path) -> bool:
    """Leave out what holds no code or templates: the site's own folders, beside those of the generator."""
    path = Path(folder)
    is_aside = path.parent == project and path.name in ("site", "content", "tests")
    return not (is_aside or path.name.startswith(".") or path.name == "locale")


def update_catalogue(path: Path, template: Catalog) -> None:
    """Rewrite a PO file so that it holds the template's messages, sorted, without dates."""
    write_text_atomically(path, renewed_text(path, template))


def main() -> None:
    """Bring every catalogue of the project up to date."""
    project = Path(__file__).resolve().parents[2]
    template = extract_messages(project)
    for path in sorted((project / "templates" / "locale").glob("*.po")):
        update_catalogue(path, template)
    phrases = extract_phrases(project)
    for path in sorted(LOCALE.glob("*.po")):
        update_catalogue(path, phrases)


if __name__ == "__main__":
    main()
