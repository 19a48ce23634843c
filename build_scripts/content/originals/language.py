"""A text → its language, as far as its script and its smallest words tell.

Receives any text; returns the code of a language, or "". Refuses nothing.
"""

from __future__ import annotations

import re

from build_scripts.ground.languages import HAN

# Scripts that tell a language, those that tell more first.
_SCRIPTS = (
    ("ja", "[\u3041-\u30ff]", 0.1),
    ("ko", "[\uac00-\ud7af]", 0.3),
    ("zh", f"[{HAN}]", 0.3),
    ("ar", "[\u0600-\u06ff]", 0.3),
)
# Of languages in Latin letters, words that stand in every text and in none of the others.
_WORDS = {
    "en": "the of and that which",
    "fr": "le les des du et une est",
    "de": "der die und das nicht ist",
    "es": "el los las una por del",
    "pt": "os uma não dos pelo",
}


def guess_language(text: str) -> str:
    """Give the language of a text.

    >>> [guess_language(text) for text in ("报告认为", "State of the art", "Les bus et les trams", "17", "のバス")]
    ['zh', 'en', 'fr', '', 'ja']
    """
    letters = max(1, len(re.findall(r"[^\W\d_]", text)))
    for code, pattern, least in _SCRIPTS:
        if len(re.findall(pattern, text)) >= least * letters:
            return code
    words = re.findall(r"[^\W\d_]+", text.lower())
    shares = {code: sum(word in own.split() for word in words) for code, own in _WORDS.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= 0.05 * max(1, len(words)) else ""
