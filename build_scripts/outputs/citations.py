"""Library → how to cite each statement: plain text, BibTeX, RIS and CSL-JSON, one file of each per brief.

Receives a `Library` and the interface of every language; returns texts by their path below the site. What is cited
is the site's statement at its permalink, and with it the report that it summarises. Facts of the report that its
text does not state are marked as inferred in every format. Blocks stand in the order of the statements, one blank
line apart, so that the nth block is statement n. Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from build_scripts.content.interface import Interface
from build_scripts.content.model import Basis
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Brief, Library, ReportNode, Statement

FORMATS = ("txt", "bib", "ris", "json")
_AUTHORS_NAMED = 3
# BibTeX: what TeX reads as markup (The TeXbook, chapter 7). Braces would unbalance a field, so they are written out.
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    char: f"\\{char}" for char in "#$%&_"
}

Pick = Callable[[Texts[str]], str]


@dataclass(frozen=True)
class Citation:
    """A statement as it is cited in one language; `changed` is the EDTF date of the brief's last change, or empty."""

    key: str
    number: int
    text: str
    language: str
    site: str
    place: str
    report: str
    url: str
    changed: str
    plain: str
    original: Mapping[str, Any]


def citation_files(library: Library, interfaces: Iterable[Interface]) -> dict[str, str]:
    """Give `<language>/<brief>/cite.<format>` for every brief with statements."""
    interfaces = tuple(interfaces)
    return {
        name: text
        for interface in interfaces
        for brief in library.briefs
        for name, text in brief_citations(library, brief, interface, interfaces).items()
    }


def brief_citations(
    library: Library, brief: Brief, interface: Interface, interfaces: Iterable[Interface]
) -> dict[str, str]:
    """Give the files of one brief in one language; its plain text has the other languages beside it."""
    if not brief.statements:
        return {}
    others = tuple(other for other in interfaces if other is not interface)
    names = citation_names(brief, interface)
    return dict(zip(names, _files(library, brief, (interface, *others)), strict=True))


def citation_names(brief: Brief, interface: Interface) -> tuple[str, ...]:
    """Give the paths of the files of one brief in one language."""
    return tuple(f"{interface.language.code}/{brief.path}cite.{name}" for name in FORMATS if brief.statements)


def _files(library: Library, brief: Brief, interfaces: tuple[Interface, ...]) -> Iterator[str]:
    """Give the texts in the order of `FORMATS`."""
    versions = [[cite(library, brief, statement, i) for i in interfaces] for statement in brief.statements]
    own = [version[0] for version in versions]
    yield _blocks("\n".join(citation.plain for citation in version) for version in versions)
    yield _blocks(map(as_bibtex, own))
    yield _blocks(map(as_ris, own))
    yield json.dumps([as_csl(citation) for citation in own], ensure_ascii=False, indent=1) + "\n"


def _blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def cite(library: Library, brief: Brief, statement: Statement, interface: Interface) -> Citation:
    """Say how to cite a statement in one language; a text missing in it is given in the source language."""
    gettext, code = interface.translations.gettext, interface.language.code
    pick = _picker(library, code)
    text = statement.text.pick(code, library.source)
    report = library.reports[statement.report]
    words = {
        "text": text.words if text else "",
        "site": pick(library.site.name),
        "brief": pick(brief.title),
        "number": interface.number(statement.number),
        "report": describe_report(report, brief, interface, pick),
        "url": f"{library.site.base_url.rstrip('/')}/{code}/{statement.path}",
    }
    language = code if code in statement.text else library.source
    changes = brief.changes.get(code) or brief.changes.get(library.source) or ()
    plain = gettext("“%(text)s” %(site)s, “%(brief)s”, no. %(number)s. Summary of: %(report)s. %(url)s") % words
    return Citation(
        key=f"{statement.key.replace('/', ':').replace('#', ':')}:{code}",
        number=statement.number,
        text=words["text"],
        language=language,
        site=words["site"],
        place=gettext("“%(brief)s”, no. %(number)s") % words,
        report=gettext("Summary of: %(report)s.") % words,
        url=words["url"],
        changed=changes[0].date if changes else "",
        plain=plain,
        original=_original(report, pick),
    )


def describe_report(report: ReportNode, brief: Brief, interface: Interface, pick: Pick) -> str:
    """Name a report by title, authors, publisher, date and section, each marked where it is only inferred."""
    gettext = interface.translations.gettext
    facts = report.facts
    title = gettext("“%(title)s”") % {"title": pick(report.page.title)}
    parts = [gettext("%(title)s (title given by this site)") % {"title": title}]
    if facts.title_basis == "stated":
        parts = [title]

    def known(fact: str, basis: Basis) -> str:
        return fact if basis == "stated" else gettext("%(fact)s (inferred)") % {"fact": fact}

    if facts.authors:
        names = [pick(author.name) for author in facts.authors[:_AUTHORS_NAMED]]
        listed = interface.join(names)
        parts.append(
            gettext("%(names)s and others") % {"names": listed} if len(facts.authors) > _AUTHORS_NAMED else listed
        )
    if facts.publisher:
        parts.append(known(pick(facts.publisher.name), facts.publisher.basis))
    parts.append(known(interface.date(facts.date.value), facts.date.basis) if facts.date else gettext("undated"))
    if brief.section:
        parts.append(pick(brief.section))
    separator = gettext("%(first)s, %(second)s")
    text = parts[0]
    for part in parts[1:]:
        text = separator % {"first": text, "second": part}
    return text


def _original(report: ReportNode, pick: Pick) -> dict[str, Any]:
    """Give the report in the variables that CSL 1.0.2 has for an original; `circa` says that a date is inferred."""
    facts = report.facts
    found: dict[str, Any] = {}
    if facts.title_basis == "stated":
        found["original-title"] = pick(report.page.title)
    if facts.publisher and facts.publisher.basis == "stated":
        found["original-publisher"] = pick(facts.publisher.name)
    if facts.date:
        date: dict[str, Any] = {"date-parts": [_date_parts(facts.date.value)]}
        found["original-date"] = date | ({"circa": True} if facts.date.basis == "inferred" else {})
    return found


def _date_parts(edtf: str) -> list[int]:
    """Give year, month and day as far as an EDTF date states them, of the first day of a range."""
    date = parse_edtf(edtf)
    return [date.first.year, date.first.month, date.first.day][: date.precisions[0]]


def as_bibtex(citation: Citation) -> str:
    """Write a citation as a BibTeX entry of the type `misc`, which every style knows."""
    fields = {
        "author": "{" + tex(citation.site) + "}",
        "title": "{" + tex(citation.text) + "}",
        "howpublished": tex(f"{citation.site}, {citation.place}"),
        **({"year": str(_date_parts(citation.changed)[0])} if citation.changed else {}),
        "note": tex(citation.report),
        "url": citation.url,
        "language": citation.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}"])


def tex(text: str) -> str:
    """Write a text so that TeX prints it as it is."""
    return "".join(_TEX.get(char, char) for char in text)


def as_ris(citation: Citation) -> str:
    """Write a citation as a RIS record of the type `ELEC` (Research Information Systems, 2011)."""
    rows = [
        ("TY", "ELEC"),
        ("ID", citation.key),
        ("AU", citation.site),
        ("TI", citation.text),
        ("T2", f"{citation.site}, {citation.place}"),
        *([("PY", str(_date_parts(citation.changed)[0]))] if citation.changed else []),
        ("N1", citation.report),
        ("UR", citation.url),
        ("LA", citation.language),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in rows)


def as_csl(citation: Citation) -> dict[str, Any]:
    """Give a citation as an item of CSL-JSON (schema 1.0.2)."""
    issued = {"issued": {"date-parts": [_date_parts(citation.changed)]}} if citation.changed else {}
    return {
        "id": citation.key,
        "type": "webpage",
        "title": citation.text,
        "container-title": citation.site,
        "author": [{"literal": citation.site}],
        "section": citation.place,
        "language": citation.language,
        "URL": citation.url,
        **issued,
        **citation.original,
        "note": citation.report,
    }


def _picker(library: Library, code: str) -> Pick:
    return lambda texts: texts.pick(code, library.source) or ""
