"""The files of a content that name its ids, and their texts with other ids.

Receives `Content` and a naming; gives texts, nothing is written. Refuses, with `NamingError`, what it cannot change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.naming import Naming, check_targets, name_links, name_markdown, name_target, name_yaml
from build_scripts.ground.markdown import read_prose
from build_scripts.translation.states import FileState


@dataclass(frozen=True)
class NamedFiles:
    """The files of a content under a naming; `word` is part of every id that it changes."""

    content: Content
    naming: Naming
    word: str

    @property
    def tables(self) -> Iterator[Path]:
        """Give every YAML file that may name something."""
        paths = [self.content.site_yaml.path, *(table.yaml.path for table in self.content.tables)]
        paths += [report.yaml.path for report in self.content.reports]
        return (path for path in paths if path.is_file())

    @property
    def entries(self) -> Iterator[MarkdownEntry[Any]]:
        """Give every Markdown file."""
        return (entry for _, group in self.content.all_groups for entry in group.values())

    def owner(self, entry: MarkdownEntry[Any]) -> str:
        """Give the name that all languages of a file have in common."""
        return self._name(entry.path).removesuffix(f".{entry.language}.md")

    def _name(self, path: Path) -> str:
        return path.relative_to(self.content.root).as_posix()

    def table(self, path: Path, text: str) -> str:
        """Give a YAML file with other ids."""
        return name_yaml(self._name(path), text, self.naming) if self.word in text else text

    def markdown(self, entry: MarkdownEntry[Any], text: str) -> str:
        """Give a Markdown file, as it was read from this text, with other ids."""
        if self.word not in text:
            return text
        owner = self.owner(entry)
        new = name_markdown(text, entry, owner, self.naming, self._is_own(owner))
        check_targets(new, entry, entry.language == self.content.source, self._target(owner))
        return new

    def rewrite(self, file: FileState) -> Callable[[str], str]:
        """Give how a piece of text that is recorded of a file is changed: by its links."""
        if file.is_labels:
            return lambda text: text
        change = self._target(file.owner)

        def rewritten(text: str) -> str:
            if self.word not in text:
                return text
            prose = read_prose(text)
            return name_links(text, (prose, *prose.notes.values()), change)

        return rewritten

    def _is_own(self, owner: str) -> Callable[[str], bool]:
        """Give what tells whether a reference is one of the report that a text belongs to."""
        entry = self.content.reports_by_id.get(_report(owner))
        return lambda reference: bool(entry and reference in (entry.reference_ids or ()))

    def _target(self, owner: str) -> Callable[[str], str]:
        report, is_own = _report(owner), self._is_own(owner)
        return lambda target: name_target(target, report, self.naming, is_own)


def _report(owner: str) -> str:
    folder, report, *_ = (*owner.split("/"), "")
    return report if folder == "reports" else ""
