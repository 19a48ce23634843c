"""What is named in the content is one of what is declared → problems.

Receives a name with what is known, or the table that declares it; returns a problem that offers others. What is
declared in a file that cannot be read is no problem here. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from build_scripts.content.entries import Table
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean

NOUNS = {
    str(noun): noun
    for noun in (
        Phrase("actor"), Phrase("brief"), Phrase("event kind"), Phrase("figure"), Phrase("indicator"), Phrase("kind"),
        Phrase("place"), Phrase("reference"), Phrase("sector"), Phrase("statement"), Phrase("unit"),
    )
}  # fmt: skip


def check_declared(noun: str, word: str, table: Table[Any], place: Place) -> Iterator[Problem]:
    """What is named stands in a table of the content."""
    yield from check_known(noun, word, table.ids, place, table.entries, table.yaml.path.name)


def check_known(
    noun: str,
    word: str,
    known: Collection[str] | None,
    place: Place,
    entries: Mapping[str, Any] = MappingProxyType({}),
    where: str = "",
) -> Iterator[Problem]:
    """What is named is one of what is known, of which some are offered, with the labels of their entries."""
    if known is None:  # the file that declares them cannot be read, which is a problem already
        return
    if word not in known:
        labels = {key: entry.label for key, entry in entries.items()}
        message = Phrase('there is no %(noun)s "%(word)s".', noun=NOUNS[noun], word=word)
        rule = f"unknown-{noun.replace(' ', '-')}"
        yield place.error(rule, message, did_you_mean(word, list(known), labels, where))
