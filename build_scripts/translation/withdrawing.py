"""Something of the content that is to stand no longer → the files without it, and what is said of it from then on.

Receives `Content` without broken files and the states of its translations; returns the changes, nothing is written.
What named it names what stands instead, if that is of the same kind. Its old ids go with it, and so does what was
accepted of its name. Refuses, with `NamingError`, what is still named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_scripts.content.entries import Content, Table
from build_scripts.content.identifiers import KINDS as IDENTIFIERS
from build_scripts.content.identifiers import Identifier
from build_scripts.content.naming import NamingError, split_parts
from build_scripts.content.succession import TABLES_BY_KIND, find_succession
from build_scripts.ground.file_changes import FileChanges
from build_scripts.ground.files import files_below, read_text
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import did_you_mean, shown_path
from build_scripts.ground.strict_yaml import KeyPath, parse_yaml
from build_scripts.ground.yaml_changes import remove_part
from build_scripts.ground.yaml_edits import quoted, scalar
from build_scripts.translation.edits import Edit, apply_edits, parse_entry
from build_scripts.translation.named_files import NamedFiles
from build_scripts.translation.record import Acceptance, parse_record, render_record
from build_scripts.translation.renamed_records import rename_record
from build_scripts.translation.states import FileState

KINDS = tuple(kind for kind in IDENTIFIERS if kind != "reference")
FILE = "withdrawn.yml"
_HEAD = "# What was published and stands no longer: since when, why, and what stands instead.\n"


@dataclass(frozen=True)
class Reason:
    """What is said of something that is withdrawn: since when (EDTF), why, in a language, and what stands instead."""

    since: str
    language: str
    text: str
    instead: tuple[Identifier, ...] = ()


def withdraw(content: Content, states: tuple[FileState, ...], one: Identifier, reason: Reason) -> FileChanges:
    """Give the changes that take something out of the content, if it is there, and leave word of it."""
    succession = find_succession(content)
    if one in succession.withdrawn:
        raise NamingError(Phrase('the %(noun)s "%(id)s" is withdrawn already.', noun=one.noun, id=one.key))
    for other in reason.instead:
        if other not in succession.living:
            hint = did_you_mean(other.key, [each.key for each in succession.living if each.kind == other.kind])
            message = Phrase('there is no %(noun)s "%(id)s" that could stand instead.', noun=other.noun, id=other.key)
            raise NamingError(sentences(message, hint))
        if other == one or other.parent == one or (other.parent and other.parent.parent == one):
            raise NamingError(Phrase('"%(id)s" is part of what is withdrawn.', id=other.key))
    withdrawing = _Withdrawing(content, states, one, reason)
    texts, removed = withdrawing.texts() if one in succession.living else ({}, ())
    path = content.root / FILE
    gone = [each for each in sorted(succession.living) if each == one or (each.kind == "brief" and each.parent == one)]
    text = texts.get(path) or (read_text(path)[0] if path.is_file() else _HEAD)
    for each in gone or [one]:
        text = add_entry(text, each, reason, withdrawing.label(each), withdrawing.formerly(each))
    for each in withdrawing.strays(gone):
        text = add_entry(text, each, reason, {})
    texts |= withdrawing.accepted(gone, texts)
    return FileChanges(texts={**texts, path: text}, removed=tuple(removed))


def add_entry(
    text: str, one: Identifier, reason: Reason, label: Mapping[str, str], formerly: Sequence[str] = ()
) -> str:
    """Add an entry to `withdrawn.yml` in the order of the ids, so that git merges entries of different parts."""
    lines = [f"- id: {scalar(str(one))}", f"  since: {quoted(reason.since)}"]
    if label:
        lines.append(f"  label: {{{', '.join(f'{code}: {scalar(words)}' for code, words in label.items())}}}")
    lines.append(f"  reason: {{{reason.language}: {scalar(reason.text)}}}")
    if reason.instead:
        lines.append(f"  instead: [{', '.join(scalar(str(each)) for each in reason.instead)}]")
    if formerly:
        lines.append(f"  formerly: [{', '.join(map(scalar, formerly))}]")
    yaml, _ = parse_yaml(text, Path(FILE))
    later = [no for no, item in enumerate(yaml.data or ()) if str(item.get("id")) > str(one)]
    present = text.rstrip("\n").split("\n")
    at = yaml.place(later[0]).line - 1 if later else len(present)
    return "\n".join([*present[:at], *lines, *present[at:], ""])


@dataclass(frozen=True)
class _Withdrawing:
    """A withdrawal from one content."""

    content: Content
    states: tuple[FileState, ...]
    one: Identifier
    reason: Reason

    def texts(self) -> tuple[dict[Path, str], Sequence[Path]]:
        """Give the files without what is withdrawn, and those that go with it."""
        removed = tuple(path for path in files_below(self.content.root) if self._goes(path))
        texts: dict[Path, str] = {}
        for path, keys in self._parts():
            texts[path] = remove_part(read_text(path)[0], keys)
        for path, language in self._claims():
            texts[path] = _without_claim(read_text(path)[0], path, language, self.one.own)
        if changed := self._questions():
            texts[self.content.tables.questions.yaml.path] = changed
        texts |= self._renamed(texts, removed)
        empty = [path for path, text in texts.items() if not text.strip()]
        return {path: text for path, text in texts.items() if path not in empty}, (*removed, *empty)

    def _questions(self) -> str:
        """Give the questions of readers without what answers them no longer, and those that nothing answers then."""
        table = self.content.tables.questions
        heirs = {other.key for other in self.reason.instead if other.kind == self.one.kind == "statement"}
        text = ""
        for identifier, question in reversed([*table.entries.items()]):
            left = [key for key in question.statements if not self._holds(Identifier("statement", key))]
            if left == [*question.statements] or (heirs and heirs.isdisjoint(left)):
                continue
            text = text or read_text(table.yaml.path)[0]
            no = table.keys[identifier]
            if not left:
                text = remove_part(text, (no,))
            for at in reversed(range(len(question.statements) if left else 0)):
                if question.statements[at] not in left:
                    text = remove_part(text, (no, "statements", at))
        return text

    def _holds(self, one: Identifier) -> bool:
        """Tell whether something is what is withdrawn, or part of it."""
        return self.one in (one, one.parent, one.parent.parent if one.parent else None)

    def _renamed(self, texts: Mapping[Path, str], removed: Collection[Path]) -> dict[Path, str]:
        """Give the files that name what is withdrawn with what stands instead; raises `NamingError` if nothing does."""
        same = next((other for other in self.reason.instead if other.kind == self.one.kind), None)
        gone = find_succession(self.content).withdrawn
        here: list[Path] = []
        named: set[Path] = set()

        def naming(kind: str, key: str) -> str:
            one = Identifier(kind, key)
            if one == self.one and same:
                return same.key
            if one not in gone and self._holds(one):
                named.add(here[-1])
            return key

        files = NamedFiles(self.content, naming, self.one.own)
        found: dict[Path, str] = {}
        for path in (path for path in files.tables if path not in removed):
            here.append(path)
            found[path] = files.table(path, texts.get(path, read_text(path)[0]))
        for entry in (entry for entry in files.entries if entry.path not in removed):
            here.append(entry.path)
            text = texts.get(entry.path, read_text(entry.path)[0])
            found[entry.path] = files.markdown(parse_entry(text, entry.path, entry.language), text)
        named |= {path for path in self._named_after() if path not in removed}
        if named:
            raise NamingError(
                Phrase(
                    '"%(id)s" is still named in %(places)s. Change that first, or give with --instead what is to be '
                    "named there (%(noun)s).",
                    id=self.one.key,
                    places=[shown_path(path) for path in sorted(named)],
                    noun=self.one.noun,
                )
            )
        for file in (file for file in self.states if file.record.path not in removed):
            record = self._record(file, rename_record(file, lambda _, key: key, files.rewrite(file)))
            found |= {file.record.path: record} if record is not None else {}
        return {path: text for path, text in found.items() if text != read_text(path)[0]}

    def _named_after(self) -> Iterator[Path]:
        """Give the briefs that are named after the sector that is withdrawn, and so stand on it."""
        for report in self.content.reports if self.one.kind == "sector" else ():
            entry = report.briefs.get(self.one.key, {}).get(self.content.source)
            if entry and not entry.front.sector:
                yield entry.path

    def _goes(self, path: Path) -> bool:
        """Tell whether a file goes with what is withdrawn: of its texts, or a record of these."""
        parts = path.relative_to(self.content.root).as_posix().split("/")
        own = parts[2:] if parts[0] == "translations" else parts
        if self.one.kind == "report":
            return own[:2] == ["reports", self.one.key]
        folder = {"brief": "reports", "sector": "comparisons", "page": "pages"}.get(self.one.kind)
        return bool(folder) and "/".join(own).partition(".")[0] == f"{folder}/{self.one.key}"

    def _parts(self) -> Iterator[tuple[Path, KeyPath]]:
        """Give where in YAML files stands what is withdrawn."""
        if self.one.kind in TABLES_BY_KIND:
            table: Table[Any] = getattr(self.content.tables, TABLES_BY_KIND[self.one.kind])
            yield table.yaml.path, (table.keys[self.one.key],)
        report = self.content.reports_by_id.get(self.one.key.partition("/")[0])
        if report and self.one.kind == "figure":
            yield report.yaml.path, ("figures", next(no for no, f in report.figures.items() if f.id == self.one.own))
        if report and self.one.kind == "brief" and report.facts and self.one.own in report.facts.chapters:
            yield report.yaml.path, ("chapters", report.facts.chapters.index(self.one.own))

    def _claims(self) -> Iterator[tuple[Path, str]]:
        """Give the files of all languages that have the statement or point."""
        parent = self.one.key.partition("#")[0]
        report = self.content.reports_by_id.get(parent.partition("/")[0])
        groups = self.content.comparisons if self.one.kind == "point" else report.briefs if report else {}
        if self.one.kind in ("statement", "point"):
            for language, entry in groups.get(parent.rpartition("/")[2], {}).items():
                if any(raw.id == self.one.own for raw in entry.outline.statements):
                    yield entry.path, language

    def _record(self, file: FileState, text: str | None) -> str | None:
        """Give a record without what was recorded of what is withdrawn, or None where it stays as it is."""
        names = dict.fromkeys((*(unit.id for unit in file.units), *file.record.entries))
        gone = [name for name in names if self._is_unit(file, name)]
        if not file.record.exists or file.record.faults or not gone:
            return text
        record = parse_record(text, file.record.path)[0] if text is not None else file.record
        kept = {name: entry.variants for name, entry in record.entries.items() if name not in gone}
        return render_record([name for name in names if name not in gone], kept)

    def _is_unit(self, file: FileState, unit: str) -> bool:
        one = self.one
        if one.kind in ("statement", "point"):
            folder = "reports" if one.kind == "statement" else "comparisons"
            return file.owner == f"{folder}/{one.key.partition('#')[0]}" and unit == one.own
        if one.kind == "figure":
            report = one.key.partition("/")[0]
            return file.path == f"reports/{report}/report.yml" and unit.split(".")[:2] == ["figures", one.own]
        return file.path == f"{TABLES_BY_KIND.get(one.kind)}.yml" and unit.partition(".")[0] == one.own

    def formerly(self, one: Identifier) -> tuple[str, ...]:
        """Give the ids that something had, as they are written in it."""
        return tuple(former.written for former in find_succession(self.content).formers if former.new == one)

    def strays(self, gone: Collection[Identifier]) -> Iterator[Identifier]:
        """Give old ids of what was in something that is withdrawn, which had them in something that stays."""
        succession = find_succession(self.content)
        for old, new in succession.claims.items():
            holders = (new.parent, new.parent.parent if new.parent else None)
            if new not in gone and self.one in holders and succession.home(old) not in (*gone, self.one):
                yield old

    def accepted(self, gone: Collection[Identifier], texts: Mapping[Path, str]) -> dict[Path, str]:
        """Give the records of `withdrawn.yml` with what was accepted of the names of things that are withdrawn."""
        found: defaultdict[str, dict[str, tuple[Acceptance, ...]]] = defaultdict(dict)
        for one in gone:
            for file in self.states:
                entry = file.record.entries.get(_name_unit(one)) if _names(file, one) else None
                if entry and entry.variants and one.kind not in ("statement", "point", "figure"):
                    found[file.language][f"{one}.label"] = entry.variants
        records = {}
        for language, own in found.items():
            path = self.content.root / "translations" / language / FILE
            text = texts.get(path) or (read_text(path)[0] if path.is_file() else "")
            known = {name: entry.variants for name, entry in parse_record(text, path)[0].entries.items()}
            records[path] = render_record(sorted({**known, **own}), {**known, **own})
        return records

    def label(self, one: Identifier) -> dict[str, str]:
        """Give what something was called, by language; a statement and a point have no name but their words."""
        content = self.content
        report = content.reports_by_id.get(one.key.partition("/")[0])
        match one.kind:
            case "report":
                return {code: entry.front.title for code, entry in report.indexes.items()} if report else {}
            case "brief":
                group = report.briefs.get(one.own, {}) if report else {}
                return {code: entry.front.title for code, entry in group.items() if entry.front.title}
            case "term":
                term = content.tables.glossary.entries.get(one.key)
                return {code: forms.preferred for code, forms in term.forms.items()} if term else {}
            case "figure":
                own = [figure for figure in report.figures.values() if figure.id == one.own] if report else []
                indicator = content.tables.indicators.entries.get(own[0].indicator) if own else None
                return dict(indicator.label) if indicator else {}
            case "page":
                return {code: entry.front.title for code, entry in content.pages.get(one.key, {}).items()}
        table = getattr(content.tables, TABLES_BY_KIND[one.kind]) if one.kind in TABLES_BY_KIND else None
        entry = table.entries.get(one.key) if table else None
        return dict(entry.label) if entry else {}


def find_reread(changes: FileChanges, instead: Sequence[Identifier]) -> list[tuple[Path, int, str]]:
    """Give the lines of texts and tables that are to name another thing than before, as they will stand."""
    found = []
    for path, text in sorted(changes.texts.items()):
        if path.name == FILE or "translations" in path.parts or not path.is_file():
            continue
        before = frozenset(read_text(path)[0].split("\n"))
        new = ((no, line.strip()) for no, line in enumerate(text.split("\n"), 1) if line not in before)
        found += [(path, no, line) for no, line in new if any(other.own in line for other in instead)]
    return found


def _names(file: FileState, one: Identifier) -> bool:
    """Tell whether a translated file has the name of something."""
    owners = {"report": f"reports/{one.key}/index", "brief": f"reports/{one.key}", "page": f"pages/{one.key}"}
    tables = {kind: f"{table}.yml" for kind, table in TABLES_BY_KIND.items()}
    return file.path == tables[one.kind] if one.kind in tables else file.owner == owners.get(one.kind)


def _name_unit(one: Identifier) -> str:
    """Give the unit of its file that is what something is called."""
    return one.key if one.kind == "term" else f"{one.key}.label" if one.kind in TABLES_BY_KIND else "title"


def _without_claim(text: str, path: Path, language: str, own: str) -> str:
    """Give a Markdown file without a statement, and without what its front matter waives of it."""
    entry = parse_entry(text, path, language)
    claim = next(raw for raw in entry.outline.statements if raw.id == own)
    lines = text.split("\n")
    last = claim.last_line
    while last < len(lines) and not lines[last].strip() and not lines[claim.place.line - 2].strip():
        last += 1
    text = apply_edits(text, [Edit(claim.place.line, last, ())])
    waivers = entry.yaml.data.get("waivers") if isinstance(entry.yaml.data, dict) else None
    if isinstance(waivers, dict) and own in waivers:
        opening, head, closing, body = split_parts(text, entry)
        text = f"{opening}{remove_part(head, ('waivers', own))}{closing}{body}"
    return text
