"""A text, or anything else, in the languages that it exists in.

Receives a mapping by language code; gives a frozen `Texts` that picks a version. A text may name the file it comes
from, its owner: whoever looks at it while `reads` is open has read that file. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from pydantic import GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]


_open: list[set[str]] = []


@contextmanager
def reads() -> Iterator[set[str]]:
    """Give the owners of all texts that are looked at in the meantime.

    >>> title = Texts({"zh": "甲烷"}, owner="reports/a/energy")
    >>> with reads() as seen:
    ...     "en" in title, seen
    (False, {'reports/a/energy'})
    """
    seen: set[str] = set()
    _open.append(seen)
    try:
        yield seen
    finally:
        _open.pop()


def note_read(owner: str) -> None:
    """Say that something is looked at that is no text, but changes with its owner too."""
    for seen in _open:
        seen.add(owner)


@dataclass(frozen=True)
class Standing:
    """The languages in which a text translates an older source, and those in which it is held back, with the rules."""

    outdated: tuple[str, ...] = ()
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


AS_IT_STANDS = Standing()


class Texts(Mapping[str, T], Generic[T]):
    """Versions by language code, in the order they were given in.

    >>> title = Texts({"zh": "甲烷", "en": "Methan"})
    >>> title.pick("fr", "en")
    'Methan'
    >>> title.language("fr"), "fr" in title
    ('zh', False)

    A version that is `outdated` is shown to readers of its own language alone; others get the next.

    >>> Texts({"zh": "甲烷", "en": "Methan"}, standing=Standing(outdated=("en",))).pick("fr", "en", "zh")
    '甲烷'
    """

    __slots__ = ("_known", "owner", "standing")

    def __init__(
        self, versions: Mapping[str, T] | None = None, owner: str = "", standing: Standing = AS_IT_STANDS
    ) -> None:
        """Keep a copy of the versions."""
        self._known = dict(versions or {})
        self.owner = owner
        self.standing = standing

    @property
    def _versions(self) -> dict[str, T]:
        if _open and self.owner:
            note_read(self.owner)
        return self._known

    def __getitem__(self, language: str) -> T:
        """Give the version of a language; raises `KeyError` where there is none."""
        return self._versions[language]

    def __iter__(self) -> Iterator[str]:
        """Give the languages."""
        return iter(self._versions)

    def __len__(self) -> int:
        """Count the languages."""
        return len(self._versions)

    def __hash__(self) -> int:
        """Give the hash of the versions, which must be hashable."""
        return hash(tuple(self._versions.items()))

    def __repr__(self) -> str:
        """Give what makes the value again."""
        return f"Texts({self._versions!r})"

    def language(self, *wanted: str) -> str:
        """Give the first wanted language that there is, else the first there is, else an empty text."""
        versions = self._versions
        for no, code in enumerate(wanted):
            if code in versions and not (no and code in self.standing.outdated):
                return code
        return next(iter(versions), "")

    def pick(self, *wanted: str) -> T | None:
        """Give the version in the first wanted language that there is, else the first version, else None."""
        return self._versions.get(self.language(*wanted))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a mapping in a file of the content, by pydantic’s protocol for custom types, without blanks."""
        (version,) = source.__args__
        plain = core_schema.plain_serializer_function_ser_schema(dict)
        inner = handler.generate_schema(dict.__class_getitem__((LanguageCode, version)))
        inner = core_schema.no_info_before_validator_function(_without_blanks, inner)
        return core_schema.no_info_after_validator_function(cls, inner, serialization=plain)


def _without_blanks(value: object) -> object:
    """Leave out versions that are still to be filled in: empty texts, and mappings of such.

    >>> _without_blanks({"zh": "能源", "en": "", "fr": {"preferred": ""}})
    {'zh': '能源'}
    """
    return {key: one for key, one in value.items() if not _is_blank(one)} if isinstance(value, dict) else value


def _is_blank(value: object) -> bool:
    return value == "" or (isinstance(value, dict) and bool(value) and all(map(_is_blank, value.values())))
