"""What the pages of a library are made from, as digests: the frame that all of them share, and each file of texts.

Receives checked `Content` and the states of its translations; gives `Inputs`. The frame is all that is no running text:
the name of the content folder, tables, facts of reports, titles, ids, attributes and the order of statements. A page
that has looked at some texts (`ground.texts.reads`) shows the same as long as the frame and their owners have the same
digests. An owner is a file in all its languages (`reports/<report>/<brief>`), or a part of it: a statement with its
notes (`…#<statement>`), a heading with its prose, the change log. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.folders import PUBLISHED, QUESTIONS
from build_scripts.content.outline import RawStatement, Section
from build_scripts.ground.files import folder_name
from build_scripts.ground.markdown import Prose
from build_scripts.ground.memory import digest
from build_scripts.translation.states import FileState
from build_scripts.translation.units import section_number

# Owners that are no file: all states of translations, and which statements use which term.
TRANSLATIONS = "translations"
TERM_USES = "term uses"
# What of the front matter is looked at as a text, or by checks alone.
_NOT_OF_THE_FRAME = ("changes", "waivers", "translation")
_FIELDS = ("title", "section")


@dataclass(frozen=True)
class Inputs:
    """The digest of the frame, and those of the owners of texts."""

    frame: bytes = b""
    owners: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))

    def with_owner(self, owner: str, own: bytes) -> Inputs:
        """Add an owner that is no file."""
        return replace(self, owners=MappingProxyType({**self.owners, owner: own}))

    def of(self, owners: Iterable[str]) -> bytes:
        """Give the digest of the frame together with some owners.

        Of a part that has no digest of its own it is that of the file, of what is not known that of everything.
        """
        names = sorted(owners)
        return digest(self.frame, names, [self.owners.get(name) or self._of_file(name) for name in names])

    def _of_file(self, name: str) -> bytes:
        return self.owners.get(name.partition("#")[0]) or self.owners.get(TRANSLATIONS, b"")


def find_inputs(content: Content, states: tuple[FileState, ...]) -> Inputs:
    """Digest what was read."""
    by_owner: defaultdict[str, list[object]] = defaultdict(list)
    for file in states:
        for unit in file.units:
            state = (file.language, unit.id, unit.state, unit.held_by, bool(unit.record))
            by_owner[file.owner].append(state)
            by_owner[f"{file.owner}#{unit.id}"].append(state)
            part = _part_of(file.owner, unit.id)
            if part:
                by_owner[part].append(state)
    frame: list[object] = [
        folder_name(content.root),
        content.drafts.are_shown,
        sorted(content.drafts.names),
        sorted(content.drafts.addressed),
        *sorted((name, own) for name, own in content.digests.items() if _is_frame(name)),
    ]
    owners = {owner: digest(found) for owner, found in by_owner.items()}
    for name, group in content.all_groups:
        source = group.get(content.source)
        if source is None:
            continue
        owner = owner_of(content, source)
        frame += [name, owner, list(_structure(source))]
        frame += [[language, list(_front(entry))] for language, entry in sorted(group.items())]
        frame += [by_owner[f"{owner}#{name}"] for name in _FIELDS]
        texts = sorted((language, entry.digest) for language, entry in group.items())
        owners[owner] = digest(texts, by_owner[owner])
        owners[log_of(owner)] = digest([(language, entry.front.changes) for language, entry in sorted(group.items())])
        parts: defaultdict[str, list[object]] = defaultdict(list)
        for language, entry in sorted(group.items()):
            for part, prose in _texts(owner, entry):
                parts[part] += [language, prose.digest]
        owners |= {part: digest(found, by_owner[part]) for part, found in parts.items()}
    for name, group in content.handbook.items():
        texts = [(language, entry.digest) for language, entry in group.items()]
        owners[handbook_owner(name)] = digest(texts)
        frame.append([name, [(language, entry.front.title) for language, entry in group.items()]])
    everything = digest(*(part for item in sorted(owners.items()) for part in item), list(by_owner.items()))
    return Inputs(digest(*frame), MappingProxyType({**owners, TRANSLATIONS: everything}))


def owner_of(content: Content, source: MarkdownEntry[Any]) -> str:
    """Give the name that all languages of a file have in common: `reports/<report>/<brief>`, `pages/<page>`."""
    return source.path.relative_to(content.root).as_posix().removesuffix(f".{content.source}.md")


def handbook_owner(name: str) -> str:
    """Give the name of a page of the handbook in all its languages; no file of the content lies there."""
    return f"handbook/{name}"


def log_of(owner: str) -> str:
    """Give the name of a file's change log, which many pages show that show nothing else of it."""
    return f"{owner}#.changes"


def intro_of(owner: str) -> str:
    """Give the name of what stands before a file’s first heading; a statement is named by its id."""
    return f"{owner}#.intro"


def section_of(owner: str, no: int) -> str:
    """Give the name of the nth heading of a file with the prose under it."""
    return f"{owner}#.{no}"


def _part_of(owner: str, unit: str) -> str:
    """Give the name of the part of a file that a unit stands in, if it is not the unit's own."""
    number = section_number(unit)
    return section_of(owner, number - 1) if number else intro_of(owner) if unit == "intro" else ""


def _texts(owner: str, entry: MarkdownEntry[Any]) -> Iterator[tuple[str, Prose]]:
    """Give every text of a file with the name of the part that it belongs to."""
    yield intro_of(owner), entry.outline.intro
    for no, section in enumerate(entry.outline.sections):
        yield section_of(owner, no), section.title
        for part in section.parts:
            if isinstance(part, RawStatement):
                yield from ((f"{owner}#{part.id}", prose) for prose in (part.text, *(own for _, own in part.parts)))
            else:
                yield section_of(owner, no), part.prose


def _is_frame(name: str) -> bool:
    return not name.endswith(".md") and name not in (PUBLISHED, QUESTIONS)  # of which no page shows anything


def _front(entry: MarkdownEntry[Any]) -> Iterator[object]:
    for name in type(entry.front).model_fields:
        if name not in _NOT_OF_THE_FRAME:
            yield name
            yield getattr(entry.front, name)


def _structure(source: MarkdownEntry[Any]) -> Iterator[object]:
    for section in source.outline.sections:
        yield section.level
        yield section.attributes.raw
        yield list(_parts(section))


def _parts(section: Section) -> Iterator[object]:
    for part in section.parts:
        if isinstance(part, RawStatement):
            yield (part.id, part.attributes.raw, tuple(name for name, _ in part.parts))
        else:
            yield ""
