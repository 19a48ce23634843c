"""What every rule means: `definitions/*.toml` → `Rule`s, by id and in chapters.

Receives nothing; gives the definition of each rule that a problem can have, in the languages that messages are in. In
the files a rule has `level` (that it has in a source), `en` and `zh` (what it means, and why), and two examples: `bad`
and `good` stand in the place of `at` in a `file` of a site, or are `whole` files, or the `body` of a page; the good
one may be in a `renamed` file. What else is there says how tests try them. Refuses what lacks any of these.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from build_scripts.ground.messages import LANGUAGES, Phrase, Speech
from build_scripts.ground.problems import LEVEL_NAMES, Level

_FOLDER = Path(__file__).with_name("definitions")
_CHAPTERS = ("files", "texts", "names", "succession", "comparisons", "translations", "identity", "external", "built")
BAD, GOOD = Phrase("Not like this:"), Phrase("But like this:")
NO_FILE = Phrase("(there is no such file, or nothing stands there)")


@dataclass(frozen=True)
class Rule:
    """What a rule means and why there is one, by language; a file with content that breaks it, and the same mended.

    `trial` is how tests set the two into a site.
    """

    id: str
    level: Level
    means: Mapping[str, str]
    why: Mapping[str, str]
    file: str
    bad: str
    good: str
    good_file: str
    trial: Mapping[str, Any]


@dataclass(frozen=True)
class Chapter:
    """Rules of one subject, with its title by language."""

    name: str
    title: Mapping[str, str]
    rules: Sequence[Rule]


@cache
def load_chapters() -> tuple[Chapter, ...]:
    """Give all chapters in their order."""
    return tuple(map(_read_chapter, _CHAPTERS))


@cache
def load_rules() -> Mapping[str, Rule]:
    """Give all rules by id."""
    return {rule.id: rule for chapter in load_chapters() for rule in chapter.rules}


def explain(rule: Rule, speech: Speech) -> str:
    """Give the definition of a rule as text, in a language that it is written in."""
    language = speech.language
    head = Phrase("%(rule)s (%(level)s)", rule=rule.id, level=LEVEL_NAMES[rule.level]).said(speech)
    parts = [f"{head}\n{rule.means[language]}\n{rule.why[language]}"]
    for title, file, text in ((BAD, rule.file, rule.bad), (GOOD, rule.good_file, rule.good)):
        parts.append(f"{title.said(speech)}\n{_shown(file, text, speech)}")
    return "\n\n".join(parts)


def visible(text: str) -> str:
    """Give an example with the characters that nobody can see, which some of them are about, written out."""
    return text.strip("\n").translate({0: "␀", 0x200B: "\\u200b"})


def _shown(file: str, text: str, speech: Speech) -> str:
    words = visible(text) or NO_FILE.said(speech)
    return "\n".join(f"  {line}".rstrip() for line in (f"{file}:", *words.split("\n")))


def _read_chapter(name: str) -> Chapter:
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    title = data.pop("title")
    return Chapter(name, title, tuple(_read_rule(key, fields) for key, fields in data.items()))


def _read_rule(key: str, fields: dict[str, Any]) -> Rule:
    said = {language: fields.pop(language) for language in LANGUAGES}
    file = fields.pop("file")
    return Rule(
        id=key,
        level=fields.pop("level"),
        means={language: means for language, (means, _) in said.items()},
        why={language: why for language, (_, why) in said.items()},
        file=file,
        bad=fields.pop("bad"),
        good=fields.pop("good"),
        good_file=fields.pop("renamed", file),
        trial=fields,
    )
