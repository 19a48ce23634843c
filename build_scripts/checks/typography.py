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

_HAN_LANGUAGES = ("zh", "ja")
_ADDRESS = re.compile(r"https?://\S+|(?<![^\s@])[^\s@]+@\S+")
_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}])\s*[,;:?!]|[,;:?!]\s*(?=[{HAN}])|(?<=[{HAN}])\.(?!\w)|(?<=[{HAN}])\(|\([^()]*[{HAN}][^()]*\)"
)
_SPACE = re.compile(
    rf"(?<=[{HAN}])[ \t]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])[ \t]+(?=[{HAN}])|(?<=[{HAN}])[ \t]+(?=[{HAN}])"
)
_STRAIGHT = re.compile(rf"\"(?=[{HAN}])|(?<=[{HAN}])\"|'(?=[{HAN}])|(?<=[{HAN}])'")
_DOTS = re.compile(rf"(?<=[{HAN}])\.{{3,}}|(?<=[{HAN}])…(?!…)|。{{2,}}")


def check_typography(prose: Prose, language: str, site: SiteTerms) -> Iterator[Finding]:
    """Han text has full-width punctuation, curly quotes, and no spaces that the style sheet makes by itself."""
    if language.split("-")[0] not in _HAN_LANGUAGES:
        return
    bare = without_addresses(prose.wording)
    for pattern, what, hint in (
        (_HALF_WIDTH, Phrase("half-width punctuation"), Phrase("Write ，。；：？！（）.")),
        (_SPACE, Phrase("a space beside Han characters"), Phrase("Remove it; pages set the distance themselves.")),
        (_STRAIGHT, Phrase("straight quotation marks"), Phrase("Write “ ” or ‘ ’.")),
        (_DOTS, Phrase("dots"), Phrase("Write …… for an ellipsis, one 。 to end a sentence.")),
    ):
        match = pattern.search(bare)
        if match:
            near = bare[max(0, match.start() - 6) : match.end() + 6].replace("\n", " ")
            yield Finding("typography", Phrase("%(what)s in “%(near)s”.", what=what, near=near), hint, "warning")


def without_addresses(text: str, filler: str = "") -> str:
    """Take the addresses out of a text, which has most often none."""
    return _ADDRESS.sub(filler, text) if "@" in text or "://" in text else text
