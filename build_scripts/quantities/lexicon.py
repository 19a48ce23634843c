"""What a language writes round its numbers: its lexicon, from the data files in the folder of the language.

Receives a language; returns its frozen `Lexicon`, or the general one where there is no folder for it. Patterns are
looked up by name; one that a language does not have never matches. Refuses a file that is not as the others are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from build_scripts.quantities.model import Approx, Kind, Quantity
from build_scripts.quantities.units import UNITS, Forms, load_forms

FOLDER = Path(__file__).parent
LANGUAGES = frozenset(path.parent.name for path in FOLDER.glob("*/lexicon.toml"))
_NEVER = re.compile("(?!)")
WINDOW = 36  # how far before a place the words stand that tell what a number means


@dataclass(frozen=True)
class Phrase:
    """Words that are a quantity of themselves; what the fields mean stands in the lexicon of English."""

    pattern: re.Pattern[str]
    kind: Kind
    unit: str = ""
    value: Fraction = Fraction(0)
    approx: Approx = ""
    plus: Fraction = Fraction(0)
    power: bool = False
    change: bool = False
    optional: bool = False
    hedged: bool = False
    late: bool = False
    needs: tuple[str, ...] = ()
    also: tuple[Quantity, ...] = ()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of a language: patterns by name, phrases, forms of units, and the tables of its numerals."""

    language: str
    grammar: str
    spaced: bool
    patterns: Mapping[str, re.Pattern[str]]
    phrases: tuple[Phrase, ...]
    forms: Forms
    numbers: Mapping[str, int] = field(default_factory=dict)
    numerals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    writing: Mapping[str, Any] = field(default_factory=dict)

    def fold(self, text: str) -> str:
        """Give a text in the characters of the lexicon, place by place: 噸 and 吨 are one word.

        >>> lexicon_of("zh").fold("三億噸"), lexicon_of("en").fold("噸")
        ('三亿吨', '噸')
        """
        return text.translate(self._folds[0])

    def unfold(self, text: str) -> str:
        """Give a text of the lexicon in the characters of the other script.

        >>> lexicon_of("zh").unfold("约3万吨")
        '約3萬噸'
        """
        return text.translate(self._folds[1])

    @cached_property
    def _folds(self) -> tuple[dict[int, str], dict[int, str]]:
        pairs = self.words.get("variants", "").split()
        back = {ord(pair[0]): pair[1] for pair in pairs}
        return {ord(other): pair[0] for pair in pairs for other in pair[1:]}, back

    def match(self, name: str, text: str, at: int = 0) -> re.Match[str] | None:
        """Give what matches the pattern just at a place.

        >>> lexicon_of("en").match("percent", "5 per cent", 1)[0], lexicon_of("en").match("tenths", "五成", 1)
        (' per cent', None)
        """
        return self.patterns.get(name, _NEVER).match(text, at)

    def whole(self, name: str, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Give what matches the pattern from one place to the other.

        >>> lexicon_of("zh").whole("range_gap", "5至8", 1, 2)[0], lexicon_of("zh").whole("range_gap", "5至8", 1)
        ('至', None)
        """
        return self.patterns.get(name, _NEVER).fullmatch(text, start, len(text) if end is None else end)

    def find(self, name: str, text: str) -> re.Match[str] | None:
        """Give the first place that the pattern matches.

        >>> lexicon_of("en").find("percent", "5 per cent")[0]
        ' per cent'
        """
        return self.patterns.get(name, _NEVER).search(text)

    def before(self, name: str, text: str, at: int, size: int = WINDOW) -> re.Match[str] | None:
        """Give what matches the pattern `…_before`, at most `size` characters before a place.

        >>> lexicon_of("en").before("from", "from about 5", 11)[0], lexicon_of("zh").before("from", "到5", 2)
        ('from about ', None)
        """
        return self.patterns.get(f"{name}_before", _NEVER).search(text, max(0, at - size), at)


def primary(language: str) -> str:
    """Give the language of a tag without region or script.

    >>> primary("zh-Hans"), primary("en_GB")
    ('zh', 'en')
    """
    return re.split(r"[-_]", language, maxsplit=1)[0].lower()


@cache
def lexicon_of(language: str) -> Lexicon:
    """Give the lexicon of a language; one without words for a language that has no folder.

    >>> lexicon_of("zh").spaced, lexicon_of("zh") is lexicon_of("zh"), lexicon_of("xx").patterns
    (False, True, {})
    """
    if language not in LANGUAGES:
        return Lexicon(language, "", True, {}, (), Forms({}, {}, _NEVER))
    return load_lexicon(FOLDER / language, language)


@cache
def unit_labels() -> Mapping[str, Mapping[str, str]]:
    """Give what each language calls the units of the table, by id.

    >>> unit_labels()["t"]["en"], unit_labels()["per-1000"]["zh"]
    ('tonnes', '每千人')
    """
    return {unit: {code: lexicon_of(code).forms.names[unit][1] for code in sorted(LANGUAGES)} for unit in UNITS.by_id}


def load_lexicon(folder: Path, language: str) -> Lexicon:
    """Give the lexicon that the two files of a folder make.

    >>> load_lexicon(FOLDER / "en", "en").grammar
    'words'
    """
    data = tomllib.loads((folder / "lexicon.toml").read_text(encoding="utf-8"))
    return build_lexicon(data, language, load_forms(folder / "units.toml", language, data["spaced"]))


def build_lexicon(data: Mapping[str, Any], language: str, forms: Forms) -> Lexicon:
    """Give the lexicon that the content of a file and the forms of units make.

    >>> phrases = {"rows": [{"pattern": "half", "kind": "fraction", "value": "1/2"}]}
    >>> data = {"grammar": "words", "spaced": True, "patterns": {"percent": " ?«sign»"}, "phrases": phrases}
    >>> lexicon = build_lexicon({**data, "fragments": {"sign": "%"}}, "en", lexicon_of("en").forms)
    >>> lexicon.patterns["percent"], lexicon.phrases[0].value
    (re.compile(' ?%'), Fraction(1, 2))
    """
    fragments = data.get("fragments", {})
    patterns = {name: _compile(source, fragments) for name, source in data["patterns"].items()}
    phrases = []
    for row in data.get("phrases", {}).get("rows", ()):
        exact: dict[str, Any] = {name: Fraction(row.get(name, 0)) for name in ("value", "plus")}
        exact |= {"needs": tuple(row.get("needs", ())), "also": tuple(map(_reading, row.get("also", ())))}
        phrases.append(Phrase(**{**row, **exact, "pattern": _compile(row["pattern"], fragments)}))
    rest = {name: value for name, value in data.items() if name not in ("fragments", "patterns", "phrases")}
    rest["numerals"] = {name: _numbers(cell) for name, cell in data.get("numerals", {}).items()}
    rest |= {str(name): _numbers(rest[name]) for name in ("numbers", "scales") if name in rest}
    return Lexicon(language=language, patterns=patterns, phrases=tuple(phrases), forms=forms, **rest)


def _numbers(cell: str | Mapping[str, int]) -> Mapping[str, int]:
    """Give the numbers of words, which a file lists in a text.

    >>> _numbers("half past 30, quarter to -15")
    {'half past': 30, 'quarter to': -15}
    """
    if not isinstance(cell, str):
        return cell
    pairs = (entry.rsplit(maxsplit=1) for entry in cell.split(","))
    return {" ".join(word.split()): int(number) for word, number in pairs}


def _reading(row: Mapping[str, Any]) -> Quantity:
    """Give a further reading of a phrase.

    >>> str(_reading({"kind": "span", "unit": "year", "value": "2"}))
    'span 2 year'
    """
    return Quantity(row["kind"], Fraction(row["value"]), Fraction(row["value"]), row["unit"])


def _compile(source: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    """Give the pattern of a source, which may go over several lines and name fragments.

    >>> _compile("[0-9] (?:«unit»)", {"unit": "t|kg"}).pattern
    '[0-9] (?:t|kg)'
    """
    while "«" in source:
        source = re.sub("«(.+?)»", lambda match: fragments[match[1]], source)
    return re.compile(re.sub(r"\n *", "", source.lstrip(" ") if "\n" in source else source))
