"""The record of acceptance of a file's translation: which source text each unit was accepted for.

Receives the text of `content/translations/<language>/<path>.yml`; returns what it says by unit, and warnings: no
record stops a build, and a unit whose record is not understood counts as not accepted. Written is a line a unit, with a
blank one between, in the order of the source; a unit that was not accepted keeps its place as a comment. So every line
says all of a unit, whatever git joins: where both sides of a merge made a record, or changed the same unit, its merge
by union puts their lines one after another, not knowing which belong together. Read is also what comes of that: what
stands twice counts once where it agrees. Refuses nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from build_scripts.ground.files import read_text
from build_scripts.ground.memory import digest
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.strict_yaml import parse_yaml
from build_scripts.ground.yaml_edits import quoted
from build_scripts.translation.address import COMMAND
from build_scripts.translation.units import digest_of

HEAD = "# Written by `duizhao translate`: the source text that each unit was accepted for."
ATTRIBUTES = "# Both sides of a merge count; `duizhao check` says where they differ.\n*.yml merge=union\n"

Line = tuple[int, str]
_FIELDS = ("as", "by", "date", "patched", "digest", "source")  # what is no piece of a unit
_OLD_PATCHED = " patched"
_KEY = re.compile(r"""["']?([^\s"':]+)["']?\s*:""")
_MERGE_MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")
_MEND = Phrase("Mend or remove it, then accept the unit again.")
_UNMERGED = Phrase(
    "Both sides count where they agree; `%(command)s migrate` writes the record without such marks.", command=COMMAND
)


@dataclass(frozen=True)
class Acceptance:
    """The source, by piece, that a translation was made from, and who accepted it when, if that was given.

    `target` is the digest of the translation that was accepted; without it, whatever the file said counts. `patched` is
    a later source that it was waved through for. An old record may know no more than a digest.
    """

    pieces: Mapping[str, str]
    patched: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    date: str = ""
    old_digest: str = ""
    target: str = ""

    @cached_property
    def digest(self) -> str:
        """Give the digest of the source that the translation holds for."""
        return self.old_digest or digest_of(self.patched or self.pieces)

    @property
    def whole(self) -> str:
        """Give all that the translation was made from as one text."""
        return "\n\n".join(self.pieces.values())


@dataclass(frozen=True)
class Entry:
    """What a record says of a unit, and in which line: nothing, one acceptance, or several that contradict."""

    line: int
    variants: tuple[Acceptance, ...] = ()

    @property
    def accepted(self) -> Acceptance | None:
        """Give the acceptance, unless there is none, or another for a different source."""
        return self.variants[0] if len({each.digest for each in self.variants}) == 1 else None


@dataclass(frozen=True)
class Record:
    """A record as it was read; `faults` are what could not be understood and would be lost if it were rewritten.

    `is_old` tells that some of it has its old form.
    """

    path: Path
    entries: Mapping[str, Entry] = field(default_factory=dict)
    faults: tuple[Problem, ...] = ()
    exists: bool = False
    is_old: bool = False
    digest: bytes = field(default=b"", compare=False)  # of the file's bytes, where these could be read


def record_path(root: Path, source_language: str, language: str, source: Path) -> Path:
    """Give the record of a source file's translation into a language."""
    name = source.relative_to(root).as_posix()
    stem = name.removesuffix(".yml").removesuffix(f".{source_language}.md")
    return root / "translations" / language / f"{stem}.yml"


def read_record(path: Path, raw: bytes | None = None) -> tuple[Record, list[Problem]]:
    """Read a record file, of which `raw` are the bytes if they are read; one that does not exist says nothing."""
    if raw is None and not os.path.lexists(path):
        return Record(path), []
    text, found = read_text(path, raw)
    problems = [replace(problem, level="warning") for problem in found if problem.rule != "merge-mark"]
    unreadable = tuple(problem for problem in problems if problem.rule in ("unreadable-file", "not-utf-8"))
    record, more = parse_record(text, path)
    own = digest(raw) if raw is not None else b""
    return replace(record, digest=own, faults=(*unreadable, *record.faults)), [*problems, *more]


def parse_record(text: str, path: Path) -> tuple[Record, list[Problem]]:
    """Read the text of a record, block by block, so that a fault in one block is no fault of another."""
    lines, marks = _without_merge_marks(text.split("\n"))
    problems = [
        Place(path, no).warning("merge-mark", Phrase("the mark of a merge stands here."), _UNMERGED) for no in marks
    ]
    entries: dict[str, Entry] = {}
    faults: list[Problem] = []
    spoilt: set[str] = set()
    for block in _blocks(lines):
        name, acceptance, found = _read_block(block, path)
        before = entries.get(name, Entry(block[0][0]))
        entries[name] = replace(before, variants=_joined([*before.variants, *filter(None, [acceptance])]))
        faults += found
        spoilt |= {name} if found else set()
    kept = {unit: Entry(entry.line) if unit in spoilt else entry for unit, entry in entries.items() if unit}
    is_old = any(each.old_digest for entry in kept.values() for each in entry.variants)
    return Record(path, kept, tuple(faults), exists=True, is_old=is_old), [*problems, *faults]


def _without_merge_marks(lines: Iterable[str]) -> tuple[list[Line], list[int]]:
    """Give the lines of both sides of a merge that was left as it was, and where its marks stood."""
    kept: list[Line] = []
    marks: list[int] = []
    is_base = False  # what both sides had before is neither's
    for no, line in enumerate(lines, 1):
        match = _MERGE_MARK.fullmatch(line)
        if match:
            is_base = line.startswith("|")
            marks += [no] if line.startswith("<") else []
        elif not is_base:
            kept.append((no, line))
    return kept, marks


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Give the lines of each unit: one that begins at the margin, and those after it that do not, if it was edited."""
    block: list[Line] = []
    for no, line in lines:
        if line[:1] not in ("", " ", "#"):
            if block:
                yield block
            block = []
        if block or (line.strip() and not line.startswith("#")):
            block.append((no, line))
    if block:
        yield block


def _read_block(block: Sequence[Line], path: Path) -> tuple[str, Acceptance | None, list[Problem]]:
    """Read the lines of a unit: its name, and what it was accepted for, if anything."""
    match = _KEY.match(block[0][1])
    name = match[1] if match else ""
    yaml, problems = parse_yaml("\n".join(line for _, line in block), path, block[0][0])
    if not problems and isinstance(yaml.data, dict) and len(yaml.data) == 1:
        name, value = next(iter(yaml.data.items()))
        acceptance = _acceptance(value)
        if acceptance or value is None:
            return name, acceptance, []
    wrong = yaml.place().warning("invalid-value", Phrase("expected the source text of a unit, by piece."), _MEND)
    return name, None, [replace(problem, level="warning", hint=_MEND) for problem in problems] or [wrong]


def _acceptance(value: Any) -> Acceptance | None:
    """Read what a unit was accepted for: pieces, or the digest and the joined text of an old record."""
    if not isinstance(value, dict):
        return None
    fields = {name: value.get(name) for name in _FIELDS}
    pieces = {name: text for name, text in value.items() if name not in _FIELDS}
    patched = fields["patched"] or {}
    texts = [*pieces.values(), *(fields[name] or "" for name in _FIELDS if name != "patched")]
    if not isinstance(patched, dict) or not all(isinstance(text, str) for text in (*texts, *patched.values())):
        return None
    if "text" in pieces and ("text" in patched or not patched):
        return Acceptance(pieces, patched, fields["by"] or "", fields["date"] or "", target=fields["as"] or "")
    return old_acceptance(fields["digest"], fields["source"] or "") if fields["digest"] and not pieces else None


def old_acceptance(digest: str, source: str) -> Acceptance:
    """Give what an old record says: a digest, with a mark where an edit was waved through, and the joined text."""
    patched = {"text": ""} if digest.endswith(_OLD_PATCHED) else {}
    return Acceptance({"text": source}, patched, old_digest=digest.removesuffix(_OLD_PATCHED))


def _joined(acceptances: Iterable[Acceptance]) -> tuple[Acceptance, ...]:
    """Give each acceptance once: those of the same two texts are one, and one that says less yields to one of more."""
    every = list(acceptances)
    if len(every) == 1 and ", " not in every[0].by:
        return tuple(every)
    found: dict[tuple[str, str], Acceptance] = {}
    for each in [each for each in every if not each.old_digest] or every:
        same = found.setdefault((each.digest, each.target), each)
        best = each if same.patched and not each.patched else same
        names = dict.fromkeys(filter(None, (*same.by.split(", "), *each.by.split(", "))))
        found[each.digest, each.target] = replace(best, by=", ".join(names), date=max(same.date, each.date))
    bound = {digest for digest, target in found if target}
    return tuple(each for (digest, target), each in found.items() if target or digest not in bound)


def render_record(units: Iterable[str], variants: Mapping[str, Sequence[Acceptance]]) -> str:
    """Write a record: every unit in its order, also those that nothing is known of, so that merges find its place."""
    lines = [HEAD]
    for unit in units:
        lines += [f"{quoted(unit)}: {_render(each)}" for each in variants.get(unit, ())] or [f"# {quoted(unit)}:"]
    return "\n\n".join(lines) + "\n"


def _render(acceptance: Acceptance) -> str:
    """Write an acceptance on one line."""
    fields = {**acceptance.pieces, "as": acceptance.target, "by": acceptance.by, "date": acceptance.date}
    words = [f"{name}: {quoted(text)}" for name, text in fields.items() if text or name in acceptance.pieces]
    if acceptance.patched:
        words.append(f"patched: {_render(Acceptance(acceptance.patched))}")
    return f"{{{', '.join(words)}}}"
