"""An id of the content and another for it → every file that names it, changed, and what it was called left behind.

Receives `Content` without broken files and the states of its translations; returns the changes, nothing is written.
What was accepted stays accepted: records get the new names, and the new texts of links. Refuses, with `NamingError`,
ids that are taken or malformed, and texts that it cannot change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from build_scripts.content.comparisons import is_taken
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.identifiers import Identifier
from build_scripts.content.naming import (
    Naming,
    NamingError,
    split_parts,
    written_attribute,
)
from build_scripts.content.outline_parser import is_reserved
from build_scripts.content.paths import EVERYBODY, NOBODY, RESERVED_PAGES
from build_scripts.content.succession import TABLES_BY_KIND, Succession, find_succession, published_ids
from build_scripts.ground.file_changes import FileChanges
from build_scripts.ground.files import files_below, read_text
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import has_errors, shown_path
from build_scripts.ground.strict_yaml import KeyPath, parse_yaml
from build_scripts.ground.yaml_changes import add_field, set_list
from build_scripts.ground.yaml_edits import scalar
from build_scripts.translation.edits import Edit, apply_edits, parse_entry
from build_scripts.translation.named_files import NamedFiles
from build_scripts.translation.renamed_records import rename_record
from build_scripts.translation.states import FileState


def rename(content: Content, states: tuple[FileState, ...], old: Identifier, new: Identifier) -> FileChanges:
    """Give the changes that make one id another; what has the new id already is only told of the old."""
    succession = find_succession(content)
    _check_free(content, succession, old, new)
    renaming = _Renaming(content, states, old, new)
    texts = renaming.texts()
    if old.kind != "reference" and not _was_never_published(content, old):
        renaming.leave_formerly(texts)
    return renaming.changes(texts)


def _was_never_published(content: Content, one: Identifier) -> bool:
    """Tell whether nobody can have linked to something: its report is a draft, and no list of the published has it."""
    top = one
    while top.parent:
        top = top.parent
    report = content.reports_by_id.get(top.key) if top.kind == "report" else None
    is_draft = bool(report and report.facts and report.facts.draft)
    return is_draft and str(one) not in published_ids(content)


def naming_of(old: Identifier, new: Identifier) -> Naming:
    """Give what everything is called after something, with all that it holds, has another id."""

    def naming(kind: str, key: str) -> str:
        one = Identifier(kind, key)
        if one == old:
            return new.key
        parent = one.parent
        named = naming(parent.kind, parent.key) if parent else ""
        return one.inside(named).key if parent and named != parent.key else key

    return naming


def _check_free(content: Content, succession: Succession, old: Identifier, new: Identifier) -> None:
    """Raise `NamingError` for an id that cannot be given."""
    if old == new:
        raise NamingError(Phrase('the %(noun)s "%(id)s" has this id already.', noun=old.noun, id=old.key))
    if old in succession.living and new in succession.living:
        raise NamingError(Phrase('the %(noun)s "%(id)s" exists already.', noun=new.noun, id=new.key))
    if new in succession.withdrawn:
        raise NamingError(
            Phrase('the %(noun)s "%(id)s" was withdrawn; its id is not given again.', noun=new.noun, id=new.key)
        )
    if succession.claims.get(new, old) != old:
        called = succession.claims[new].key
        raise NamingError(
            Phrase('the %(noun)s "%(id)s" is now called "%(called)s".', noun=new.noun, id=new.key, called=called)
        )
    if old in succession.living and new.parent != old.parent:
        raise NamingError(
            Phrase(
                'the %(noun)s "%(id)s" stays where it is; move it by hand, then run the command again: it changes what '
                "refers to it.",
                noun=old.noun,
                id=old.key,
            )
        )
    if _is_taken(content, new):
        raise NamingError(Phrase('the id "%(id)s" is used there already; choose another.', id=new.own))


def _is_taken(content: Content, new: Identifier) -> bool:
    """Tell whether the site itself, a heading or a reference has an id that is to be given."""
    own = new.own
    match new.kind:
        case "page":
            return own in RESERVED_PAGES
        case "brief" | "sector":
            return own == "index"
        case "actor":
            return own in (NOBODY, EVERYBODY)
        case "point":
            return is_reserved(own) or is_taken(own, content.kinds.statements if content.kinds else ())
        case "statement":
            return is_reserved(own) or own in _headings(content, new)
        case "reference":
            return "/" not in new.key and any(own in (report.reference_ids or ()) for report in content.reports)
    return False


def _headings(content: Content, statement: Identifier) -> frozenset[str]:
    report, _, name = statement.key.partition("#")[0].partition("/")
    entry = content.reports_by_id[report].briefs.get(name, {}).get(content.source)
    return frozenset(section.attributes.id for section in entry.outline.sections) if entry else frozenset()


@dataclass(frozen=True)
class _Renaming:
    """A renaming of one content; texts are kept by the paths that files have before it."""

    content: Content
    states: tuple[FileState, ...]
    old: Identifier
    new: Identifier

    @cached_property
    def files(self) -> NamedFiles:
        """Give the files with the new id in the place of the old."""
        return NamedFiles(self.content, naming_of(self.old, self.new), self.old.own)

    def texts(self) -> dict[Path, str]:
        """Give every file that names the old id, with the new."""
        files = self.files
        found = {path: files.table(path, read_text(path)[0]) for path in files.tables}
        found |= {entry.path: self._markdown(entry) for entry in files.entries}
        for file in self.states:
            record = rename_record(file, files.naming, files.rewrite(file))
            if record is not None:
                found[file.record.path] = record
        return {path: text for path, text in found.items() if text != read_text(path)[0]}

    def _markdown(self, entry: MarkdownEntry[Any]) -> str:
        new = self.files.markdown(entry, read_text(entry.path)[0])
        if not self._needs_sector(entry):
            return new
        opening, head, closing, body = split_parts(new, entry)
        sector = self.new.own if self.old.kind == "sector" else self.old.own
        return f"{opening}{add_field(head, (), 'sector', scalar(sector))}{closing}{body}"

    def _needs_sector(self, entry: MarkdownEntry[Any]) -> bool:
        """Tell whether a brief is named after its sector, of which one of the two gets another id."""
        owner = self.files.owner(entry)
        is_brief = owner.startswith("reports/") and not owner.endswith("/index")
        if not is_brief or entry.language != self.content.source or entry.front.sector:
            return False
        is_renamed = self.old.kind == "brief" and owner == f"reports/{self.old.key}"
        return is_renamed or (self.old.kind == "sector" and owner.rpartition("/")[2] == self.old.own)

    def leave_formerly(self, texts: dict[Path, str]) -> None:
        """Write down in what has the new id that it had the old one."""
        old, new = self.old, self.new
        succession = find_succession(self.content)
        known = [
            former.written for former in succession.formers if former.new in (old, new) and former.old not in (old, new)
        ]
        items = [*known, old.own if old.parent == new.parent else old.key]
        path, keys = self._home()
        text = texts.get(path, read_text(path)[0])
        if old.kind in ("statement", "point"):
            texts[path] = self._with_attribute(path, text, items)
        elif old.kind in ("brief", "page"):
            opening, head, closing, body = split_parts(text, parse_entry(text, path, self.content.source))
            texts[path] = f"{opening}{set_list(head, (), 'formerly', items)}{closing}{body}"
        else:
            texts[path] = set_list(text, keys, "formerly", items)

    def _home(self) -> tuple[Path, KeyPath]:
        """Give the file, with its path before, that declares what is renamed, and where in it."""
        content, source = self.content, self.content.source
        there = self.old if self.old in find_succession(content).living else self.new
        if there.kind in TABLES_BY_KIND:
            table = getattr(content.tables, TABLES_BY_KIND[there.kind])
            key = table.keys[there.own]
            return table.yaml.path, (key if isinstance(key, int) else self.new.own,)
        if there.kind in ("page", "point"):
            groups = content.pages if there.kind == "page" else content.comparisons
            return groups[there.key.partition("#")[0]][source].path, ()
        report = content.reports_by_id[there.key.partition("/")[0]]
        if there.kind in ("brief", "statement"):
            return report.briefs[there.key.partition("/")[2].partition("#")[0]][source].path, ()
        no = next((no for no, figure in report.figures.items() if figure.id == there.own), 0)
        return report.yaml.path, ("figures", no) if there.kind == "figure" else ()

    def _with_attribute(self, path: Path, text: str, items: list[str]) -> str:
        entry = parse_entry(text, path, self.content.source)
        claim = next(claim for claim in entry.outline.statements if claim.id == self.new.own)
        raw = claim.attributes.raw
        written = written_attribute("formerly", items)
        before = claim.attributes.get("formerly")
        present = next(
            (
                f"formerly={mark}{' '.join(before)}{mark}"
                for mark in ('"', "")
                if before and f"formerly={mark}{' '.join(before)}{mark}" in raw
            ),
            "",
        )
        changed = raw.replace(present, written) if present else f"{raw} {written}"
        lines = text.split("\n")
        no = next(no for no in range(claim.place.line, claim.last_line + 1) if raw in lines[no - 1])
        return apply_edits(text, [Edit(no, no, (changed.join(lines[no - 1].rsplit(raw, 1)),))])

    def changes(self, texts: Mapping[Path, str]) -> FileChanges:
        """Give the changes; files whose names have the old id get another."""
        for path, text in texts.items():
            if path.suffix == ".yml" and has_errors(parse_yaml(text, path)[1]):
                raise NamingError(
                    Phrase("%(path)s cannot be edited in place: change it by hand first.", path=shown_path(path))
                )
        moves = {path: self._moved(path) for path in files_below(self.content.root) if self._moved(path) != path}
        return FileChanges(
            texts={moves.get(path, path): text for path, text in texts.items()},
            moves={path: target for path, target in moves.items() if path not in texts},
            removed=tuple(path for path in moves if path in texts),
            renamed={path: target for path, target in moves.items() if path in texts},
        )

    def _moved(self, path: Path) -> Path:
        """Give the path that a file gets, of the texts and of the records of all languages."""
        parts = path.relative_to(self.content.root).as_posix().split("/")
        start = 2 if parts[0] == "translations" else 0
        own = parts[start:]
        folder = {"report": "reports", "brief": "reports", "sector": "comparisons", "page": "pages"}.get(self.old.kind)
        wanted = self.old.key.split("/")
        if folder is None or own[:1] != [folder] or len(own) <= len(wanted):
            return path
        name, dot, rest = own[len(wanted)].partition(".")
        if self.old.kind == "report":
            name, dot, rest = own[1], "", ""
        elif len(own) != len(wanted) + 1:
            return path
        if [*own[1 : len(wanted)], name] != wanted:
            return path
        own[len(wanted)] = f"{self.new.own}{dot}{rest}"
        return self.content.root.joinpath(*parts[:start], *own)
