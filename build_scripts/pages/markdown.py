"""A page → the same as Markdown, for programs that read no HTML: what is said, its references and permalinks.

Receives the head of a page; returns Markdown in which every address is whole, or nothing
for pages that hold nothing of their own (search, the state of the translation, the rules for editors). It lies beside
the page as `index.md`, and is made of the same texts while they are read for the page. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from urllib.parse import urljoin

from build_scripts.content.model import Event, Term
from build_scripts.ground.markdown import Address, Prose, Rewriter, escape_markdown, link_target
from build_scripts.ground.texts import Texts, note_read
from build_scripts.library.claims import Claim, Point
from build_scripts.library.figures import Given
from build_scripts.library.index import BriefSection, Statement
from build_scripts.pages.head import Head

# Templates whose pages are written like those of another, or whose name means something else here.
_NAMED = {"actor_list": "sector_list", "page": "page_of_prose"}


def write_markdown(head: Head, known: dict[str, str]) -> str:
    """Write the page of a head as Markdown; `known` keeps what has been written of a language, for its other pages."""
    return _Writer(head, known).write() if head.has_markdown else ""


class _Writer:
    def __init__(self, head: Head, known: dict[str, str]) -> None:
        self.head = head
        self.known = known
        self.page = head.page
        self.about = head.about
        self.library = head.page.library
        self.text = head.page.text

    def write(self) -> str:
        template = self.head.template
        body = [*getattr(self, _NAMED.get(template, template))()]
        blocks = [
            f"# {_plain(self.head.title)}",
            f"<{self.head.url}>",
            *body,
            self.rewriter.footnotes(),
            self._licence(),
        ]
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _licence(self) -> str:
        licence = self.page.site.licence
        before = self.text.gettext("Licence of the summaries:")
        return f"{before} [{_plain(licence.name)}]({link_target(licence.url)})" if licence else ""

    # What pages are made of.

    @cached_property
    def rewriter(self) -> Rewriter:
        return self._rewriter("")

    def _rewriter(self, owner: str) -> Rewriter:
        return Rewriter(lambda target: self._address(target, owner))

    def _address(self, target: str, owner: str) -> Address | None:
        found = self.page.links.address(target, owner)
        return Address(urljoin(self.here, found.href), mark=found.mark) if found and found.href else found

    @cached_property
    def here(self) -> str:
        return self.head.address(self.page.language)

    def link(self, words: str, path: str) -> str:
        """Give a link to what stands at a path; one that names a page leads to its Markdown."""
        url = self.page.links.address_of(path)
        return f"[{words}]({link_target(url if '#' in path else f'{url}index.md')})"

    def label(self, texts: Texts[str]) -> str:
        return _plain(self.text.plain(texts))

    def prose(self, texts: Texts[Prose]) -> str:
        shown = texts.pick(*self.library.order(self.page.language))
        self.rewriter.address = lambda target: self._address(target, texts.owner)
        return self.rewriter.blocks(shown) if shown else ""

    def line(self, texts: Texts[Prose]) -> str:
        shown = texts.pick(*self.library.order(self.page.language))
        self.rewriter.address = lambda target: self._address(target, texts.owner)
        return self.rewriter.inline(shown) if shown else ""

    def reference(self, statement: Statement) -> str:
        return self.link(_plain(self.text.reference(statement).striptags()), statement.path)

    def claim(self, claim: Claim, after: Callable[[], str]) -> str:
        """Give a statement or point as an item of a list, if it is not known; `after` gives what follows its text.

        One that marks footnotes is not kept, as pages number these anew.
        """
        if claim.key in self.known:
            for texts in (claim.text, *(part.texts for part in claim.parts)):
                note_read(texts.owner)
            return self.known[claim.key]
        marks = self.rewriter.marks
        written = self._claim(claim, after())
        if self.rewriter.marks == marks:
            self.known[claim.key] = written
        return written

    def _claim(self, claim: Claim, after: str) -> str:
        """Write a statement or point with its details and notes."""
        other = f" ({self.text.own_name(self.text.shown_language(claim.text))})" if self._is_other(claim.text) else ""
        blocks = [f"{self.prose(claim.text)}{other} {after}".rstrip()]
        for part in claim.parts:
            words = self.prose(part.texts)
            blocks.append("\n".join(f"> {line}".rstrip() for line in words.split("\n")) if part.is_note else words)
        return "- " + "\n\n".join(blocks).replace("\n", "\n  ").replace("\n  \n", "\n\n")

    def _is_other(self, texts: Texts[Prose]) -> bool:
        return self.text.is_fallback(texts)

    def statements(self, statements: Iterable[Statement]) -> str:
        return "\n\n".join(self.claim(one, partial(self._reference, one)) for one in statements)

    def _reference(self, statement: Statement) -> str:
        return f"({self.reference(statement)})"

    def sections(self, sections: Iterable[BriefSection]) -> Iterator[str]:
        for section in sections:
            yield f"{'#' * section.level} {self.line(section.title)}"
            for run in self.page.statements.runs(section):
                yield self.statements(run.statements) if run.statements else self.prose(run.prose[0])

    def points(self, points: Iterable[Point]) -> str:
        return "\n".join(self._point(point) for point in points)

    def _point(self, point: Point) -> str:
        return self.claim(point, lambda: f"({'; '.join(self._rests(point))})")

    def _rests(self, point: Point) -> Iterator[str]:
        return (self.reference(one.statement) for one in self.page.comparisons.evidence(point))

    def figures_of(self, given: Iterable[Given]) -> str:
        return "\n".join(map(self._figure, given))

    def _figure(self, given: Given) -> str:
        figure = given.figure
        parts = [self.label(self.library.indicators[figure.indicator].label)]
        parts.append(self.label(self.library.places[figure.geography].label))
        parts += [_plain(self.page.figures.year(figure))] if figure.year else []
        basis = _plain(self.page.figures.basis(figure).striptags())
        value = f"{_plain(self.text.value(figure))}{f' ({basis})' if basis else ''}"
        return f"- {' · '.join(parts)}: {value} ({self.reference(given.statement)})"

    def events_of(self, events: Iterable[Event]) -> str:
        return "\n".join(map(self._event, events))

    def _event(self, event: Event) -> str:
        when = _plain(self.text.known(self.text.date(event.date), event.date_basis))
        rests = "; ".join(self.reference(self.library.statements[key]) for key in event.statements)
        return f"- {when} · {self.label(event.label)}{f' ({rests})' if rests else ''}"

    def listed(self, entries: Iterable[tuple[str, str, str]]) -> str:
        """Give links with what is said of each."""
        return "\n".join(f"- {self.link(name, path)}{f': {words}' if words else ''}" for name, path, words in entries)

    # The pages, by template.

    def home(self) -> Iterator[str]:
        site = self.page.site
        yield self.label(site.about or site.tagline or site.name)
        finding = self.page.comparisons.finding()
        if finding:
            yield f"## {self.label(self.library.sectors[finding.address.sector].label)}"
            yield self.points([finding])
        yield f"## {self.text.gettext('Sectors')}"
        yield from self.sectors()
        yield f"## {self.text.gettext('Reports')}"
        yield from self.reports()

    def sectors(self) -> Iterator[str]:
        every = self.library.sectors.items()
        yield self.listed(
            (self.label(one.label), f"sectors/{key}/", self._about(one.description)) for key, one in every
        )

    def _about(self, texts: Texts[str] | None) -> str:
        return self.label(texts) if texts else ""

    def reports(self) -> Iterator[str]:
        every = self.library.reports.values()
        yield self.listed((self.label(one.page.title), one.path, "") for one in every)

    def sector(self) -> Iterator[str]:
        key, sector = self.about["key"], self.about["sector"]
        yield self._about(sector.description)
        comparison = self.page.comparisons.on(key)
        for group in comparison.groups if comparison else ():
            if group.points:
                yield f"## {self.line(group.title)}"
                yield self.points(group.points)
        for column in self.page.lists.columns(key):
            yield f"## {self.label(self.library.reports[column.report].facts.short)}"
            yield self.statements(column.key_statements)
        kinds = self.library.kinds.statements
        lists = self.page.lists.by_sector.get(key, {}).items()
        yield self.listed((self.label(kinds[kind].label), own.path, str(len(own.statements))) for kind, own in lists)

    def sector_list(self) -> Iterator[str]:
        names = self.library.sectors if "actor" in self.about else self.library.actors
        for group in self.about["list"].parts[self.about["no"]]:
            yield f"## {self.label(names[group.id].label)}" if group.id in names else ""
            yield self.statements(group.statements)

    def report(self) -> Iterator[str]:
        report = self.about["report"]
        facts = report.facts
        known = [self.text.plain(author.name) for author in facts.authors]
        publisher = facts.publisher
        known += [self.text.known(self.text.plain(publisher.name), publisher.basis)] if publisher else []
        known += [self.text.known(self.text.date(facts.date.value), facts.date.basis)] if facts.date else []
        yield _plain(" · ".join(known))
        if facts.original and facts.original.url:
            copy = facts.original.archived
            copied = f" ([{_plain(self.text.gettext('archived copy'))}]({link_target(copy)}))" if copy else ""
            yield f"<{facts.original.url}>{copied}"
        yield self.prose(report.page.intro)
        yield from self.sections(report.page.sections)
        yield self.listed((self.label(one.title), one.path, "") for one in report.briefs)

    def brief(self) -> Iterator[str]:
        brief, report = self.about["brief"], self.about["report"]
        sector = self.link(self.label(self.library.sectors[brief.sector].label), f"sectors/{brief.sector}/")
        yield f"{self.link(self.label(report.page.title), report.path)} · {sector}"
        yield self.prose(brief.intro)
        yield from self.sections(brief.sections)
        figures = [Given(figure, statement) for figure, statement in self.page.figures.of(brief.statements)]
        yield f"## {self.text.gettext('Figures in this brief')}" if figures else ""
        yield self.figures_of(figures)

    def compare(self) -> Iterator[str]:
        for key in self.library.comparisons:
            points = [point for group in self.page.comparisons.of_several(key) for point in group.points]
            if points:
                yield f"## {self.link(self.label(self.library.sectors[key].label), f'sectors/{key}/')}"
                yield self.points(points)

    def recommendations(self) -> Iterator[str]:
        actors = self.library.actors
        lists = [(self.label(actors[key].label), own) for key, own in self.page.lists.by_actor.items() if key in actors]
        everything = self.page.lists.everything
        lists += [(self.text.gettext("All recommendations"), everything)] if everything else []
        yield self.listed((name, own.path, str(len(own.statements))) for name, own in lists)

    def figures(self) -> Iterator[str]:
        index = self.page.lists.figures
        for sector, given in index.by_sector.items():
            yield f"## {self.label(self.library.sectors[sector].label)}"
            entry = (self.text.gettext("Figures"), index.home(sector), str(len(given)))
            yield self.listed([entry]) if index.is_split else self.figures_of(given)

    def sector_figures(self) -> Iterator[str]:
        yield self.figures_of(self.page.lists.figures.parts(self.about["key"])[self.about["no"]])

    def timeline(self) -> Iterator[str]:
        years = self.page.lists.years
        yield self.listed((str(year), f"timeline/{year}/", str(len(own))) for year, own in years.items())
        yield "" if years else self.events_of(self.page.events.all)

    def year(self) -> Iterator[str]:
        yield self.events_of(self.about["events"])

    def glossary(self) -> Iterator[str]:
        parts = self.page.terms.parts()
        yield "\n".join(
            self._term(term) for group in (parts[self.about["no"]] if parts else ()) for term in group.terms
        )

    def _term(self, term: Term) -> str:
        others = " · ".join(_plain(form) for _, form in self.page.terms.other_forms(term))
        definition = f": {self.label(term.definition)}" if term.definition else ""
        return f"- **{_plain(self.page.terms.preferred(term))}**{f' · {others}' if others else ''}{definition}"

    def term(self) -> Iterator[str]:
        yield self._term(self.about["term"])
        yield self.statements(self.page.terms.uses(self.about["term"].id))

    def page_of_prose(self) -> Iterator[str]:
        yield self.prose(self.about["prose"].intro)
        yield from self.sections(self.about["prose"].sections)


def _plain(words: str) -> str:
    return escape_markdown(str(words).replace("\n", " "))
