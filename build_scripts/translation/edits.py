"""The text of translation files: started and filled in — always as edits of what is there.

Receives loaded entries; returns new texts and edits, nothing is written. Whatever an edit does not touch keeps its
bytes. Refuses, with `TranslationError`, what has no place in a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.fronts import BriefFront
from build_scripts.content.load import split_name
from build_scripts.content.outline import RawStatement, Run, Section
from build_scripts.content.outline_parser import parse_outline
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import shown_path
from build_scripts.ground.yaml_edits import scalar
from build_scripts.translation.units import Unit, run_name, section_number

_MARKER = re.compile(r"\s*(?:[-*+]|[0-9]+[.)])\s+")


class TranslationError(ValueError):
    """Why something cannot be done, in one line."""


@dataclass(frozen=True)
class Edit:
    """Lines `first` to `last` of a file (from 1; `last` < `first` inserts before `first`) become `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: (edit.first, edit.last), reverse=True):
        lines[edit.first - 1 : edit.last] = edit.lines
    return "\n".join(lines)


def find_entry(content: Content, path: Path) -> tuple[MarkdownEntry[Any], dict[str, MarkdownEntry[Any]]] | None:
    """Find the source of a Markdown file, whether that file exists or not, and all its versions."""
    parts = split_name(path)
    if parts is None:
        return None
    for _, group in content.groups:
        source = group.get(content.source)
        if source and source.path.parent.resolve() == path.parent.resolve():
            name = split_name(source.path)
            if name and name[0] == parts[0]:
                return source, dict(group)
    return None


def parse_entry(text: str, path: Path, language: str) -> MarkdownEntry[BriefFront]:
    """Read the text of a Markdown file, whatever is wrong with it."""
    document, _ = split_front_matter(text, path)
    data = document.front.data if isinstance(document.front.data, dict) else {}
    outline, _ = parse_outline(document.body, path, document.body_line, source=False)
    front = BriefFront.model_construct(title=data.get("title") or "", section=data.get("section"))
    return MarkdownEntry(path, language, front, document.front, document.body, document.body_line, outline)


def start_translation(source: MarkdownEntry[Any]) -> str:
    """Give a translation file to fill in: headings and ids, with each source text as a comment above."""
    lines = ["---"]
    for name in ("title", "section"):
        value = getattr(source.front, name, None)
        if value:
            lines += _started_field(name, value)
    lines += ["---", ""]
    if source.outline.opening:
        lines += [_comment(source.outline.intro.source), ""]
    for section in source.outline.sections:
        lines += _started_section(section)
    return "\n".join(lines).rstrip("\n") + "\n"


def _started_field(name: str, value: str) -> list[str]:
    return [f"# {' '.join(value.split())}", f"{name}:"]


def _started_section(section: Section) -> list[str]:
    anchor = f" {{#{section.attributes.id}}}" if section.attributes.id else ""
    lines = [_comment(section.title.source), "#" * section.level + anchor, ""]
    for part in section.parts:
        own = [_comment(part.prose.source)] if isinstance(part, Run) else started_statement(part)
        lines += [*own, ""]
    return lines


def started_statement(statement: RawStatement) -> list[str]:
    """Give the lines of a statement to fill in."""
    lines = [_comment(statement.text.source), f"- {{#{statement.id}}}"]
    for _, prose in statement.parts:
        lines += ["", _comment(prose.source, "    ")]
    return lines


def _comment(text: str, indent: str = "") -> str:
    """Write a text as an HTML comment; what would end the comment is broken up by spaces."""
    body = re.sub(r"-(?=-)", "- ", text).replace("\n", f"\n{indent}     ")
    return f"{indent}<!-- {body} -->"


def continue_translation(
    text: str, source: MarkdownEntry[Any], target: MarkdownEntry[Any], only: Collection[str] | None = None
) -> str:
    """Add the statements that a translation lacks (or `only` some), each after the one before it in the source."""
    if len(source.outline.sections) != len(target.outline.sections):
        raise _other_headings(source.outline.sections, target)
    edits = []
    for its, mine in zip(source.outline.sections, target.outline.sections, strict=True):
        present = {statement.id: statement for statement in mine.statements}
        first = min((statement.place.line for statement in mine.statements), default=None)
        after = max([mine.place.line, *(run.last for run in mine.runs if first is None or run.last < first)])
        for statement in its.statements:
            if statement.id in present:
                after = present[statement.id].last_line
            elif only is None or statement.id in only:
                edits.append(Edit(after + 1, after, ("", *started_statement(statement))))
    # Several insertions at one line keep their order when they are applied from the end.
    merged: dict[int, list[str]] = {}
    for edit in edits:
        merged.setdefault(edit.first, []).extend(edit.lines)
    fields = [
        line
        for name in ("title", "section")
        if only is None and getattr(source.front, name, None) and name not in target.yaml.data
        for line in _started_field(name, getattr(source.front, name))
    ]
    if fields:
        merged[2] = fields
    return apply_edits(text, [Edit(first, first - 1, tuple(lines)) for first, lines in merged.items()])


def _other_headings(theirs: Sequence[Section], target: MarkdownEntry[Any]) -> TranslationError:
    """Say from which heading on a translation has others than its source, as far as their levels and ids tell."""
    ours = target.outline.sections
    pairs = enumerate(zip(theirs, ours, strict=False))
    no = next((no for no, pair in pairs if len({(each.level, each.attributes.id) for each in pair}) > 1), None)
    no = min(len(theirs), len(ours)) if no is None else no
    return TranslationError(
        Phrase(
            "%(path)s has %(ours)s heading(s), its source %(theirs)s. They differ from here on: %(here)s; "
            "in the source: %(there)s.",
            path=shown_path(target.path),
            ours=len(ours),
            theirs=len(theirs),
            here=_heading(ours, no),
            there=_heading(theirs, no),
        )
    )


def _heading(sections: Sequence[Section], no: int) -> Phrase:
    if no >= len(sections):
        return Phrase("no further heading")
    place = sections[no].place
    return Phrase("line %(line)s, “%(words)s”", line=place.line, words=sections[no].title.words)


def fill_unit(entry: MarkdownEntry[Any], identifier: str, pieces: Mapping[str, str]) -> Edit:
    """Give the edit that puts new text into a unit of a translation file."""
    text = pieces["text"]
    if identifier in ("title", "section"):
        lines = (f"{identifier}: {scalar(text)}",)
        if (identifier,) not in entry.yaml.places:  # before the line that closes the front matter
            return Edit(entry.body_line - 1, entry.body_line - 2, lines)
        first = entry.yaml.place(identifier).line
        return Edit(first, max(first, entry.yaml.ends.get((identifier,), first)), lines)
    if identifier == "intro":
        opening = entry.outline.opening
        if opening:
            return Edit(opening.first, opening.last, tuple(text.split("\n")))
        return Edit(entry.body_line, entry.body_line - 1, ("", *text.split("\n")))
    number = section_number(identifier)
    if number:
        section = entry.outline.sections[number - 1]
        if identifier.startswith("heading"):
            raw = f" {{{section.attributes.raw}}}" if section.attributes.raw else ""
            return Edit(section.place.line, section.place.line, (f"{'#' * section.level} {text}{raw}",))
        run = next((run for no, run in enumerate(section.runs, 1) if run_name(number, no) == identifier), None)
        if run:
            return Edit(run.first, run.last, tuple(text.split("\n")))
        if identifier != run_name(number, 1):
            after = section.statements[-1].last_line if section.statements else section.place.line
            return Edit(after + 1, after, ("", *text.split("\n")))
        return Edit(section.place.line + 1, section.place.line, ("", *text.split("\n")))
    statement = next(item for item in entry.outline.statements if item.id == identifier)
    present = entry.body.split("\n")[statement.place.line - entry.body_line]
    marker = _MARKER.match(present)
    return Edit(
        statement.place.line,
        statement.last_line,
        tuple(_statement_lines(statement, pieces, marker[0] if marker else "- ")),
    )


def _statement_lines(statement: RawStatement, pieces: Mapping[str, str], marker: str) -> list[str]:
    words = pieces["text"].split("\n")
    lines = [f"{marker}{words[0]}", *(f"{' ' * len(marker)}{line}" for line in words[1:])]
    lines[-1] += f" {{{statement.attributes.raw}}}"
    for name, text in pieces.items():
        if name.startswith("details"):
            lines += ["", *(f"    {line}" if line else "" for line in text.split("\n"))]
        elif name.startswith("note-"):
            lines += ["", *(f"    > {line}".rstrip() for line in text.split("\n"))]
    return lines


def unit_pieces(unit: Unit | None) -> dict[str, str]:
    """Give a unit's pieces, or none."""
    return dict(unit.pieces) if unit else {}
