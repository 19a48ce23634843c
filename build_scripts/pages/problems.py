"""The page that says what every rule means, made from the definitions of the rules.

Receives nothing of the content; gives chapters of rules, with their words as `Texts` in the languages that rules are
defined in, so that pages in other languages mark them as they mark all that they lack. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from build_scripts.checks.rule_definitions import BAD, GOOD, NO_FILE, Rule, load_chapters, visible
from build_scripts.ground.messages import LANGUAGES, Phrase, load_speech
from build_scripts.ground.problems import LEVEL_NAMES
from build_scripts.ground.texts import Texts


@dataclass(frozen=True)
class Example:
    """What breaks a rule or does not: what is said of it, its file, and the lines of that, if there are any."""

    label: Texts[str]
    file: str
    words: Markup


@dataclass(frozen=True)
class ShownRule:
    """A rule in the words of the page."""

    id: str
    level: Texts[str]
    means: Texts[str]
    why: Texts[str]
    examples: tuple[Example, Example]


@dataclass(frozen=True)
class ShownChapter:
    """Rules of one subject."""

    name: str
    title: Texts[str]
    rules: tuple[ShownRule, ...]


@dataclass(frozen=True)
class Problems:
    """What pages in a language tell of the rules."""

    language: str

    @cached_property
    def introduction(self) -> Texts[str]:
        """Give what the page begins with."""
        return self._said(_LEAD)

    @cached_property
    def nothing(self) -> Texts[str]:
        """Give what is said in the place of an example that is no text."""
        return self._said(NO_FILE)

    @cached_property
    def chapters(self) -> tuple[ShownChapter, ...]:
        """Give all chapters with their rules."""
        return tuple(
            ShownChapter(chapter.name, self._texts(chapter.title), tuple(map(self._rule, chapter.rules)))
            for chapter in load_chapters()
        )

    def _rule(self, rule: Rule) -> ShownRule:
        bad = Example(self._said(BAD), rule.file, _lines(rule.bad))
        good = Example(self._said(GOOD), rule.good_file, _lines(rule.good))
        level = self._said(LEVEL_NAMES[rule.level])
        return ShownRule(rule.id, level, self._texts(rule.means), self._texts(rule.why), (bad, good))

    def _said(self, phrase: Phrase) -> Texts[str]:
        return self._texts({language: phrase.said(load_speech(language)) for language in LANGUAGES})

    def _texts(self, versions: Mapping[str, str]) -> Texts[str]:
        """Give texts by language; zh serves pages in zh-Hans too."""
        primary = self.language.partition("-")[0]
        return Texts(dict(versions) | {self.language: versions[primary]} if primary in versions else versions)


_LEAD = Phrase(
    "The command duizhao check says what is wrong with the content, where, and what to write. Here is what each rule "
    "means, and why there is one, with an example. An error stops the build; a warning or a note does not."
)


def _lines(text: str) -> Markup:
    """Give an example as HTML in which line ends stay: a staged page has each element in one line."""
    return Markup("&#10;").join(Markup.escape(line) for line in visible(text).split("\n"))
