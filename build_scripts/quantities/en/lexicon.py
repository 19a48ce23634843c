"""The English words round numbers: approximators, months, and words that are quantities of themselves.

Receives normalised text; returns approximators and word quantities with their places.
"""

from __future__ import annotations

import re
from fractions import Fraction

from build_scripts.quantities.model import Approx, Kind, Quantity
from build_scripts.quantities.windows import text_before

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTH_NUMBER = (
    {name: i for i, name in enumerate(MONTHS, start=1)}
    | {name[:3]: i for i, name in enumerate(MONTHS, start=1)}
    | {"sept": 9}
)
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?![a-z])\.?"
)

_NOT = r"(?:not|no|never|n't|without|neither)\s(?:be\s|been\s|to\s|have\s)?"
_BEFORE_WORDS: tuple[tuple[str, Approx], ...] = (
    (rf"no more than|not more than|at most|at the most|not over|not above|not exceeding|"
        rf"{_NOT}exceed(?:ed|ing|s)?|maximum of|a maximum|max|no higher than|"
        rf"no greater than|no later than", "at-most"),
    (rf"no fewer than|no less than|not less than|not fewer than|not lower than|"
        rf"no lower than|not below|not under|at least|minimum of|a minimum|at a minimum|"
        rf"{_NOT}(?:less|fewer|lower|below|under) than", "at-least"),
    (r"just under|nearly|almost|close to|closer to|approaching|approached|approaches|"
        r"near to|nearing|virtually|not quite", "nearly"),
    (r"more than|over|above|exceed|exceeds|exceeded|exceeding|in excess of|upwards? of|"
        r"greater than|higher than|larger than|surpass|surpasses|surpassed|surpassing|"
        r"topped|topping|tops|beyond|older than|longer than|north of|past the|outnumbered", "over"),
    (r"less than|fewer than|under|below|lower than|smaller than|short of|younger than|"
        r"shorter than|south of|beneath", "under"),
    (r"as many as|as much as|as high as|up to|as long as|as big as|reaching|reaches|reached", "up-to"),
    (r"about|around|approximately|roughly|some|circa|an estimated|estimated at|"
        r"estimated|approx|or so|somewhere around|in the region of|on the order of", "about"),
)  # fmt: skip
_GAP = r"(?:\s|-|the|a|an|its|their|to|by|US|RMB|of|[\"“'~]|[A-Z]{1,3}\$|[$€£¥])"
_BEFORE = tuple(
    (re.compile(rf"(?<![A-Za-z])(?:{words}){_GAP}{{0,4}}$", re.IGNORECASE), approx) for words, approx in _BEFORE_WORDS
)
_ANY_BEFORE = re.compile("|".join(words for words, _ in _BEFORE_WORDS), re.IGNORECASE)
_AFTER: tuple[tuple[re.Pattern[str], Approx], ...] = (
    (re.compile(r"\s?(?:or|and)\s(?:more|above|higher|over|older|longer|beyond|upwards?|up|"
        r"greater|larger)\b|\s?\+(?!\s?\d)|[\s-]plus\b|\sat least\b", re.IGNORECASE), "over"),
    (re.compile(r"\s(?:or|and)\s(?:less|fewer|below|lower|under|younger|shorter|smaller)\b|"
        r"\sat most\b", re.IGNORECASE), "at-most"),
    (re.compile(r"\s(?:or so|or thereabouts|give or take)\b", re.IGNORECASE), "about"),
)  # fmt: skip
_MULTIPLE = re.compile(
    r"\b(?:(?P<two>doubled|doubling|doubles|double|two-?fold)|(?P<three>tripled|tripling|triples|triple|trebled|trebling|treble|three-?fold)"
    r"|(?P<four>quadrupled|quadrupling|quadruples|quadruple|four-?fold)|(?P<five>quintupled|five-?fold)"
    r"|(?P<ten>ten-?fold)|(?P<twice>twice)|(?P<thrice>thrice)|(?P<half>halved|halving|halves|halve))\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:(?P<two>both|pair|couple|twins?|duo|bilateral|either|neither)|(?P<decade>(?:decade|ten-year|decadal)(?!-))|(?P<century>centur(?:y|ies)(?!-))"
    r"|(?P<centenary>centenary|centennial|centenaries)|(?P<fortnight>fortnight)|(?P<majority>majority)|(?P<noon>noon|midday)|(?P<midnight>midnight)|(?P<trio>trio|threesome|triplets?)|(?P<annual>annual|yearly|annually)"
    r"|(?P<quarter>quarterly)|(?P<year>(?<=\ba )year|(?<=\bper )year|(?<=one-)year|"
    r"(?<=\ba )month|(?<=\ban )hour))\b",
    re.IGNORECASE,
)
_AND_HALF = re.compile(r"\b(?:an?|one) (?P<unit>year|month|decade|hour|day|week|century) and a half\b", re.IGNORECASE)
_MULTIPLES = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twice": 2, "thrice": 3}


def approx_before(text: str, start: int) -> Approx:
    """Give the approximator that stands before a number, looking back over signs and articles.

    >>> [approx_before(text, len(text)) for text in ("about ", "no more than ", "not less than the ", "just under US$")]
    ['about', 'at-most', 'at-least', 'nearly']
    """
    window = text_before(text, start, 36)
    if not _ANY_BEFORE.search(window):
        return ""
    best: tuple[int, Approx] = (-1, "")
    for pattern, approx in _BEFORE:
        match = pattern.search(window)
        if match and (best[0] < 0 or match.start() < best[0]):
            best = (match.start(), approx)
    return best[1]


def approx_after(text: str, end: int) -> tuple[Approx, int]:
    """Give the approximator that stands after a number and its unit, and where it ends.

    >>> approx_after("16 or more", 2), approx_after("16 or so", 2), approx_after("16 people", 2)
    (('over', 10), ('about', 8), ('', 2))
    """
    for pattern, approx in _AFTER:
        match = pattern.match(text, end)
        if match:
            return approx, match.end()
    return "", end


def _word(
    match: re.Match[str], kind: Kind, value: Fraction, unit: str = "", approx: Approx = "", *, optional: bool
) -> Quantity:
    """Give the quantity that a word is.

    >>> str(_word(re.search("twice", "twice"), "multiple", Fraction(2), approx="about", optional=True))
    'multiple about 2'
    """
    return Quantity(kind, value, value, unit, approx, match[0], *match.span(), optional=optional, digits=False)


def find_and_halves(text: str) -> list[Quantity]:
    """Give `a year and a half`, which is one length of time.

    >>> [str(item) for item in find_and_halves("about an hour and a half, a year and two months")]
    ['span about 1.5 hour']
    """
    found = []
    for match in _AND_HALF.finditer(text):
        found.append(
            _word(
                match,
                "span",
                Fraction(3, 2),
                match["unit"].lower(),
                approx_before(text, match.start()),
                optional=False,
            )
        )
    return found


def find_words(text: str) -> list[Quantity]:
    """Give words that hold a quantity: doubled, halved, twice, both, decade; most may be left unsaid elsewhere.

    >>> [(str(item), item.optional) for item in find_words("doubled, halved, twice in both")]
    [('multiple 2', False), ('fraction 0.5', False), ('multiple 2', True), ('count 2', True)]
    """
    found = []
    for match in _MULTIPLE.finditer(text):
        if match["half"]:
            found.append(
                _word(match, "fraction", Fraction(1, 2), "", approx_before(text, match.start()), optional=False)
            )
            continue
        value = Fraction(_MULTIPLES[str(match.lastgroup)])
        soft = match[0].lower() in ("double", "triple", "treble", "twice", "thrice", "doubles")
        item = _word(match, "multiple", value, "", approx_before(text, match.start()), optional=soft)
        found.append(item)
    for match in _SOFT.finditer(text):
        found.append(_soft_word(match))
    return sorted(found, key=lambda item: item.start)


def _soft_word(match: re.Match[str]) -> Quantity:
    """Give the quantity of a word that another language often leaves unsaid.

    >>> [str(_soft_word(_SOFT.search(text))) for text in ("both", "a majority", "at noon", "a fortnight", "a year")]
    ['count 2', 'fraction over 0.5', 'time 720 24-hour', 'span 2 week', 'span 1 year']
    """
    group = match.lastgroup
    if group in ("two", "trio"):
        return _word(match, "count", Fraction(2 if group == "two" else 3), optional=True)
    if group == "majority":
        return _word(match, "fraction", Fraction(1, 2), "", "over", optional=True)
    if group in ("noon", "midnight"):
        return _word(match, "time", Fraction(720 if group == "noon" else 0), "24-hour", optional=True)
    spans = {
        "decade": (10, "year"),
        "century": (100, "year"),
        "centenary": (100, "year"),
        "fortnight": (2, "week"),
        "annual": (1, "year"),
        "quarter": (1, "quarter"),
    }
    value, unit = spans.get(str(group), (1, match[0].lower()))
    return _word(match, "span", Fraction(value), unit, optional=True)
