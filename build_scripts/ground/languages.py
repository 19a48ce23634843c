"""What the stages know of scripts and languages: ranges of characters, stemmers."""

from __future__ import annotations

from functools import cache
from typing import Any

import snowballstemmer
from babel import Locale

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


@cache
def find_stemmer(language: str) -> Any:
    """Give the library's stemmer for a language, or None where it has none."""
    name = Locale.parse(language.split("-")[0]).get_language_name("en")
    known = {algorithm.casefold() for algorithm in snowballstemmer.algorithms()}
    return snowballstemmer.stemmer(name.casefold()) if name and name.casefold() in known else None
