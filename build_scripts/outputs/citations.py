"""Library → how to cite each statement: plain text, BibTeX, RIS and CSL-JSON, one file of each per brief.

Receives a `Library` and the interface of every language; returns texts by their path below the site. What is cited
is the site's statement at its permalink, under its reference and the date of the page's last change, and with it the
report that it summarises. The words are the site's own and never set as if the report had written them. Facts of the
report that its text does not state are marked as inferred in every format, and a warning of the editors goes with the
statement. Blocks stand in the order of the statements, one blank line apart, so that the nth block is statement n.

The date of access is the reader's: the plain text has `YYYY-MM-DD` in its place, the other formats leave the field out,
and the page's script fills it in. Refuses nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from build_scripts.content.interface import Interface
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.dates import shown_log
from build_scripts.library.index import Brief, Library, ReportNode, Statement
from build_scripts.library.notes import warning_in
from build_scripts.library.references import reference_to

FORMATS = ("txt", "bib", "ris", "json")
_AUTHORS_NAMED = 3
# BibTeX: what TeX reads as markup (The TeXbook, chapter 7). Braces would unbalance a field, so they are written out.
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    char: f"\\{char}" for char in "#$%&_"
}

_LINE_END = re.compile(r"\s*[\r\n]\s*")  # ends a field of RIS

Pick = Callable[[Texts[str]], str]


@dataclass(frozen=True)
class Citation:
    """A statement as it is cited in one language; `changed` is the EDTF date of the last change of its page, or empty.

    `about` says in words what report is summarised and what the editors warn of; `page` is that of the report.
    """

    key: str
    reference: str
    text: str
    language: str
    site: str
    about: str
    page: str
    url: str
    changed: str
    plain: str
    publisher: str
    original: Mapping[str, Any]


def brief_citations(library: Library, brief: Brief, interfaces: Sequence[Interface]) -> dict[str, str]:
    """Give the files of one brief in all languages; a plain text has the other languages beside it."""
    versions = [_cite_all(library, brief, interface) for interface in interfaces]
    return all_citations(brief.path, versions, interfaces) if brief.statements else {}


def all_citations(path: str, versions: Sequence[Sequence[Citation]], interfaces: Sequence[Interface]) -> dict[str, str]:
    """Give the files beside a page in all languages, from what is cited on it in each of them."""
    found: dict[str, str] = {}
    for interface, own in zip(interfaces, versions, strict=True):
        ordered = (own, *(other for other in versions if other is not own))
        found |= zip(citation_names(path, interface), _texts(list(zip(*ordered, strict=True))), strict=True)
    return found


def citation_names(path: str, interface: Interface) -> tuple[str, ...]:
    """Give the paths of the files beside a page in one language."""
    return tuple(f"{interface.language.code}/{path}cite.{name}" for name in FORMATS)


def _texts(versions: Sequence[Sequence[Citation]]) -> Iterator[str]:
    """Give the texts in the order of `FORMATS`; of each thing there are the versions that its plain text has."""
    own = [version[0] for version in versions]
    yield _blocks("\n".join(citation.plain for citation in version) for version in versions)
    yield _blocks(map(as_bibtex, own))
    yield _blocks(map(as_ris, own)).replace("\n", "\r\n")
    yield json.dumps([as_csl(citation) for citation in own], ensure_ascii=False, indent=1) + "\n"


def _blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def cite(library: Library, brief: Brief, statement: Statement, interface: Interface) -> Citation:
    """Say how to cite a statement in one language; a text missing in it is given in the source language."""
    return _cite(library, statement, interface, _Shared.by(library, brief, interface))


def _cite_all(library: Library, brief: Brief, interface: Interface) -> list[Citation]:
    shared = _Shared.by(library, brief, interface)
    return [_cite(library, statement, interface, shared) for statement in brief.statements]


@dataclass(frozen=True)
class _Shared:
    """What the statements of a brief have in common as they are cited in one language."""

    form: str
    report: str
    changed: str
    original: Mapping[str, Any]

    @classmethod
    def by(cls, library: Library, brief: Brief, interface: Interface) -> _Shared:
        """Gather it."""
        code, report = interface.language.code, library.reports[brief.report]
        pick = picker(library, code)
        return cls(
            interface.translations.gettext(
                "Summary by %(site)s: %(text)s (%(place)s) %(about)s %(url)s (accessed YYYY-MM-DD)"
            ),
            describe_report(report, brief, interface, pick),
            _last_change(library, brief, code),
            _original(report, pick),
        )


def _cite(library: Library, statement: Statement, interface: Interface, shared: _Shared) -> Citation:
    code = interface.language.code
    text = statement.text.pick(*library.order(code))
    return make_citation(
        library,
        interface,
        form=shared.form,
        key=statement.key.replace("/", ":"),
        reference=reference_to(library, statement).words(*library.order(code)),
        text=text.words if text else "",
        language=statement.text.language(*library.order(code)),
        about=_about(library, statement, interface, shared.report),
        page=statement.page,
        path=statement.path,
        changed=shared.changed,
        original=shared.original,
    )


def make_citation(
    library: Library,
    interface: Interface,
    *,
    form: str,
    key: str,
    reference: str,
    text: str,
    language: str,
    about: str,
    path: str,
    changed: str,
    page: str = "",
    original: Mapping[str, Any] | None = None,
) -> Citation:
    """Put a citation together from what differs between things; `form` is that of the plain text, `path` a permalink.

    In the form, `place` is the reference, with the date of the version if there is one.
    """
    gettext, code = interface.translations.gettext, interface.language.code
    site, url = picker(library, code)(library.site.name), f"{library.site.base_url.rstrip('/')}/{code}/{path}"
    place = reference
    if changed:
        dated = {"reference": reference, "date": interface.date(changed)}
        place = gettext("%(reference)s, version of %(date)s") % dated
    return Citation(
        key=f"{key.replace('#', ':')}:{code}",
        reference=reference,
        text=text,
        language=language,
        site=site,
        about=about,
        page=page,
        url=url,
        changed=changed,
        plain=form % {"site": site, "text": text, "place": place, "about": about, "url": url},
        publisher=picker(library, code)(library.site.publisher.name) if library.site.publisher else "",
        original=original or {},
    )


def _last_change(library: Library, brief: Brief, code: str) -> str:
    """Give the EDTF date of the last change that the brief's page shows: its own, else its report's, else nothing."""
    logs = (brief.changes, library.reports[brief.report].page.changes)
    logged = (shown_log(library, log, code)[1] for log in logs)
    return next((changes[0].date for changes in logged if changes), "")


def _about(library: Library, statement: Statement, interface: Interface, report: str) -> str:
    """Say what is summarised, where it stands in the original, and what the editors warn of."""
    gettext, code = interface.translations.gettext, interface.language.code
    if statement.page:
        form = gettext("p. %(page)s") if statement.page.isdecimal() else gettext("pp. %(page)s")
        report = gettext("%(first)s, %(second)s") % {"first": report, "second": form % {"page": statement.page}}
    about = gettext("Summarises: %(report)s.") % {"report": report}
    original = library.reports[statement.report].facts.original
    if original and original.archived:
        copy = gettext("Archived copy of the report: %(address)s") % {"address": original.archived}
        about = gettext("%(sentence)s %(next)s") % {"sentence": about, "next": copy}
    return with_warning(about, warning_in(library, statement, code), interface)


def with_warning(about: str, warning: str, interface: Interface) -> str:
    """Add what the editors warn of, if they do."""
    gettext = interface.translations.gettext
    if not warning:
        return about
    warned = gettext("The editors of the site warn: “%(warning)s”") % {"warning": warning}
    return gettext("%(sentence)s %(next)s") % {"sentence": about, "next": warned}


def describe_report(report: ReportNode, brief: Brief, interface: Interface, pick: Pick) -> str:
    """Name a report by title, authors, publisher, date and section, each marked where it is only inferred."""
    gettext = interface.translations.gettext
    facts = report.facts
    title = gettext("“%(title)s”") % {"title": pick(report.page.title)}
    parts = [gettext("%(title)s (title given by this site)") % {"title": title}]
    if facts.title_basis == "stated":
        parts = [title]

    if facts.authors:
        names = [pick(author.name) for author in facts.authors[:_AUTHORS_NAMED]]
        listed = interface.join(names)
        parts.append(
            gettext("%(names)s and others") % {"names": listed} if len(facts.authors) > _AUTHORS_NAMED else listed
        )
    if facts.publisher:
        parts.append(interface.known(pick(facts.publisher.name), facts.publisher.basis))
    parts.append(
        interface.known(interface.date(facts.date.value), facts.date.basis) if facts.date else gettext("undated")
    )
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
    if facts.original and facts.original.url:
        found["custom"] = {"original-URL": facts.original.url}
        if facts.original.archived:  # `archive_location` would be that of the statement, which is what is cited
            found["custom"]["original-archive-location"] = facts.original.archived
    return found


def _date_parts(edtf: str) -> list[int]:
    """Give year, month and day as far as an EDTF date states them, of the first day of a range."""
    date = parse_edtf(edtf)
    return [date.first.year, date.first.month, date.first.day][: date.precisions[0]]


def as_bibtex(citation: Citation) -> str:
    """Write a citation as a BibTeX entry of the type `misc`, which every style knows; `pages` are the report's."""
    year, *month = map(str, _date_parts(citation.changed)[:2]) if citation.changed else ("",)
    fields = {
        "author": "{" + tex(citation.site) + "}",
        "title": "{" + tex(citation.reference) + "}",
        "howpublished": tex(citation.site),
        "publisher": "{" + tex(citation.publisher) + "}" if citation.publisher else "",
        "year": year,
        "month": "".join(month),
        "pages": tex(citation.page.replace("-", "--")),
        "note": tex(citation.about),
        "abstract": tex(citation.text),
        "url": citation.url,
        "language": citation.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}"])


def tex(text: str) -> str:
    """Write a text so that TeX prints it as it is."""
    return "".join(_TEX.get(char, char) for char in text)


def as_ris(citation: Citation) -> str:
    """Write a citation as a RIS record of the type `ELEC` (Research Information Systems, 2011)."""
    date = [f"{part:02}" for part in _date_parts(citation.changed)] if citation.changed else []
    rows = [
        ("TY", "ELEC"),
        ("ID", citation.key),
        ("AU", citation.site),
        ("TI", citation.reference),
        ("T2", citation.site),
        ("PB", citation.publisher),
        ("PY", date[0] if date else ""),
        ("DA", "/".join([*date, "", "", ""][:3]) + "/" if date else ""),
        ("AB", citation.text),
        ("SP", citation.page),
        ("N1", citation.about),
        ("UR", citation.url),
        ("LA", citation.language),
    ]
    return "\n".join([*(f"{tag}  - {_LINE_END.sub(' ', value)}" for tag, value in rows if value), "ER  - "])


def as_csl(citation: Citation) -> dict[str, Any]:
    """Give a citation as an item of CSL-JSON (schema 1.0.2); `locator` is the page of the report."""
    return {
        "id": citation.key,
        "type": "webpage",
        "title": citation.reference,
        "container-title": citation.site,
        "author": [{"literal": citation.site}],
        **({"publisher": citation.publisher} if citation.publisher else {}),
        "abstract": citation.text,
        "language": citation.language,
        "URL": citation.url,
        **({"issued": {"date-parts": [_date_parts(citation.changed)]}} if citation.changed else {}),
        **citation.original,
        **({"locator": citation.page} if citation.page else {}),
        "note": citation.about,
    }


def picker(library: Library, code: str) -> Pick:
    """Give how to take a text in one language, or in the source language."""
    return lambda texts: texts.pick(*library.order(code)) or ""
