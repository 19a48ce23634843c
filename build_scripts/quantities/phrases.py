"""Words that are quantities of themselves, as the lexicon lists them: 翻一番, 减半, 十四五, doubled, 17 January 2017.

Receives normalised text; returns quantities with their places, none overlapping another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.dates import read_form
from build_scripts.quantities.lexicon import Lexicon, Phrase
from build_scripts.quantities.model import Quantity, pack_date
from build_scripts.quantities.numerals import read_number
from build_scripts.quantities.qualifiers import approx_after, approx_before, approx_compared


def find_phrases(text: str, lexicon: Lexicon, late: bool = False) -> list[Quantity]:
    """Give the phrases of the text that are read before numerals or, if `late`, from what these leave.

    >>> [str(item) for item in find_phrases("“十四五”期间翻一番，超半数，半年，90后，百分百，Ⅱ", lexicon_of("zh"))]
    ['name 14 five-year-plan', 'multiple 2', 'fraction over 0.5', 'span 0.5 year', 'era 1990 decade', 'percent 100', 'ordinal 2']
    >>> text = "17 January 2017, in May, the 1990s, 3 pm; he may march; a year and a half"
    >>> [str(item) for item in find_phrases(text, lexicon_of("en"))]
    ['date 20170117', 'date 500', 'era 1990 decade', 'time 900 24-hour', 'span 1.5 year']
    """
    folded, found = text.lower(), []
    for phrase in lexicon.phrases:
        if phrase.late == late and (not phrase.needs or any(piece in folded for piece in phrase.needs)):
            items = (_read(match, phrase, text, lexicon) for match in phrase.pattern.finditer(text))
            found += [item for item in items if item]
    return drop_overlaps(found)


def drop_overlaps(items: Sequence[Quantity]) -> list[Quantity]:
    """Give items in their order; where two overlap, the one that begins first, or the longer one, counts.

    >>> places = ((3, 5), (0, 4), (5, 6))
    >>> [item.start for item in drop_overlaps([Quantity("count", Fraction(1), Fraction(1), start=a, end=b) for a, b in places])]
    [0, 5]
    """
    kept: list[Quantity] = []
    for item in sorted(items, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _read(match: re.Match[str], phrase: Phrase, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give the quantity that a match of a phrase is.

    >>> zh = lexicon_of("zh")
    >>> str(_read(re.match("翻(?P<n>.)番", "翻两番"), Phrase(re.compile(""), "multiple", power=True), "翻两番", zh))
    'multiple 4'
    """
    groups = match.re.groupindex
    if phrase.kind in ("date", "time", "era") and not phrase.unit and "n" not in groups:
        form = read_form(match, lexicon)
        return replace(form, optional=phrase.optional) if form else None
    start, end = match.span("at" if "at" in groups else 0)
    shown = next((word for name, word in match.groupdict().items() if name[0] == "n" and word), "")
    value = Fraction(lexicon.numbers.get(shown.lower(), 0)) if phrase.kind != "name" else phrase.value
    value = value or (read_number(shown, lexicon) if shown else None) or phrase.value
    value /= lexicon.numbers[match["part"].lower()] if "part" in groups else 1
    value = Fraction(2 ** int(value)) if phrase.power else value + phrase.plus
    value = pack_date(int(value)) if phrase.kind == "date" else value
    approx = phrase.approx
    if phrase.hedged:
        after, end = approx_after(text, end, lexicon)
        approx = approx or approx_before(text, start, lexicon) or after or approx_compared(text, start, end, lexicon)
    unit = match.lastgroup or "" if phrase.unit == "?" else phrase.unit
    return Quantity(
        phrase.kind, value, value, unit, approx, "", start, end,
        optional=phrase.optional, change=phrase.change, digits=False,
        also=tuple(replace(other, start=start, end=end, approx=approx) for other in phrase.also),
    )  # fmt: skip
