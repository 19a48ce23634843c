"""Words that say nothing, in the languages of the sites that are edited: no digits, no names, no terms."""

from __future__ import annotations

import random

_WORDS = {
    "zh": ("确实如此。", "大体如此。", "有时如此。", "看来如此。", "并非总是如此。"),
    "ar": ("حقا.", "غالبا.", "أحيانا.", "ربما."),
    "fr": ("Vraiment.", "Souvent.", "Parfois.", "Sans doute."),
    "en": ("Indeed.", "Often so.", "Sometimes.", "It seems so.", "Hardly ever."),
}


def sentence(rng: random.Random, language: str) -> str:
    """Give one to three short sentences."""
    words = _WORDS.get(language.partition("-")[0], _WORDS["en"])
    return ("" if language.startswith("zh") else " ").join(rng.choices(words, k=rng.randint(1, 3)))


def appended(rng: random.Random, language: str, text: str) -> str:
    """Give a text with a sentence at its end."""
    space = "" if language.startswith("zh") else " "
    return f"{text.rstrip()}{space}{sentence(rng, language)}"


def label(rng: random.Random, language: str) -> str:
    """Give a short text without a full stop."""
    return sentence(rng, language).rstrip(".。")
