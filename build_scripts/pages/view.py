"""The point of view of one page in one language: what templates call `page`.

Receives a `Library`, an `Interface` and the page's path; turns texts, dates and ids of the library into Markdown of
the page's language, as links relative to the page. A text that is missing in the language is shown in the source
language, marked with its true `lang`. Refuses nothing.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from build_scripts.content.interface import Interface
from build_scripts.content.model import Event, Figure, Language, Term
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.languages import CollationKey, collation_key
from build_scripts.ground.markdown import LINK, without_code
from build_scripts.ground.texts import Texts
from build_scripts.library.figures import figure_text
from build_scripts.library.index import Library, Statement
from build_scripts.pages.navigation import staged_file
from build_scripts.quantities import split_quantity
from build_scripts.translation.states import FileState, State

_SHOWN = 40  # characters of a part that is named in a notice
_ACTIVE = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^:\"<>&$=]")


@dataclass(frozen=True)
class Group:
    """Statements that stand together, under the id of what they have in common."""

    id: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Page:
    """The point of view of one page in one language: what templates call `page`."""

    library: Library
    interface: Interface
    path: str
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Give the code of the page's language."""
        return self.interface.language.code

    def shown_language(self, texts: Texts) -> str:
        """Give the language a text is shown in: the page's, else the source, else any."""
        for code in (self.language, self.library.source, *texts):
            if code in texts:
                return code
        return self.language

    def is_fallback(self, texts: Texts) -> bool:
        """Tell whether a text is shown in another language than the page's."""
        return bool(texts) and self.language not in texts

    def plain(self, texts: Texts) -> str:
        """Give a text as it is, for places that take no markup."""
        return texts.get(self.shown_language(texts), "")

    def label(self, texts: Texts) -> str:
        """Give a short text with its markup characters made harmless, marked if it is a fallback."""
        return self._marked(texts, escape(self.plain(texts)))

    def _marked(self, texts: Texts, markup: str) -> str:
        if not self.is_fallback(texts):
            return markup
        return f'<span lang="{self.shown_language(texts)}">{markup}</span>'

    def markdown(self, text: str) -> str:
        """Turn the content's `ref:` links into links from this page."""

        bare = without_code(text)

        def resolve(match: re.Match[str]) -> str:
            if bare[match.start()] != "[":  # in code a link is only shown
                return match[0]
            target = match["target"]
            if target.startswith("ref:"):
                path, _, anchor = target.removeprefix("ref:").partition("#")
                code, mark = self.leads_to(path)
                target = self.url(f"{path.strip('/')}/" + (f"#{anchor}" if anchor else ""))
                braces = f"{{ hreflang={code} }}" if code else ""
                return f"[{match['text']}{mark}]({target}){braces}"
            elif target.startswith("images/"):
                target = posixpath.relpath(target, posixpath.dirname(staged_file(self.path)) or ".")
            return f"[{match['text']}]({target})"

        return LINK.sub(resolve, text)

    def url(self, path: str) -> str:
        """Give the link from this page's staged file to a site path with an optional `#anchor`."""
        path, _, anchor = path.partition("#")
        target = staged_file(path)
        here = posixpath.dirname(staged_file(self.path)) or "."
        link = posixpath.relpath(target, here)
        if target == staged_file(self.path) and anchor:
            return f"#{anchor}"
        return f"{link}#{anchor}" if anchor else link

    def link(self, texts: Texts, path: str, css: str = "") -> str:
        """Give a Markdown link whose words are a label; one that leads to another language says so."""
        attributes = [f".{css}"] if css else []
        code, mark = self.leads_to(path)
        if code:
            attributes.append(f"hreflang={code}")
        braces = f"{{ {' '.join(attributes)} }}" if attributes else ""
        return f"[{self.label(texts)}{mark}]({self.url(path)}){braces}"

    def leads_to(self, path: str) -> tuple[str, str]:
        """Give the language a page is shown in, if it is not this one, and a mark that says so to readers."""
        title = self.library.title_at(path)
        if title is None or not self.is_fallback(title):
            return "", ""
        code = self.shown_language(title)
        name = next(language.name for language in self.library.site.languages if language.code == code)
        return code, f' <small class="dz-leads-to" lang="{code}">{escape(name)}</small>'

    def is_stale(self, unit: str) -> bool:
        """Tell whether a unit (`reports/<report>/<brief>#<unit>`) translates an older source."""
        return unit in self.library.stale[self.language]

    def is_unreviewed(self, unit: str) -> bool:
        """Tell whether a unit is translated but was never accepted."""
        return unit in self.library.unreviewed[self.language]

    def stale_parts(self, file: str) -> tuple[str, ...]:
        """Give the units of a file, other than statements, that translate an older source."""
        return self._parts(file, self.library.stale[self.language])

    def unreviewed_parts(self, file: str) -> tuple[str, ...]:
        """Give the units of a file, other than statements, that were never accepted."""
        return self._parts(file, self.library.unreviewed[self.language])

    def _parts(self, file: str, units: Iterable[str]) -> tuple[str, ...]:
        """Give the beginning of each part's translation as a quotation, by which readers find it on the page."""
        wanted = {unit.removeprefix(f"{file}#") for unit in units if unit.startswith(f"{file}#")}
        wanted -= {key for key in wanted if f"{file.removeprefix('reports/')}#{key}" in self.library.statements}
        names = (file, f"{file}.{self.language}.md")
        own = (state for state in self.library.translations if state.language == self.language and state.path in names)
        texts = [unit.target.text for state in own for unit in state.units if unit.id in wanted and unit.target]
        return tuple(f"<q>{escape(text if len(text) <= _SHOWN else f'{text[:_SHOWN]}…')}</q>" for text in texts)

    def source_url(self, path: str) -> str:
        """Give the address of a path in the source language, relative to this page as it will be served."""
        return self.other_url(self.library.source, path)

    def sector(self, key: str, css: str = "") -> str:
        """Give a sector's name as a link to its page."""
        return self.link(self.library.sectors[key].label, f"sectors/{key}/", css)

    def actor(self, key: str, css: str = "") -> str:
        """Give an actor's name as a link to what is recommended to it."""
        classes = f"dz-actor .dz-actor--{key}" + (f" .{css}" if css else "")
        return self.link(self.library.actors[key].label, f"recommendations/#actor-{key}", classes)

    def report(self, key: str, css: str = "") -> str:
        """Give a report's short name as a link to its page."""
        report = self.library.reports[key]
        return self.link(report.facts.short, report.path, css)

    def join(self, items: Iterable[str]) -> str:
        """Give a list in the words of the language."""
        return self.interface.join(items)

    def date(self, edtf: str) -> str:
        """Give an EDTF date in the words of the language."""
        return self.interface.date(edtf)

    def known(self, words: str, basis: str) -> str:
        """Give a fact in words; one that the report's text does not state says that it is inferred."""
        if basis != "inferred":
            return words
        return self.interface.translations.gettext("%(fact)s (inferred)") % {"fact": words}

    def number(self, number: int) -> str:
        """Give a whole number with the locale's grouping."""
        return self.interface.number(number)

    def by_kind(self, statements: Iterable[Statement]) -> tuple[Group, ...]:
        """Group statements by kind, in the order of the kinds."""
        return _grouped(statements, self.library.kinds.statements, lambda statement: (statement.kind,))

    def by_actor(self, statements: Iterable[Statement]) -> tuple[Group, ...]:
        """Group statements by their first actor, in the order of the actors, those without one last."""
        return _grouped(statements, (*self.library.actors, ""), lambda statement: statement.actors[:1] or ("",))

    def by_report(self, statements: Iterable[Statement]) -> tuple[Group, ...]:
        """Group statements by report, in the order of the reports."""
        return _grouped(statements, self.library.reports, lambda statement: (statement.report,))

    def figures_of(self, statements: Iterable[Statement]) -> tuple[tuple[Figure, Statement], ...]:
        """Give the typed figures of statements, with the statement of each."""
        index = self.library.figures_by_statement
        return tuple((figure, s) for s in statements for figure in index.get(s.key, ()))

    def events_of(self, statements: Iterable[Statement]) -> tuple[Event, ...]:
        """Give the events that statements mention, by date."""
        index = self.library.events_by_statement
        events = {event.id: event for s in statements for event in index.get(s.key, ())}
        return sort_events(events.values())

    def recommended(self, sector: str, actor: str) -> tuple[tuple[str, int], ...]:
        """Give how many statements of each recommending kind a sector page has under an actor."""
        counts = Counter(
            statement.kind
            for statement in self.library.statements_by_sector.get(sector, ())
            if self._recommends(statement) and statement.actors[:1] == (actor,)
        )
        return tuple((kind, counts[kind]) for kind in self.library.kinds.statements if counts[kind])

    def addressed_to(self, actor: str) -> tuple[Group, ...]:
        """Give the recommending statements under an actor, by sector."""
        sectors = self.library.sectors
        found = {
            key: [s for s in self.library.statements_by_sector.get(key, ()) if self._recommends(s)] for key in sectors
        }
        groups = (Group(key, tuple(s for s in group if s.actors[:1] == (actor,))) for key, group in found.items())
        return tuple(group for group in groups if group.statements)

    def _recommends(self, statement: Statement) -> bool:
        return self.library.kinds.statements[statement.kind].recommends

    def figure_groups(self) -> tuple[tuple[str, tuple[tuple[Figure, Statement], ...]], ...]:
        """Give all typed figures by the sector of their statement, those of one indicator together."""
        order = {key: no for no, key in enumerate(self.library.indicators)}
        found: dict[str, list[tuple[Figure, Statement]]] = {key: [] for key in self.library.sectors}
        for figure, statement in self.figures_of(self.library.statements.values()):
            sector = self.library.indicators[figure.indicator].sector or statement.sectors[0]
            found[sector].append((figure, statement))
        for pairs in found.values():
            pairs.sort(key=lambda pair: (order[pair[0].indicator], pair[0].geography, pair[0].year or ""))
        return tuple((key, tuple(pairs)) for key, pairs in found.items() if pairs)

    def all_events(self) -> tuple[Event, ...]:
        """Give all events by date."""
        return sort_events(self.library.events.values())

    def terms(self) -> tuple[Term, ...]:
        """Give the glossary's terms in the language's order of their preferred form."""

        def key(term: Term) -> tuple[CollationKey, str]:
            return collation_key(self._preferred(term), self.language), term.id

        return tuple(sorted(self.library.terms.values(), key=key))

    def _preferred(self, term: Term) -> str:
        return self.plain({code: forms.preferred for code, forms in term.forms.items()})

    def term_forms(self, term: Term) -> str:
        """Give a term's preferred form, with its acronym."""
        acronym = f" ({escape(term.acronym)})" if term.acronym and term.acronym not in self._preferred(term) else ""
        return self.label({code: forms.preferred for code, forms in term.forms.items()}) + acronym

    def other_forms(self, term: Term) -> tuple[tuple[str, str], ...]:
        """Give a term's preferred form in each other language."""
        return tuple((code, forms.preferred) for code, forms in term.forms.items() if code != self.language)

    def translations(self) -> tuple[Language, ...]:
        """Give the languages that are translated into."""
        return self.library.site.languages[1:]

    def progress(self, code: str) -> tuple[FileState, ...]:
        """Give the state of every file in a language, what needs work first."""
        files = (file for file in self.library.translations if file.language == code)
        return tuple(sorted(files, key=lambda file: (not (file.counts["stale"] + file.counts["missing"]), file.path)))

    def total(self, files: Iterable[FileState], state: State) -> int:
        """Count the units of files that are in a state."""
        return sum(file.counts[state] for file in files)

    def progress_by_report(self, files: Iterable[FileState]) -> tuple[tuple[str, tuple[FileState, ...]], ...]:
        """Group files by report, with a link to each."""
        groups = {
            key: [file for file in files if file.path.startswith(f"reports/{key}/")] for key in self.library.reports
        }
        return tuple((self.report(key), tuple(group)) for key, group in groups.items() if group)

    def progress_by_sector(self, files: Iterable[FileState]) -> tuple[tuple[str, tuple[FileState, ...]], ...]:
        """Group the files of briefs by sector, with a link to each."""
        sectors = {f"reports/{brief.key}": brief.sector for brief in self.library.briefs}
        found: dict[str, list[FileState]] = {key: [] for key in self.library.sectors}
        for file in files:
            sector = sectors.get(file.path.removesuffix(f".{file.language}.md"))
            if sector:
                found[sector].append(file)
        return tuple((self.sector(key), tuple(group)) for key, group in found.items() if group)

    def other_url(self, language: str, path: str) -> str:
        """Give the address of a path in another language, relative to this page as it will be served."""
        return f"{'../' * (self.path.count('/') + 1)}{language}/{path}"

    def edit_url(self, file: str) -> str:
        """Give where to edit a file of the content, or nothing."""
        template = self.library.site.edit_url
        return template.replace("{path}", f"{self.library.root.name}/{file}") if template else ""

    def unit_path(self, file: FileState, unit: str) -> str:
        """Give the path under a language of the page that shows a unit, or nothing for labels."""
        if file.is_labels:
            return ""
        name = file.path.removesuffix(f".{file.language}.md").removeprefix("pages/")
        page = f"{name.removesuffix('/index')}/"
        is_statement = f"{name.removeprefix('reports/')}#{unit}" in self.library.statements
        return f"{page}#{unit}" if is_statement else page

    def unit_link(self, file: FileState, unit: str) -> str:
        """Give a unit's id as a link to where it is shown, that says in which language; labels lead to their file."""
        name = escape(unit)
        if file.is_labels:
            edit = self.edit_url(file.path)
            return f'<a href="{html.escape(edit)}" rel="noreferrer">{name}</a>' if edit else name
        path = self.unit_path(file, unit)
        title = self.library.title_at(path) or {}
        shown = file.language if file.language in title else self.library.source
        return f'<a href="{self.other_url(file.language, path)}" hreflang="{shown}">{name}</a>'

    def value(self, figure: Figure) -> str:
        """Give a typed figure in the words of the language."""
        return escape(figure_text(figure, self.interface))

    def value_parts(self, figure: Figure) -> tuple[str, str, str]:
        """Give the same in parts: what stands before the number, the number, the unit."""
        before, number, unit = split_quantity(figure_text(figure, self.interface), self.interface.language.locale)
        return escape(before), escape(number), escape(unit)


def _grouped(statements: Iterable[Statement], order: Iterable[str], keys: Any) -> tuple[Group, ...]:
    found: dict[str, list[Statement]] = {key: [] for key in order}
    for statement in statements:
        for key in keys(statement):
            found.setdefault(key, []).append(statement)
    return tuple(Group(key, tuple(group)) for key, group in found.items() if group)


def sort_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events by first day, then last day, then id."""
    return tuple(sorted(events, key=lambda event: (parse_edtf(event.date), event.id)))


def escape(text: str) -> str:
    """Write every character that Markdown or HTML could read as markup as an entity."""
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)
