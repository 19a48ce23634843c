"""Words of the source that are left in a translation → findings.

Receives a pair of pieces; returns findings: a text that is that of the source, words in the script of the source, and
stretches of words where both are written in Latin script, or the source alone. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from build_scripts.checks.pair import Finding, Pair
from build_scripts.checks.typography import without_addresses
from build_scripts.ground.languages import HAN
from build_scripts.ground.messages import Phrase

# Wording in another language is right inside quotation marks, brackets and titles.
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|《[^》]*》|\([^)]*\)|（[^）]*）|«[^»]*»")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*|\.")
_LEAST_LETTERS = 8  # of a stretch of words: “de la” is at home in several languages


def check_leftovers(pair: Pair) -> Iterator[Finding]:
    """Nothing of the source language is left in the translation, outside quotations."""
    if pair.is_note:  # notes speak about the wording of the source
        return
    yield from _check_stretch(pair)
    scripts = pair.site.scripts
    source_script, target_script = scripts[pair.source_language], scripts[pair.target_language]
    source = pair.source.words
    if source.casefold() == pair.target.words.casefold() and _count_words(source) >= 4:
        yield Finding(
            "not-translated", Phrase("the text is that of the source."), Phrase("Translate it, or leave it empty.")
        )
    elif (
        source_script != target_script and source_script != "Latin"
    ):  # Latin names and acronyms are at home in every language
        pattern = _script_pattern(source_script)
        if not pattern.search(pair.target.words):  # as in most texts, which are then not searched more closely
            return
        left = pattern.search(_QUOTED.sub(" ", without_addresses(pair.target.unmarked, " ")))
        if left:
            yield Finding(
                "not-translated",
                Phrase("“%(words)s” is left in the source language.", words=left[0]),
                Phrase("Translate it or quote it."),
            )


def _check_stretch(pair: Pair) -> Iterator[Finding]:
    """Give the first stretch of words, none of them a name, that stands in the translation as in the source.

    Three such words are needed, or two amid another script. Only a source in Latin script has words of its own in it.
    """
    scripts, (source, target) = pair.site.scripts, (pair.source_language, pair.target_language)
    if scripts[source] != "Latin" or source.split("-")[0] == target.split("-")[0]:
        return
    if pair.source.words.casefold() == pair.target.words.casefold():  # of which all is said already
        return
    least = 3 if scripts[target] == "Latin" else 2
    text = without_addresses(pair.target.unmarked, " ")
    for title in pair.target.emphasised:
        text = text.replace(title, " . ")
    known = set(_stretches(pair.source.unmarked.casefold(), least))
    for words in _stretches(_QUOTED.sub(" . ", text), least):
        if words in known and sum(map(len, words)) >= _LEAST_LETTERS:
            message = Phrase("“%(words)s” is left in the source language.", words=" ".join(words))
            yield Finding("not-translated", message, Phrase("Translate it or quote it."), "warning")
            return


def _stretches(text: str, count: int) -> Iterator[tuple[str, ...]]:
    """Give every stretch of so many words that no full stop parts."""
    words = _LATIN_WORD.findall(text)
    for no in range(len(words) - count + 1):
        stretch = tuple(words[no : no + count])
        if "." not in stretch:
            yield stretch


def _count_words(text: str) -> int:
    """Count words; two Han characters are one."""
    return len(text.split()) + len(re.findall(f"[{HAN}]", text)) // 2


@cache
def _script_pattern(script: str) -> re.Pattern[str]:
    if script == "Han":
        return re.compile(f"[{HAN}\\u3040-\\u30ff]+")
    name = script.upper()
    letters = [
        chr(code)
        for code in (*range(0x250, 0x3200), *range(0xAC00, 0xD7A4))
        if unicodedata.name(chr(code), "").startswith(name)
    ]
    return re.compile(f"[{re.escape(''.join(letters))}]+" if letters else r"(?!)")
