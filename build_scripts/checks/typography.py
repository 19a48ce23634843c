"""How Han text is set: punctuation, quotation marks, spaces → findings.

Receives a text and its language; returns findings. Text in other scripts has none. Refuses nothing.
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
_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}])\s*[,;:?!]|[,;:?!]\s*(?=[{HAN}])|(?<=[{HAN}])\.(?!\w)|(?<=[{HAN}])\(|\([^()]*[{HAN}][^()]*\)"
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
_STRAIGHT = re.compile(rf"\"(?=[{HAN}])|(?<=[{HAN}])\"|'(?=[{HAN}])|(?<=[{HAN}])'")
_DOTS = re.compile(rf"(?<=[{HAN}])\.{{3,}}|(?<=[{HAN}])…(?!…)|。{{2,}}")


def check_typography(prose: Prose, language: str, site: SiteTerms) -> Iterator[Finding]:
    """Han text has full-width punctuation, curly quotes, and no spaces that the style sheet makes by itself."""
    if language.split("-")[0] not in _HAN_LANGUAGES:
        return
    bare = _HEAD.sub(_without_blank, without_addresses(prose.wording))
    for pattern, what, hint in (
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
    ):
        match = pattern.search(bare)
        if match:
            near = bare[max(0, match.start() - 6) : match.end() + 6].replace("\n", " ")
            yield Finding("typography", Phrase("%(what)s in “%(near)s”.", what=what, near=near), hint, "warning")


def _without_blank(head: re.Match[str]) -> str:
    """Give the number of a chapter or figure with a full-width space, which is none of those that are to be removed."""
    return head[0].rstrip() + "\u3000"


def without_addresses(text: str, filler: str = "") -> str:
    """Take the addresses out of a text, which has most often none."""
    return _ADDRESS.sub(filler, text) if "@" in text or "://" in text else text
