"""How the translation stands: of every file in a language, and of the parts of one page.

Receives the links of a page; returns states, sums, links, and quotations as `Markup`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from build_scripts.content.model import Language
from build_scripts.ground.shipped import PROGRAM
from build_scripts.ground.texts import note_read
from build_scripts.library.index import Library
from build_scripts.library.inputs import TRANSLATIONS
from build_scripts.pages.links import Links
from build_scripts.translation.next_steps import Step, next_steps
from build_scripts.translation.states import FileState, ShownState, UnitState

_OPEN: tuple[ShownState, ...] = ("stale", "held", "missing")
_SHOWN = 40  # characters of a part that is named in a notice


@dataclass(frozen=True)
class Translation:
    """The state of the translation as one page tells it."""

    links: Links

    @property
    def _library(self) -> Library:
        return self.links.text.library

    @property
    def _language(self) -> str:
        return self.links.text.language

    def is_stale(self, unit: str) -> bool:
        """Tell whether a unit (`reports/<report>/<brief>#<unit>`) translates an older source."""
        return unit in self._units(unit, self._library.stale)

    def is_unreviewed(self, unit: str) -> bool:
        """Tell whether a unit is translated but was never accepted."""
        return unit in self._units(unit, self._library.unreviewed)

    def stale_parts(self, file: str) -> tuple[Markup, ...]:
        """Give the units of a file, other than statements, that translate an older source."""
        return self._parts(file, self._units(file, self._library.stale))

    def unreviewed_parts(self, file: str) -> tuple[Markup, ...]:
        """Give the units of a file, other than statements, that were never accepted."""
        return self._parts(file, self._units(file, self._library.unreviewed))

    def _units(self, unit: str, units: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """Give the units of the language, to look one up, or those of its file."""
        note_read(unit)
        return units[self._language]

    def _parts(self, file: str, units: Iterable[str]) -> tuple[Markup, ...]:
        """Give the beginning of each part's translation as a quotation, by which readers find it on the page."""
        wanted = {unit.removeprefix(f"{file}#") for unit in units if unit.startswith(f"{file}#")}
        wanted -= {key for key in wanted if f"{file}#{key}" in self._library.claims}
        names = (file, f"{file}.{self._language}.md")
        own = (state for state in self._library.translations if state.language == self._language)
        states = (state for state in own if state.path in names)
        texts = [unit.target.text for state in states for unit in state.units if unit.id in wanted and unit.target]
        return tuple(Markup("<q>{}</q>").format(_beginning(text)) for text in texts)

    def languages(self) -> tuple[Language, ...]:
        """Give the languages that are translated into."""
        return self._library.site.languages[1:]

    def files(self, code: str, report: str = "") -> tuple[FileState, ...]:
        """Give the state of every file in a language, or of those of a report, what needs work first, then as read."""
        below = f"reports/{report}/" if report else ""
        found = self._library.translations
        files = [file for file in found if file.language == code and file.path.startswith(below)]
        for owner in (file.owner for file in files) if report else (TRANSLATIONS,):
            note_read(owner)
        places = self._library.positions

        def key(file: FileState) -> tuple[bool, int, str]:
            is_done = not self.total([file], *_OPEN)
            return is_done, places.get(file.owner.removeprefix("reports/"), -1), file.path

        return tuple(sorted(files, key=key))

    def total(self, files: Iterable[FileState], *states: ShownState) -> int:
        """Count the units of files that are in one of some states."""
        return sum(file.counts[state] for file in files for state in states)

    def left(self, files: Iterable[FileState]) -> tuple[tuple[FileState, tuple[UnitState, ...]], ...]:
        """Give what is left to do in every file that was begun and is not done."""
        begun = (file for file in files if file.exists and self.total([file], *_OPEN))
        return tuple((file, tuple(unit for unit in file.units if unit.shown_state in _OPEN)) for file in begun)

    def next_steps(self, files: Iterable[FileState]) -> tuple[Step, ...]:
        """Give what to do next about files."""
        return next_steps(files)

    def by_report(
        self, files: Iterable[FileState], pages: Mapping[str, str] | None = None
    ) -> tuple[tuple[Markup, tuple[FileState, ...]], ...]:
        """Group files by report, with a link to each, or to the page that tells of its files: `pages` by path."""
        paths = {report: path for path, report in (pages or {}).items()}
        groups: dict[str, list[FileState]] = {key: [] for key in self._library.reports}
        for file in files:
            if file.path.startswith("reports/"):
                groups[file.path.split("/")[1]].append(file)
        return tuple((self._report(key, paths), tuple(group)) for key, group in groups.items() if group)

    def _report(self, key: str, paths: Mapping[str, str]) -> Markup:
        short = self._library.reports[key].facts.short
        return self.links.link(short, paths[key]) if key in paths else self.links.report(key)

    def outside_reports(self, files: Iterable[FileState]) -> tuple[FileState, ...]:
        """Give the files that belong to no report."""
        return tuple(file for file in files if not file.path.startswith("reports/"))

    def by_sector(self, files: Iterable[FileState]) -> tuple[tuple[Markup, tuple[FileState, ...]], ...]:
        """Group the files of briefs and comparisons by sector, with a link to each."""
        sectors = {f"reports/{brief.key}": brief.sector for brief in self._library.briefs}
        sectors |= {f"comparisons/{sector}": sector for sector in self._library.comparisons}
        found: dict[str, list[FileState]] = {key: [] for key in self._library.sectors}
        for file in files:
            sector = sectors.get(file.owner)
            if sector:
                found[sector].append(file)
        return tuple((self.links.sector(key), tuple(group)) for key, group in found.items() if group)

    def by_file(self, files: Iterable[FileState]) -> tuple[tuple[Markup, tuple[FileState, ...]], ...]:
        """Give every file alone, its path as a link to where it can be edited, if there is such a place."""
        return tuple((self._file_link(file), (file,)) for file in files)

    def _file_link(self, file: FileState) -> Markup:
        edit = self.links.edit(file.path)
        path = Markup("/<wbr>").join(file.path.split("/"))
        return Markup('<a href="{}">{}</a>').format(edit, path) if edit else path

    def command(self, step: Step) -> Markup:
        """Give what to type for a step, or the file that is to be edited."""
        if step.command:
            return Markup("<code>{} translate {}</code>").format(PROGRAM, step.command)
        return self._file_link(step.file)

    def unit_link(self, file: FileState, unit: str) -> Markup:
        """Give a unit's id as a link to where it is shown, that says in which language; labels lead to their file."""
        if file.is_labels:
            edit = self.links.edit(file.path)
            link = Markup('<a href="{}" rel="noreferrer">{}</a>')
            return link.format(edit, unit) if edit else Markup.escape(unit)
        path = self._unit_path(file, unit)
        order = self._library.order(file.language)
        title = self._library.title_at(path)
        shown = title.language(*order) if title else order[-1]
        link = Markup('<a href="{}" hreflang="{}">{}</a>')
        return link.format(self.links.href_in(file.language, path), shown, unit)

    def rule_links(self, unit: UnitState) -> tuple[Markup, ...]:
        """Give the rules for which a unit is held back, each as a link to what it means."""
        link = Markup('<a href="{}">{}</a>')
        return tuple(link.format(self.links.href(f"problems/#{rule}"), rule) for rule in unit.held_by)

    def _unit_path(self, file: FileState, unit: str) -> str:
        """Give the path under a language of the page that shows a unit."""
        name = file.owner
        is_claim = f"{name}#{unit}" in self._library.claims
        folder, _, rest = name.partition("/")
        page = {"pages": rest, "comparisons": f"sectors/{rest}"}.get(folder, name.removesuffix("/index"))
        return f"{page}/#{unit}" if is_claim else f"{page}/"


def _beginning(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
