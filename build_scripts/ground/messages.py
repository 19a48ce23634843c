"""What is said to editors, as values: a phrase in English that can be said in another language.

Receives templates (`'there is no file "%(name)s".'`) with named values; gives `Phrase`, which is the English text and
remembers what it was made of, also where it was pickled. Values may be phrases themselves, names of the content with
their labels, and lists of these. Their translations are in `locale/`; `make messages` brings it up to date. Refuses, as
any formatting does, a template that names a value which is not given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

LOCALE = Path(__file__).parent / "locale"
LIST_SIGN = ", "  # between the values of a list, a phrase of its own
LANGUAGES = ("en", *sorted(path.stem for path in LOCALE.glob("*.po")))


@dataclass(frozen=True)
class Speech:
    """A language to say phrases in, and what looks their templates up in it."""

    language: str
    gettext: Callable[[str], str]


ENGLISH = Speech("en", str)


@cache
def load_speech(language: str) -> Speech:
    """Give how phrases are said in a language of `LANGUAGES`; what its catalogue lacks is said in English."""
    if language == ENGLISH.language:
        return ENGLISH
    from babel.messages.pofile import read_po  # takes longer to import than most commands in English need

    with (LOCALE / f"{language}.po").open("rb") as file:
        known = {str(one.id): str(one.string) for one in read_po(file) if one.string and not one.fuzzy}
    return Speech(language, lambda template: known.get(template, template))


class Phrase(str):
    """Words that are said to editors: in English as a text, in another language when it is asked for.

    >>> Phrase('there is no %(noun)s "%(name)s".', noun=Phrase("file"), name="a.yml")
    'there is no file "a.yml".'
    >>> words = {"one of: %(names)s": "可写：%(names)s", ", ": "、"}
    >>> Phrase("one of: %(names)s", names=("a", "b")).said(Speech("zh", words.__getitem__))
    '可写：a、b'
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str = "", /, **values: Any) -> Self:
        """Fill the template in; a percent sign of its own is written twice in it."""
        kept = {name: _kept(value) for name, value in values.items()}
        made = super().__new__(cls, _fill(template, kept, ENGLISH))
        made.template = template
        made.values = kept
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, Any]]:
        """Give what the phrase is made from again by who reads it from a file."""
        return (self.template,), self.values

    def __getstate__(self) -> None:
        """Give nothing more to be kept."""

    def said(self, speech: Speech) -> str:
        """Say the phrase in a language."""
        return _fill(speech.gettext(self.template), self.values, speech) if self.template else ""


@dataclass(frozen=True)
class Named:
    """An id of the content with its label by language."""

    id: str
    labels: Mapping[str, str]

    def said(self, speech: Speech) -> str:
        """Give the id, and its label in brackets where there is one in the language."""
        own = (label for code, label in self.labels.items() if code.partition("-")[0] == speech.language)
        label = self.labels.get(speech.language) or next(own, "")
        if not label or label == self.id:
            return self.id
        return Phrase("%(id)s (%(label)s)", id=self.id, label=label).said(speech)


def said(value: object, speech: Speech) -> str:
    """Say anything that can stand in a phrase: what is no phrase is the same in every language."""
    match value:
        case Phrase() | Named():
            return value.said(speech)
        case tuple():
            return speech.gettext(LIST_SIGN).join(said(each, speech) for each in value)
    return str(value)


def sentences(*phrases: str) -> Phrase:
    """Give phrases one after the other as one; those that say nothing are left out."""
    found = [phrase for phrase in phrases if phrase]
    if not found:
        return NOTHING
    whole = found[0] if isinstance(found[0], Phrase) else Phrase("%(text)s", text=found[0])
    for phrase in found[1:]:
        whole = Phrase("%(before)s %(after)s", before=whole, after=phrase)
    return whole


def both(values: Sequence[object]) -> Phrase:
    """Give values that hold together: a, b and c."""
    *others, last = values
    return Phrase("%(others)s and %(last)s", others=others, last=last) if others else Phrase("%(last)s", last=last)


def either(values: Sequence[object]) -> Phrase:
    """Give values of which one is to be chosen: a, b or c."""
    *others, last = values
    return Phrase("%(others)s or %(last)s", others=others, last=last) if others else Phrase("%(last)s", last=last)


def reported(reason: object) -> Phrase:
    """Give what another program or the system says, of which other languages know a part and quote the rest.

    >>> reported("No such file or directory").template, reported("bad token %").template
    ('No such file or directory', '%(reported)s')
    """
    words = (reason.strerror if isinstance(reason, OSError) else None) or str(reason) or type(reason).__name__
    return Phrase(words) if words in _OF_SYSTEMS else Phrase("%(reported)s", reported=words)


def _kept(value: object) -> object:
    """Give a value as a phrase keeps it: an exception is what it says, anything unknown is a text."""
    match value:
        case Phrase() | Named() | int():
            return value
        case tuple() | list():
            return tuple(map(_kept, value))
        case Exception(args=[Phrase() as said]):
            return said
        case Exception():
            return reported(value)
    return str(value)


def _fill(template: str, values: Mapping[str, Any], speech: Speech) -> str:
    return template % {name: said(value, speech) for name, value in values.items()} if template else ""


NOTHING = Phrase()
_OF_SYSTEMS = (
    Phrase("Address already in use"),
    Phrase("Cannot assign requested address"),
    Phrase("Directory not empty"),
    Phrase("File exists"),
    Phrase("File name too long"),
    Phrase("Input/output error"),
    Phrase("Invalid argument"),
    Phrase("Is a directory"),
    Phrase("No space left on device"),
    Phrase("No such file or directory"),
    Phrase("Not a directory"),
    Phrase("Operation not permitted"),
    Phrase("Permission denied"),
    Phrase("Read-only file system"),
    Phrase("Too many levels of symbolic links"),
    Phrase("Too many open files"),
)
