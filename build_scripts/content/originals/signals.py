"""A passage → whether it recommends something, sets a target, or names who published it, by the words of its language.

Receives a text and its language; the words stand in `words.toml`. Refuses nothing: of a language without words, nothing
is told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Signal = Literal["recommends", "target", "publisher"]


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {language: {name: re.compile(source) for name, source in own.items()} for language, own in data.items()}


def shows(signal: Signal, text: str, language: str) -> bool:
    """Tell whether the words of a text show something.

    >>> [shows("recommends", text, "zh") for text in ("应当延长", "应对变化", "建议市政府", "需求下降", "开放时间")]
    [True, False, True, False, False]
    >>> shows("target", "It aims to open 30 branches", "en"), shows("recommends", "She should", "xx")
    (True, False)
    """
    pattern = _patterns().get(language, {}).get(signal)
    return pattern is not None and pattern.search(text) is not None
