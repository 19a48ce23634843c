"""Translations of which parts cannot be shown → the content without these parts, whose readers get another language.

Receives checked `Content`, the states of its translations, and all problems; gives the three anew. An error in a
translation is a warning then, and the part that it stands in (a statement, a heading, a run of prose, a title) is set
aside, and its unit is held; where it stands in the front matter or in a footnote, the whole file is. So no language
stops another. Errors stay in files that languages share. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.outline import Outline, RawStatement, Run, Section
from build_scripts.ground.markdown import Prose, located
from build_scripts.ground.memory import digest
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import Problem, shown_path
from build_scripts.translation.states import FileState
from build_scripts.translation.units import Unit, markdown_units

# Of what a translation must not bring onto a site not a word is shown, wherever in its file it stands.
UNSAFE = frozenset({"raw-html", "unsafe-link", "outside-content"})
# What is wrong in a translation, but can be read as it is; or what is not shown of it anyway.
HARMLESS = frozenset(
    {"differs-from-source", "unknown-attribute", "links-differ", "footnotes-differ", "emphasis-differs"}
    | {"not-translated", "term-avoided", "line-ends", "byte-order-mark"}
)
# What makes it unknown which of a file is meant to be read, or whether it is one of the site at all.
OF_THE_FILE = frozenset({"merge-mark", "outside-content"})
NOT_SHOWN = frozenset(
    {"unknown-statement", "statement-without-id", "invalid-id", "empty-statement", "stray-text", "missing-source"}
    | {"unknown-sector"}
)
# What readers never see of a translation, and need not be told that they get it in another language.
EXTRA = frozenset({"text-without-source"})
# For what a part is set aside where no line is to blame: a heading, or all under it, that has none to stand for.
_BY_PLACE = ("differs-from-source",)
_FIELDS = ("title", "section")

Lines = Mapping[int, frozenset[str]]  # the rules that each line breaks
Group = Mapping[str, MarkdownEntry[Any]]


def set_aside(
    content: Content, states: Sequence[FileState], problems: Iterable[Problem]
) -> tuple[Content, tuple[FileState, ...], list[Problem]]:
    """Give the content and its states without what cannot be shown, and the problems that are left to stop a build."""
    sorter = _Sorter(content)
    kept = [sorter.sort(problem) for problem in problems]
    lines = sorter.lines
    if not sorter.has_translations:
        return content, tuple(states), kept
    changed = replace(
        content,
        reports=tuple(
            replace(
                report,
                indexes=_group(content, report.indexes, lines),
                briefs=_groups(content, report.briefs, lines),
            )
            for report in content.reports
        ),
        pages=_groups(content, content.pages, lines),
        comparisons=_groups(content, content.comparisons, lines),
    )
    shown = {entry.path: entry for _, group in changed.all_groups for entry in group.values()}
    return changed, tuple(_state(file, shown.get(file.file), lines) for file in states), kept


class _Sorter:
    """Tells the problems of translations from others, and remembers the lines that they stand on."""

    def __init__(self, content: Content) -> None:
        self.paths = {
            shown_path(entry.path): language
            for _, group in content.all_groups
            for language, entry in group.items()
            if language != content.source
        }
        self.others = content.languages[1:]
        self.lines: defaultdict[str, dict[int, frozenset[str]]] = defaultdict(dict)
        self.has_translations = bool(self.paths)

    def sort(self, problem: Problem) -> Problem:
        """Give a problem as it counts: an error of a translation is a warning."""
        if problem.level != "error" or not self._is_translation(problem.path):
            return problem
        if problem.rule in HARMLESS | NOT_SHOWN:
            return replace(problem, level="warning")
        line, own = 0 if problem.rule in OF_THE_FILE else problem.line, self.lines[problem.path]
        own[line] = own.get(line, frozenset()) | {problem.rule}
        if problem.rule in EXTRA:
            return replace(problem, level="warning")
        hint = sentences(problem.hint, Phrase("Until then readers get this in another language."))
        return replace(problem, level="warning", hint=hint)

    def _is_translation(self, path: str) -> bool:
        return path in self.paths or any(path.endswith(f".{language}.md") for language in self.others)


def _groups(content: Content, groups: Mapping[str, Group], lines: Mapping[str, Lines]) -> dict[str, Any]:
    """Give groups of versions without what is set aside, and without those that the source language lacks."""
    return {name: _group(content, group, lines) for name, group in groups.items() if content.source in group}


def _group(content: Content, group: Group, lines: Mapping[str, Lines]) -> dict[str, MarkdownEntry[Any]]:
    source = group.get(content.source)
    found = {}
    for language, entry in group.items():
        own = entry
        if language != content.source and source:
            if not entry.is_whole:
                continue
            reduced = _Translation(source, entry, lines.get(shown_path(entry.path), {})).reduce()
            if reduced is None:
                continue
            own = reduced
        found[language] = own
    return found


@dataclass(frozen=True)
class _Translation:
    """A translation beside its source, and the lines on which it cannot be shown, with the rules they break."""

    source: MarkdownEntry[Any]
    entry: MarkdownEntry[Any]
    lines: Lines

    def reduce(self) -> MarkdownEntry[Any] | None:
        """Give the translation without the parts that have such lines; None where one stands for more than a part."""
        left = set(self.lines)
        if left & self._notes:
            return None
        front = self._front(left)
        outline = self._aligned(self._outline(left))
        if any(line < self.entry.body_line or self.lines[line] & UNSAFE for line in left):
            return None
        if front is self.entry.front and outline is self.entry.outline:
            return self.entry
        own = digest(self.entry.digest, sorted(self.lines), len(outline.sections))
        return replace(self.entry, front=front, outline=outline, digest=own)

    @property
    def _notes(self) -> frozenset[int]:
        """Give the lines of footnotes, which may be shown with any part."""
        notes = self.entry.outline.document.notes.values() if self.lines else ()
        return frozenset(line + self.entry.body_line for note in notes for _, line in located(note.tokens))

    def _front(self, left: set[int]) -> Any:
        fields = {}
        for name in _FIELDS:
            data = self.entry.yaml.data
            line = self.entry.yaml.place(name).line if isinstance(data, dict) and name in data else 0
            if line in left:
                fields[name] = ""
                left.discard(line)
        return self.entry.front.model_copy(update=fields) if fields else self.entry.front

    def _outline(self, left: set[int]) -> Outline:
        if not left:
            return self.entry.outline
        outline = self.entry.outline
        opening = outline.opening
        if opening and _take(left, opening.first, opening.last):
            opening = None
        sections = []
        for section in outline.sections:
            title = Prose() if _take(left, section.place.line, section.place.line) else section.title
            parts = (_shown(part, left) for part in section.parts)
            sections.append(replace(section, title=title, parts=tuple(part for part in parts if part)))
        return replace(outline, opening=opening, sections=tuple(sections))

    def _aligned(self, outline: Outline) -> Outline:
        """Give the sections the numbers of those of the source that they translate; others are set aside.

        What belongs together is known by number as long as there are as many of the same levels, else by ids.
        """
        theirs, ours = self.source.outline.sections, outline.sections
        if not ours or [section.level for section in ours] == [section.level for section in theirs]:
            return outline
        by_id = {name: no for no, section in enumerate(ours) for name in _names(section)}
        statements = {statement.id: statement for statement in outline.statements}
        sections, used = [], set()
        for section in theirs:
            no = next((by_id[name] for name in _names(section) if name in by_id), None)
            if no is None or no in used:
                mine = Section(Prose(), section.level, section.attributes, (), section.place)
            else:
                mine = ours[no]
                used.add(no)
            own = {statement.id for statement in mine.statements}
            others = tuple(
                statements[statement.id]
                for statement in section.statements
                if statement.id in statements and statement.id not in own
            )
            sections.append(replace(mine, level=section.level, parts=(*mine.parts, *others)))
        return replace(outline, sections=tuple(sections))


def _names(section: Section) -> tuple[str, ...]:
    return (*([section.attributes.id] if section.attributes.id else []), *(one.id for one in section.statements))


def _shown(part: Run | RawStatement, left: set[int]) -> Run | RawStatement | None:
    """Give a part that can be shown; prose that cannot stays as an empty run, as runs are known by their number."""
    if isinstance(part, Run):
        return replace(part, prose=Prose()) if _take(left, part.first, part.last) else part
    return None if _take(left, part.place.line, part.last_line) else part


def _take(left: set[int], first: int, last: int) -> bool:
    """Take the lines of a span out of those that are left; tell whether there was one."""
    inside = {line for line in left if first <= line <= last}
    left -= inside
    return bool(inside)


def _state(file: FileState, entry: MarkdownEntry[Any] | None, lines: Mapping[str, Lines]) -> FileState:
    """Give a file's state as its readers see it: what is set aside is held, with the rules for which it is."""
    own = lines.get(shown_path(file.file), {})
    if file.is_labels or not file.exists:
        return file
    known = markdown_units(entry) if entry else {}
    return replace(
        file,
        units=tuple(
            unit
            if unit.id in known or unit.target is None
            else replace(unit, held_by=_rules(unit.target, file, own) or _BY_PLACE)
            for unit in file.units
        ),
    )


def _rules(target: Unit, file: FileState, lines: Lines) -> tuple[str, ...]:
    """Give the rules that a unit breaks on its lines, which end where the next begins; if none, those of the file."""
    starts = sorted(unit.target.place.line for unit in file.units if unit.target)
    last = next((line for line in starts if line > target.place.line), max(lines, default=0) + 1)
    found = [rules for line, rules in lines.items() if target.place.line <= line < last] or lines.values()
    return tuple(sorted(frozenset[str]().union(*found)))
