"""What of a page was once called otherwise, stands elsewhere now, or was withdrawn: anchors, and lines at its foot.

Receives the links of a page; returns `Markup` and lines for templates. Old ids of what is still on the page are empty
anchors beside it, so that they lead there without script. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from build_scripts.content.identifiers import Identifier
from build_scripts.content.model import Category, Withdrawal
from build_scripts.content.succession import Succession
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts
from build_scripts.library.claims import Point
from build_scripts.library.index import BriefSection, Library
from build_scripts.pages.links import Links

# What the anchors of an id begin with, by kind, on the pages that have them.
_PREFIXES = {"event": "event-", "actor": "actor-"}
# The pages on which what was withdrawn is listed, if it stood in nothing else that is there, by kind.
_LISTED = {"report": "reports/", "term": "glossary/", "event": "timeline/", "figure": "figures/"}


@dataclass(frozen=True)
class OldLine:
    """What was once on a page: its anchor, and where it is now, or how it was withdrawn and what stands instead.

    `formerly` are anchors that it had before.
    """

    id: Identifier
    anchor: str
    leads: tuple[Identifier, ...]
    withdrawal: Withdrawal | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class OldHeading:
    """A heading of a page that has moved: its anchor, which it keeps, and its words."""

    anchor: str
    title: Texts[Prose]


@dataclass(frozen=True)
class OldIds:
    """The old ids of one page."""

    links: Links

    @property
    def _library(self) -> Library:
        return self.links.text.library

    @property
    def _succession(self) -> Succession:
        return self._library.succession

    def anchors(self, kind: str, key: str, before: str = "", after: str = "") -> Markup:
        """Give empty anchors with the old ids of what stands here, between what its anchor has before and after it."""
        found = self._succession.anchors(Identifier(kind, key))
        return Markup("").join(Markup('<a id="{}{}{}"></a>').format(before, own, after) for own in found)

    def figure_anchors(self, report: str, own: str) -> Markup:
        """Give empty anchors with what a row of the table of figures was called, by old ids of its report or itself."""
        reports = (report, *self._succession.anchors(Identifier("report", report)))
        ids = (own, *self._succession.anchors(Identifier("figure", f"{report}/{own}")))
        found = [f"figure.{one}.{other}" for one in reports for other in ids][1:]
        return Markup("").join(Markup('<a id="{}"></a>').format(anchor) for anchor in found)

    def lines(self) -> tuple[OldLine, ...]:
        """Give what was once on this page."""
        return tuple(self._lines(self._page))

    @property
    def _page(self) -> Identifier | None:
        """Give what this page is about, if it holds things with ids."""
        folder, *rest = self.links.path.strip("/").split("/")
        kinds = {("reports", 1): "report", ("reports", 2): "brief", ("sectors", 1): "sector"}
        kind = kinds.get((folder, len(rest)))
        return Identifier(kind, "/".join(rest)) if kind else None

    def _lines(self, page: Identifier | None) -> Iterator[OldLine]:
        if page is not None:
            yield from self.moved_from(page)
            gone = [one for one in self._succession.gone.get(page, ()) if one.kind not in _LISTED]
        else:
            every = [one for own in self._succession.gone.values() for one in own]
            gone = [one for one in every if _LISTED.get(one.kind) == self.links.path]
        for one in gone:
            yield self.withdrawn(one)

    def moved_from(self, page: Identifier) -> Iterator[OldLine]:
        """Give the statements and points that were once on a page, and stand elsewhere now."""
        moved = self._succession.moved.get(page, ())
        return (OldLine(old, old.own, (new,)) for old, new in moved if old.kind in ("statement", "point"))

    def held(self, page: Identifier) -> Iterator[OldLine]:
        """Give the statements or points that stand on a page by all anchors that they have there, or once had."""
        library = self._library
        kind, keys = "", tuple[str, ...]()
        if page.kind == "brief":
            kind, keys = "statement", tuple(key for key in library.statements if key.startswith(f"{page.key}#"))
        elif page.kind == "sector" and page.key in library.comparisons:
            kind, keys = "point", tuple(point.key for point in library.comparisons[page.key].points)
        for one in (Identifier(kind, key) for key in keys):
            for anchor in (one.own, *self._succession.anchors(one)):
                yield OldLine(one, anchor, (one,))

    def headings(self, page: Identifier) -> tuple[OldHeading, ...]:
        """Give the headings of a page that have anchors of their own."""
        library = self._library
        if page.kind == "sector":
            own = library.comparisons.get(page.key)
            return tuple(OldHeading(group.kind, group.title) for group in own.groups if group.points) if own else ()
        sections: tuple[BriefSection, ...] = ()
        match page.kind:
            case "brief":
                report = library.reports[page.key.partition("/")[0]]
                sections = next(brief.sections for brief in report.briefs if brief.key == page.key)
            case "page":
                sections = library.pages[page.key].sections
            case "report":
                sections = library.reports[page.key].page.sections
        return tuple(OldHeading(section.anchor, section.title) for section in sections)

    def heading_words(self, heading: OldHeading) -> Markup:
        """Give the words of a heading in the language of the page."""
        text, title = self.links.text, heading.title
        return text.marked(title, Markup.escape(title[text.shown_language(title)].words))

    def withdrawn(self, one: Identifier) -> OldLine:
        """Give what is to be said of something that was withdrawn."""
        own = self._succession.withdrawn[one]
        is_page = one.kind in ("report", "brief", "figure")
        names = () if is_page else (one.own, *self._succession.anchors(one))
        anchors = tuple(f"{_PREFIXES.get(one.kind, '')}{name}" for name in names)
        return OldLine(one, "".join(anchors[:1]), self._succession.instead(one), own, anchors[1:])

    def told_at(self, one: Identifier) -> str:
        """Give where it is said that something was withdrawn, under the page's language."""
        home = self._succession.home(one)
        path = _LISTED.get(one.kind) or (self.path(home) if home else "")
        anchor = self.withdrawn(one).anchor
        return f"{path}#{anchor}" if path and anchor else path

    def words(self, one: Identifier) -> Markup:
        """Give what something is called in the language of the page."""
        library, text = self._library, self.links.text
        match one.kind:
            case "statement":
                return Markup.escape(text.reference(library.statements[one.key]))
            case "point":
                return Markup.escape(text.point_reference(self._point(one)))
            case "figure":
                figure = next(f for f in library.reports[one.key.partition("/")[0]].figures if f.id == one.own)
                return text.label(library.indicators[figure.indicator].label)
            case "term":
                forms = library.terms[one.key].forms
                return text.marked(forms, Markup.escape(forms[text.shown_language(forms)].preferred))
            case "report" | "brief" | "page":
                title = library.title_at(self.path(one))
                return text.label(title) if title else Markup.escape(one.key)
            case "event":
                return text.label(library.events[one.key].label)
        tables: Mapping[str, Mapping[str, Category]] = {
            "sector": library.sectors,
            "actor": library.actors,
            "indicator": library.indicators,
            "place": library.places,
        }
        return text.label(tables[one.kind][one.key].label)

    def path(self, one: Identifier) -> str:
        """Give where something stands, under the page's language."""
        library = self._library
        match one.kind:
            case "report" | "brief":
                return f"reports/{one.key}/"
            case "statement":
                return library.statements[one.key].path
            case "sector":
                return f"sectors/{one.key}/"
            case "point":
                return self._point(one).path
            case "actor":
                return f"recommendations/#actor-{one.key}"
            case "term":
                return library.glossary.path(one.key, self.links.text.language)
            case "event":
                return library.event_path(library.events[one.key])
            case "figure":
                report = library.reports[one.key.partition("/")[0]]
                figure = next(figure for figure in report.figures if figure.id == one.own)
                return library.statements[f"{report.id}/{figure.statement}"].path
        return f"{one.key}/" if one.kind == "page" else "figures/"

    def _point(self, one: Identifier) -> Point:
        return next(point for point in self._library.points if point.key == one.key)
