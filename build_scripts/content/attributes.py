"""What stands between braces at the end of a heading or a statement → its id, flags, and words by key.

Receives the inside of `{…}` and its place; returns `Attributes` and problems. Refuses ids that are not ASCII, keys and
flags it does not know, and values that hold spaces without quotes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts.content.shapes import ID_PATTERN
from build_scripts.ground.messages import NOTHING, Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean

ATTRIBUTES = ("kind", "actor", "sector", "also", "cites", "rests", "page", "formerly")
FLAGS = ("key", "draft")
_ATTRIBUTE = re.compile(
    rf"""\s*(?:\#(?P<id>[^\s"{{}}=]+)|(?P<flag>{"|".join(FLAGS)})
    |(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"“”]+)))(?=\s|\Z)""",
    re.VERBOSE,
)
_ID = re.compile(ID_PATTERN)
_COMMAS = re.compile(r"\s*[,，、;；]\s*")
_PAGE = re.compile(
    r"(?:[0-9]{1,4}[a-z]?|[ivxlcdm]{1,8}|[A-Z]{1,2}-?[0-9]{1,3})(?:[-–](?:[0-9]{1,4}[a-z]?|[ivxlcdm]{1,8}|[A-Z]{1,2}-?[0-9]{1,3}))?"
)
_FALSE = ("false", "no", "off", "0", "none", "否", "不")
_QUOTES = str.maketrans("“”„‟＂", '"""""')
_HYPHENS = re.compile("[\u2010-\u2012\u2212\ufe63]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# An id, whatever stands before it, up to the first attribute or flag.
_MEANT_ID = re.compile(
    rf"\s*(?:id\s*[:=]\s*|:\s*)?#*\s*(?P<id>[^#=\"]{{1,80}}?)(?=\s+(?:{'|'.join(FLAGS)})(?![\w-])|\s+[a-z]+=|[\s,;]*$)"
)
_NO_FLAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between braces: an id, words by key (`actor="a b"` → ("a", "b")), and flags; `raw` as written."""

    id: str = ""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    raw: str = ""
    flags: frozenset[str] = _NO_FLAGS

    def get(self, key: str) -> tuple[str, ...]:
        """Give the words of a key, or none."""
        return self.words.get(key, ())


def parse_attributes(text: str, place: Place) -> tuple[Attributes, list[Problem]]:
    """Read the inside of `{…}`; ids must be ASCII, keys known, values quoted where they hold spaces."""
    words: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    flags: set[str] = set()
    identifier, position = "", 0
    text = raw = text.strip()
    while position < len(text):
        match = _ATTRIBUTE.match(text, position)
        if not match:
            hint = _written_right(raw) or Phrase('Write {#some-id key=value key="two values"} with plain quotes.')
            message = Phrase('cannot read the attributes from "%(words)s".', words=text[position:].strip())
            return Attributes(identifier, words, raw, frozenset(flags)), [
                *problems,
                place.error("broken-attributes", message, hint),
            ]
        position = match.end()
        if match["id"]:
            problems += _check_id(match["id"], identifier, place)
            identifier = match["id"]
        elif match["flag"]:
            flags.add(match["flag"])
        elif match["key"] not in ATTRIBUTES:
            hint = _flag_hint(match["key"], match["quoted"] or match["bare"] or "")
            hint = hint or did_you_mean(match["key"], ATTRIBUTES)
            problems.append(
                place.error("unknown-attribute", Phrase('there is no attribute "%(key)s".', key=match["key"]), hint)
            )
        elif match["key"] in words:
            problems.append(
                place.error(
                    "broken-attributes",
                    Phrase('the attribute "%(key)s" stands twice.', key=match["key"]),
                    Phrase("Keep one of them.")
                    if match["key"] in ("kind", "sector")
                    else Phrase('Write it once: %(key)s="one two".', key=match["key"]),
                )
            )
        else:
            value = match["quoted"] or match["bare"] or ""
            words[match["key"]] = tuple(value.split())
            problems += _check_value(match["key"], value, place)
    return Attributes(identifier, words, raw, frozenset(flags) if flags else _NO_FLAGS), problems


def half_width(braces: str) -> str:
    """Give attributes with the characters that they are written with.

    >>> half_width("｛＃ａ１ actor＝“city”｝"), half_width("{# shore‑power}")
    ('{#a1 actor="city"}', '{#shore-power}')
    """
    plain = _HYPHENS.sub("-", unicodedata.normalize("NFKC", braces.translate(_QUOTES)))
    return re.sub(r"(?<=\{#)\s+(?=\S)", "", plain)


def id_of(text: str) -> str:
    """Give the id that was most likely meant by a text.

    >>> id_of("#Early_Stage;"), id_of("early–stage")
    ('early-stage', 'early-stage')
    """
    return re.sub("[^a-z0-9]+", "-", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()).strip("-")


def write_right(raw: str) -> str:
    """Give the inside of braces as it was most likely meant, or nothing where that cannot be told.

    >>> write_right("early-stage"), write_right("id: early stage"), write_right("##a, actor : city")
    ('#early-stage', '#early-stage', '#a actor=city')
    >>> write_right('#a actor="city'), write_right(": #a"), write_right("#图")
    ('#a actor=city', '#a', '')
    """
    plain = half_width(raw)
    plain = re.sub(rf"(?<!\S)({'|'.join(ATTRIBUTES)})\s*[=:]\s*", r"\1=", plain)
    plain = re.sub(r'="([^"\s]*)$', r"=\1", plain)
    found = _MEANT_ID.match(plain)
    if not found:
        return ""
    rest = re.sub(r"[,;](?=\s|$)", "", plain[found.end() :]).strip()
    right = f"#{id_of(found['id'])} {rest}".strip()
    return right if right != raw and not parse_attributes(right, Place(Path()))[1] else ""


def _written_right(raw: str) -> Phrase:
    right = write_right(raw) if raw.startswith(("#", "＃", ":")) else ""
    return Phrase("Write {%(words)s}.", words=right) if right else NOTHING


def _flag_hint(key: str, value: str) -> Phrase:
    """Give how to say what is true or false of a statement: by a word alone, or by none."""
    if key not in FLAGS:
        return NOTHING
    if value.casefold() in _FALSE:
        return Phrase("Leave it out: only the word %(key)s says that it is one.", key=key)
    return Phrase("Write the word alone: {#some-id %(key)s}.", key=key)


def _check_value(key: str, value: str, place: Place) -> list[Problem]:
    """Several values have spaces between; a page is a number, to which pages add the words around it."""
    if key != "formerly" and (marks := _COMMAS.search(value)):
        plain = " ".join(filter(None, _COMMAS.split(value)))
        message = Phrase(
            "several values of %(key)s= have spaces between, not “%(mark)s”.", key=key, mark=marks[0].strip()
        )
        written = f'{key}="{plain}"' if " " in plain else f"{key}={plain}"
        return [place.error("broken-attributes", message, Phrase("Write %(value)s.", value=written))]
    if key == "page" and not all(_PAGE.fullmatch(each) and each.strip("0") for each in value.split()):
        numbers = re.findall(r"[0-9]*[1-9][0-9]*", unicodedata.normalize("NFKC", value))[:2]
        message = Phrase('page= takes a number, found "%(value)s".', value=value)
        hint = Phrase("Write a number, like page=12; pages add the words around it.")
        if numbers:
            hint = Phrase("Write %(value)s; pages add the words around it.", value=f"page={'-'.join(numbers)}")
        return [place.error("broken-attributes", message, hint)]
    return []


def _check_id(found: str, earlier: str, place: Place) -> list[Problem]:
    if earlier:
        return [
            place.error(
                "broken-attributes",
                Phrase('two ids, "%(earlier)s" and "%(found)s".', earlier=earlier, found=found),
                Phrase("Keep one of them."),
            )
        ]
    if not _ID.fullmatch(found):
        hint = Phrase("Use a–z, 0–9 and single hyphens, like #first-finding.")
        plain = id_of(found)
        if plain != found and _ID.fullmatch(plain):
            hint = Phrase("Write {#%(id)s}: after one # a–z, 0–9 and single hyphens.", id=plain)
        return [place.error("invalid-id", Phrase('"%(id)s" is not an id.', id=found), hint)]
    return []
