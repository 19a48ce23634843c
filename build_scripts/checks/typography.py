"""How a text is set by the rules of its own language: punctuation, quotation marks, spaces → findings.

Receives a text and its language; returns findings. Han text and French have such rules; of other languages it is said
alone that punctuation for Han stands after their letters. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.checks.pair import Finding, SiteTerms
from build_scripts.ground.languages import HAN
from build_scripts.ground.markdown import Prose
from build_scripts.ground.messages import Phrase

_NUMERALS = "一二三四五六七八九十百"
_HAN_LANGUAGES = ("zh", "ja")
_ADDRESS = re.compile(r"https?://\S+|(?<![^\s@])[^\s@]+@\S+")
_ANY_HAN = re.compile(f"[{HAN}]")
_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}])\s*[,;:?!]|[,;:?!]\s*(?=[{HAN}])|(?<=[{HAN}%])\.(?!\w)|(?<=[{HAN}])\(|\([^()]*[{HAN}][^()]*\)"
)
_BLANK = "[ \\t\\u00a0\\u2000-\\u200a\\u202f]+"
_SPACE = re.compile(rf"(?<=[{HAN}]){_BLANK}(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]){_BLANK}(?=[{HAN}])")
_GAP = re.compile(rf"(?<=[{HAN}]){_BLANK}(?=[{HAN}])")
# After the number of a chapter or figure a space parts it from its title.
_HEAD = re.compile(
    rf"(?:第[0-9{_NUMERALS}]{{1,5}}[章节節部篇条條编編]|^[图圖表附录錄件框]{{1,2}}(?:{_BLANK})?[0-9A-Z]{{1,3}}(?:[-–.．][0-9]{{1,2}})*"
    rf"|^[{_NUMERALS}]{{1,3}}){_BLANK}",
    re.MULTILINE,
)
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ％＋]+(?:．[０-９]+％?)?")
# After a digit it is an inch, a foot, a minute or a second.
_STRAIGHT = re.compile(rf"(?<![0-9])[\"'](?=[{HAN}])|(?<=[{HAN}])[\"']")
_DOTS = re.compile(rf"(?<=[{HAN}])\.{{3,}}|(?<=[{HAN}])…(?!…)|。{{2,}}")


_HAN = (
    (_HALF_WIDTH, Phrase("half-width punctuation"), Phrase("Write ，。；：？！（）.")),
    (_SPACE, Phrase("a space beside Han characters"), Phrase("Remove it; pages set the distance themselves.")),
    (
        _GAP,
        Phrase("a space between Han characters"),
        Phrase("Remove it, or write a punctuation mark; pages show it as it stands."),
    ),
    (
        _FULL_WIDTH,
        Phrase("full-width digits or letters"),
        Phrase("Write them half-width, like 2024; no search for these finds the full-width ones."),
    ),
    (_STRAIGHT, Phrase("straight quotation marks"), Phrase("Write “ ” or ‘ ’.")),
    (_DOTS, Phrase("dots"), Phrase("Write …… for an ellipsis, one 。 to end a sentence.")),
)
# A colon in a time or a ratio, a point in a number of a section, and quotation marks within others are right.
_TIGHT_COLON = re.compile(r"(?<=[^\W\d]):(?=\s|$)|(?<=[»)]):(?=\s|$)")
_TIGHT_SIGN = re.compile(r"(?<=[^\W_])[;!?](?=\s|$)|(?<=[»)])[;!?](?=\s|$)")
_PER_CENT = re.compile(r"\d[%‰]")
_POINT = re.compile(r"(?<![\d.,])\d+\.\d+(?=\s?(?:%|‰|€|\$|millions?\b|milliards?\b|(?:k|M|G)?(?:g|m|t|W|Wh)\b))")
_SIGN_FIRST = re.compile(r"[€£]\s?\d")
_GUILLEMETS = re.compile(r"«(?!\s)|(?<!\s)»")
_OTHER_QUOTES = re.compile(r"(?:“|(?<![0-9])\")(?![^«»]*»)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d])'(?=[^\W\d])")
_OTHERS = (
    (
        re.compile(r"(?<=[A-Za-z\u00c0-\u024f])[，。；：？！、（）]"),
        Phrase("full-width punctuation"),
        Phrase("Write , . ; : ? ! ( ) with a space."),
    ),
)
_NO_BREAK = Phrase("Write a no-break space before it.")
_FRENCH = (
    *_OTHERS,
    (_TIGHT_COLON, Phrase("no space before a colon"), _NO_BREAK),
    (_PER_CENT, Phrase("no space before %(sign)s", sign="%"), _NO_BREAK),
    (_POINT, Phrase("a decimal point"), Phrase("Write a comma.")),
    (_SIGN_FIRST, Phrase("a sign of money before its number"), Phrase("Write it after the number, with a space.")),
    (_GUILLEMETS, Phrase("no space within « »"), Phrase("Write a no-break space after « and before ».")),
    (_OTHER_QUOTES, Phrase("quotation marks of other languages"), Phrase("Write « ».")),
    (_APOSTROPHE, Phrase("a straight apostrophe"), Phrase("Write ’.")),
)
_OF_FRANCE = ((_TIGHT_SIGN, Phrase("no space before ; ! ?"), _NO_BREAK),)  # in Canada there is none


def check_typography(prose: Prose, language: str, site: SiteTerms) -> Iterator[Finding]:
    """A text keeps to the rules of its language: Han text, say, has full-width punctuation, French « »."""
    rules = _rules(language)
    bare = without_addresses(prose.wording) if rules else ""
    if rules is _HAN and not _ANY_HAN.search(bare):
        return  # words of another language that nobody has translated yet
    if rules is _HAN:
        bare = _HEAD.sub(_without_blank, bare)
    for pattern, what, hint in rules:
        match = pattern.search(bare)
        if match:
            near = bare[max(0, match.start() - 6) : match.end() + 6].replace("\n", " ")
            yield Finding("typography", Phrase("%(what)s in “%(near)s”.", what=what, near=near), hint, "warning")


def _rules(language: str) -> tuple[tuple[re.Pattern[str], Phrase, Phrase], ...]:
    primary = language.split("-")[0]
    if primary in _HAN_LANGUAGES:
        return _HAN
    if primary == "fr":
        return _FRENCH if language == "fr-CA" else (*_FRENCH, *_OF_FRANCE)
    return _OTHERS


def _without_blank(head: re.Match[str]) -> str:
    """Give the number of a chapter or figure with a full-width space, which is none of those that are to be removed."""
    return head[0].rstrip() + "\u3000"


def without_addresses(text: str, filler: str = "") -> str:
    """Take the addresses out of a text, which has most often none."""
    return _ADDRESS.sub(filler, text) if "@" in text or "://" in text else text
