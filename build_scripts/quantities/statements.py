"""What a statement states: its quantities, its years and places, and which of them belong together.

Receives a text, its language and the declared names; returns `Stated`. Refuses nothing: where the order of a text shows
not what belongs together, nothing is said of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, get_args

from build_scripts.quantities.lexicon import LANGUAGES, lexicon_of, primary
from build_scripts.quantities.model import Approx, Quantity, unpack_date
from build_scripts.quantities.names import NO_NAMES, Names
from build_scripts.quantities.own_units import with_units
from build_scripts.quantities.qualifiers import TURNED, approx_after, approx_before
from build_scripts.quantities.reader import read
from build_scripts.quantities.transpositions import (
    Side,
    assign,
    find_subjects,
    find_years,
    group_values,
    is_marked,
)
from build_scripts.quantities.units import dimension

_NO_VALUES = frozenset(["date", "era", "time", "name", "identifier", "unreadable"])
_ALIKE: dict[Approx, set[Approx]] = {"up-to": {"up-to", "at-most"}}
_ALIKE_AFTER: dict[Approx, set[Approx]] = {
    **{word: {"over", "at-least"} for word in ("over", "at-least")},
    **{word: {"under", "at-most"} for word in ("under", "at-most")},
}
_RELATIVE = {"last_year": -1, "this_year": 0, "next_year": 1}
# What a qualifier may come to where a word before it denies something and nobody can be sure what.
_DENIED: dict[Approx, set[Approx]] = {word: {word, turned} for word, turned in TURNED.items()}


@dataclass(frozen=True)
class Stated:
    """A statement as it was read; `values` are the quantities that a figure can be."""

    side: Side

    @property
    def values(self) -> list[Quantity]:
        """Give the quantities that a figure can be, both ends of a change each by itself.

        >>> [str(item) for item in read_statement("2021年从60%降到32%左右，到2023年", "zh").values]
        ['percent 60', 'percent about 32']
        """
        found = [item for item in self.side.items if item.kind not in _NO_VALUES]
        found = [replace(item, also=()) if dimension(item.unit) == "incidence" else item for item in found]
        each = (end for item in found for end in item.ends or (item,))
        return [replace(end, text=self.side.text[end.start : end.end]) for end in each]

    def qualifiers(self, item: Quantity) -> set[Approx]:
        """Give the qualifiers that a figure of this value may bear; what stands after a number tells less exactly.

        >>> stated = read_statement("至少5%，30%以上，最高8%，6%", "zh")
        >>> [sorted(stated.qualifiers(item)) for item in stated.values]
        [['at-least'], ['at-least', 'over'], ['at-most', 'up-to'], ['']]
        """
        lexicon = self.side.lexicon
        if item.comparand or item.vague:
            return set(get_args(Approx))
        alike = (_ALIKE_AFTER if lexicon.find("approx_after", item.text) else _ALIKE).get(item.approx, {item.approx})
        alike = alike | _DENIED.get(item.approx, set()) if self.may_deny(item) else alike
        return alike | {""} if lexicon.before("plain", self.side.text, item.start) else alike

    def is_foreign(self, item: Quantity, approx: Approx) -> bool:
        """Tell whether the qualifier of a quantity stands there in the words of another language than that of the file.

        >>> stated = read_statement("about 40% of the whole", "ja")
        >>> [stated.is_foreign(stated.values[0], approx) for approx in ("about", "over")]
        [True, False]
        """
        text = self.side.text
        others = (lexicon_of(code) for code in LANGUAGES if code != self.side.lexicon.language)
        return bool(approx) and any(
            approx in (approx_before(text, item.start, lexicon), approx_after(text, item.end, lexicon)[0])
            for lexicon in others
        )

    def may_deny(self, item: Quantity) -> bool:
        """Tell whether a word before a quantity, in its sentence, may turn its qualifier: no town with over 5.

        >>> stated = read_statement("No. Towns without more than 5 buses and with over 6.", "en")
        >>> [stated.may_deny(item) for item in stated.values], sorted(stated.qualifiers(stated.values[0]))
        ([True, True], ['at-most', 'over'])
        """
        before = re.split(r"[.;!?。；！？](?!\d)", self.side.text[: item.start])[-1]
        return item.approx in _DENIED and bool(self.side.lexicon.find("denial", before))

    def states_years(self, first: int, last: int) -> bool:
        """Tell whether the statement states a year, or a span of years by both its ends or as decade or century.

        >>> stated = read_statement("1990s, 2005, from 2010 to 2020", "en")
        >>> [stated.states_years(*years) for years in ((1990, 1999), (2005, 2005), (2010, 2020), (2015, 2015), (1990, 1990))]
        [True, True, True, False, False]
        """
        sizes = {"decade": 9, "century": 99}
        eras = {(int(item.low), int(item.high) + sizes[item.unit]) for item in self.side.items if item.unit in sizes}
        return (first, last) in eras or {first, last} <= self._years

    @property
    def _years(self) -> set[int]:
        dates = (item for item in self.side.items if item.kind == "date")
        bare = (item for item in self.side.items if item.kind in ("count", "ordinal") and item.first > 1000)
        return {unpack_date(end)[0] for item in dates for end in (item.low, item.high)} | {
            int(end) for item in bare for end in (item.low, item.high) if end.denominator == 1
        }

    def states_month(self, year: int, month: int) -> bool:
        """Tell whether the statement states a month of a year, which may stand apart from it.

        >>> stated = read_statement("2020年7月成立，8月投产", "zh")
        >>> stated.states_month(2020, 7), stated.states_month(2020, 8), stated.states_month(2020, 9)
        (True, True, False)
        """
        ends = {unpack_date(end) for item in self.side.items if item.kind == "date" for end in (item.low, item.high)}
        return any(known == month and its_year in (0, year) for its_year, known, _ in ends)

    @property
    def baselines(self) -> set[int]:
        """Give the years that the statement only measures against.

        >>> read_statement("2030年比2005年下降65%", "zh").baselines
        {2005}
        """
        years = self.side.years
        marked = {year.date_parts[0] for year in years if is_marked(self.side, year, "baseline")}
        return marked - {year.date_parts[0] for year in years if not is_marked(self.side, year, "baseline")}

    @property
    def places(self) -> set[str]:
        """Give the subjects that the statement names.

        >>> sorted(read_statement("德国比法国多", "zh").places)
        ['DE', 'FR']
        """
        return {subject for _, subject in find_subjects(self.side)}

    @property
    def names_the_world(self) -> bool:
        """Tell whether the statement speaks of the whole world.

        >>> read_statement("占全球的5%", "zh").names_the_world
        True
        """
        return bool(self.side.lexicon.find("whole_world", self.side.text))

    def names_unit(self, unit: str) -> bool:
        """Tell whether a word for a unit stands anywhere in the statement.

        >>> stated = read_statement("8.5万个就业岗位", "zh")
        >>> stated.names_unit("job"), stated.names_unit("vehicle")
        (True, False)
        """
        by_form, text = self.side.lexicon.forms.by_form, self.side.text.lower()
        return any(id_ == unit and form in text for form, (id_, _) in by_form.items())

    def values_by(self, subject: Literal["year", "place"], value: Quantity) -> dict[str, Fraction]:
        """Give which value of its kind stands with which year or place, where the order of the text shows it.

        >>> stated = read_statement("2015年为5吨，2020年为3吨", "zh")
        >>> {year: int(value) for year, value in stated.values_by("year", stated.values[0]).items()}
        {'2015': 5, '2020': 3}
        >>> stated = read_statement("德国占25%，法国占16%", "zh")
        >>> {place: int(value) for place, value in stated.values_by("place", stated.values[0]).items()}
        {'DE': 25, 'FR': 16}
        """
        groups = group_values(self.side.items).values()
        values = next((group for group in groups if any(item.start == value.start for item in group)), [])
        find = find_years if subject == "year" else find_subjects
        return assign(values, find(self.side), self.side) if len(values) > 1 else {}


def read_statement(text: str, language: str, names: Names = NO_NAMES, subjects: Names = NO_NAMES) -> Stated:
    """Give what a statement states.

    >>> [str(item) for item in read_statement("2021年占9%", "zh").values]
    ['percent 9']
    """
    lexicon = with_units(lexicon_of(primary(language)), names.units)
    return Stated(Side(lexicon.fold(text), read(text, language, names), lexicon, subjects))


def names_a_fall(label: str, language: str) -> bool:
    """Tell whether what a label names is itself a decrease, so that its amount has no sign.

    >>> names_a_fall("Noise reduction target", "en"), names_a_fall("Noise", "en"), names_a_fall("节能幅度", "zh")
    (True, False, True)
    """
    return bool(lexicon_of(primary(language)).find("names_fall", label))


def names_the_world(label: str, language: str) -> bool:
    """Tell whether a place is the whole world, by its label.

    >>> names_the_world("World", "en"), names_the_world("Wales", "en")
    (True, False)
    """
    return bool(lexicon_of(primary(language)).find("whole_world", label))


def relative_years(text: str, language: str) -> set[int]:
    """Give how far the years that a text names by the year of writing lie from that: last year, 去年.

    >>> relative_years("去年增长", "zh"), relative_years("more this year than last year", "en") == {0, -1}
    ({-1}, True)
    """
    lexicon = lexicon_of(primary(language))
    return {step for name, step in _RELATIVE.items() if lexicon.find(name, text)}
