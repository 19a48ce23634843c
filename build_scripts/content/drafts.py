"""What of the content is a draft, as values: seen in a preview, and never published.

Receives and refuses nothing: `find_drafts` fills these values.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from build_scripts.ground.problems import Place

DRAFT = "draft"  # the rule of the notes that name drafts, one each
DRAFT_OF_PUBLISHED = "draft-of-published"  # that of the errors that name what was published before
# Editors say so, the words or the names of a new file have not been replaced, or a point rests on a draft.
Reason = Literal["declared", "unfilled", "unnamed", "rests"]


@dataclass(frozen=True)
class Unfilled:
    """What a new file is made with for editors to replace: sentences, and ids of statements."""

    sentences: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Draft:
    """A draft: where it lies under a language (`reports/r/b#id`; `en:…` of a translation), where it is written, why."""

    name: str
    place: Place
    reason: Reason


@dataclass(frozen=True)
class Drafts:
    """The drafts that were found, and the names of all that is one with them; `are_shown` in a preview.

    `addressed` are reports with the sectors that drafts in them speak of: of these nobody may say that they are silent.
    """

    found: tuple[Draft, ...] = ()
    names: frozenset[str] = frozenset()
    addressed: frozenset[tuple[str, str]] = frozenset()
    are_shown: bool = False

    def has(self, path: str, language: str = "") -> bool:
        """Tell whether the page or the anchor at a path is a draft, in every language or in one.

        >>> Drafts(names=frozenset({"reports/a/b", "c#d", "en:e"})).has("reports/a/b/#x")
        True
        >>> [Drafts(names=frozenset({"c#d", "en:e"})).has(path, "en") for path in ("c/#d", "c/", "e/")]
        [True, False, True]
        """
        if not self.names:
            return False
        page, hash_, anchor = path.partition("#")
        page = page.strip("/")
        return bool(self.names.intersection(_names((page, f"{page}{hash_}{anchor}"), language)))


def _names(names: Iterable[str], language: str) -> set[str]:
    return {f"{prefix}{name}" for name in names for prefix in (("", f"{language}:") if language else ("",))}
