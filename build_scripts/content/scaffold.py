"""New reports, briefs, comparisons and pages that pass `check`.

Receives a content folder and names; returns the files to write, by path, in the source language. Refuses,
with `ScaffoldError`, names that are not ids, unknown sectors and files that exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.content.drafts import Unfilled
from build_scripts.content.entries import Content
from build_scripts.content.interface import Interface
from build_scripts.content.outline import sectors_of
from build_scripts.content.outline_parser import parse_outline
from build_scripts.content.paths import RESERVED_PAGES
from build_scripts.content.shapes import is_id
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.memory import digest
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import did_you_mean, shown_path

NEW_STATEMENT = "first-claim"  # the id of the statement that a new brief comes with


class ScaffoldError(ValueError):
    """Why something cannot be made, in one line."""


def new_report(content: Content, interface: Interface, templates: Path, name: str) -> dict[Path, str]:
    """Give `report.yml` and the index page of a new report."""
    folder = new_report_folder(content, name)
    context = {"name": name, "language": content.source}
    return {
        folder / "report.yml": render(interface, templates, "report.yml", context),
        folder / f"index.{content.source}.md": render(interface, templates, "index.md", context),
    }


def new_report_folder(content: Content, name: str) -> Path:
    """Give the folder that a new report will have."""
    _check_id(name)
    folder = content.root / "reports" / name
    if folder.exists():
        raise ScaffoldError(Phrase("%(path)s exists already.", path=shown_path(folder)))
    return folder


def new_brief(
    content: Content, interface: Interface, templates: Path, report: str, name: str, sector: str | None
) -> dict[Path, str]:
    """Give a new brief of a report; `sector` is needed where `name` is no sector.

    It has the sector's name as its title, with its own where the report has a brief of that title.
    """
    _check_id(name)
    reports = {entry.id: entry for entry in content.reports}
    sectors = content.tables.sectors.entries
    if report not in reports:
        raise ScaffoldError(
            sentences(Phrase('there is no report "%(report)s".', report=report), did_you_mean(report, reports))
        )
    if sector is None and name not in sectors:
        raise ScaffoldError(
            sentences(
                Phrase('there is no sector "%(name)s"; name one with --sector.', name=name), did_you_mean(name, sectors)
            )
        )
    if sector is not None and sector not in sectors:
        raise ScaffoldError(
            sentences(Phrase('there is no sector "%(sector)s".', sector=sector), did_you_mean(sector, sectors))
        )
    if name == "index":
        raise ScaffoldError(Phrase("index is the name of the report's own page."))
    path = reports[report].folder / f"{name}.{content.source}.md"
    kind = next(iter(content.kinds.statements)) if content.kinds else ""
    title = interface_text(sectors[sector or name].label, content.source)
    own = (group.get(content.source) for group in reports[report].briefs.values())
    if title in {brief.front.title for brief in own if brief}:  # statements are known by report, title and number
        title = f"{title} · {name}"
    heading = interface_text(content.kinds.statements[kind].label, content.source) if content.kinds else ""
    context = {"title": title, "kind": kind, "heading": heading, "sector": sector if sector != name else None}
    return {_free(path): render(interface, templates, "brief.md", context)}


def new_comparison(content: Content, interface: Interface, templates: Path, sector: str) -> dict[Path, str]:
    """Give a new comparison on a sector, resting on the first statement of each report until others are named."""
    sectors = content.tables.sectors.entries
    if sector not in sectors:
        raise ScaffoldError(
            sentences(Phrase('there is no sector "%(sector)s".', sector=sector), did_you_mean(sector, sectors))
        )
    first = _first_statements(content, sector)
    if not first:
        raise ScaffoldError(
            Phrase('no report says anything on the sector "%(sector)s", so there is nothing to compare.', sector=sector)
        )
    path = content.root / "comparisons" / f"{sector}.{content.source}.md"
    reports = tuple(key.partition("/")[0] for key in first)
    context = {"several": first if len(first) > 1 else (), "one": first[0], "considered": ", ".join(reports)}
    return {_free(path): render(interface, templates, "comparison.md", context)}


def _first_statements(content: Content, sector: str) -> tuple[str, ...]:
    """Give the first statement of each report on a sector."""
    found: dict[str, str] = {}
    for report in content.reports:
        for name, group in report.briefs.items():
            entry = group.get(content.source)
            for section in entry.outline.sections if entry else ():
                for statement in section.statements:
                    if entry and sector in sectors_of(entry.front.sector or name, section, statement):
                        found.setdefault(report.id, f"{report.id}/{name}#{statement.id}")
    return tuple(found.values())


def new_page(content: Content, interface: Interface, templates: Path, name: str) -> dict[Path, str]:
    """Give a new page of prose."""
    _check_id(name)
    if name in RESERVED_PAGES:
        raise ScaffoldError(Phrase('the site itself fills "%(name)s/"; choose another name.', name=name))
    path = content.root / "pages" / f"{name}.{content.source}.md"
    return {_free(path): render(interface, templates, "page.md", {"name": name})}


def find_unfilled(interfaces: Iterable[Interface], templates: Path) -> Unfilled:
    """Give what new files ask their editors to replace, in every language: prose, statements, the ids of these."""
    bodies = digest({name: (templates / "new" / f"{name}.jinja").read_bytes() for name in _UNFILLED})
    found = [_unfilled(interface, templates, bodies) for interface in interfaces]
    sentences = frozenset[str]().union(*(one.sentences for one in found))
    return Unfilled(sentences, frozenset[str]().union(*(one.ids for one in found)))


_RESTS = ("a/b#c", "d/e#f")
_UNFILLED: Mapping[str, Mapping[str, Any]] = {
    "index.md": {"name": "a"},
    "page.md": {"name": "a"},
    "brief.md": {"title": "a", "kind": "a", "heading": "a", "sector": None},
    "comparison.md": {"several": _RESTS, "one": _RESTS[0], "considered": "a, d"},
}


@lru_cache(maxsize=64)  # asked for by every check and every build of a preview
def _unfilled(interface: Interface, templates: Path, _: bytes) -> Unfilled:
    found: set[str] = set()
    ids: set[str] = set()
    for name, context in _UNFILLED.items():
        body = split_front_matter(render(interface, templates, name, context), Path(name))[0].body
        outline = parse_outline(body, Path(name), 1)[0]
        found |= {outline.intro.source, *(statement.text.source for statement in outline.statements)}
        ids |= {statement.id for statement in outline.statements}
    return Unfilled(frozenset(found - {""}), frozenset(ids))


def interface_text(texts: Mapping[str, str], language: str) -> str:
    """Give a text in a language, or in any."""
    return texts.get(language) or next(iter(texts.values()))


def _check_id(name: str) -> None:
    if not is_id(name):
        raise ScaffoldError(
            Phrase('"%(name)s" is not an id. Use a–z, 0–9 and single hyphens, like open-data.', name=name)
        )


def _free(path: Path) -> Path:
    if path.exists():
        raise ScaffoldError(Phrase("%(path)s exists already.", path=shown_path(path)))
    return path


def render(interface: Interface, templates: Path, name: str, context: Mapping[str, Any]) -> str:
    """Fill in a template of `templates/new` with words of the interface."""
    environment = Environment(
        loader=FileSystemLoader(templates / "new"),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    own = interface.translations
    environment.install_gettext_callables(own.gettext, own.ngettext, newstyle=True)
    # JSON strings are YAML strings, so that any title survives.
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return environment.get_template(f"{name}.jinja").render(**context)
