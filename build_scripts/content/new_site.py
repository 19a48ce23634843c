"""A new site that builds at once: its languages, its sectors and actors, and a report that shows how to write one.

Receives a `Plan`, which holds what `duizhao init` asks, and the folder of the templates; gives the files by path. Words
that nobody was asked for are in the languages that `templates/new/words` has; a source language without such words gets
the English ones to translate, and other languages show the source until they are translated. Refuses, with
`ScaffoldError`, what cannot be a language, a name or an id.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import ValidationError

from build_scripts.content.interface import MESSAGE_LANGUAGE, empty_catalogue, find_catalogue
from build_scripts.content.model import Language, Site
from build_scripts.content.paths import EVERYBODY, NOBODY
from build_scripts.content.scaffold import ScaffoldError
from build_scripts.content.shapes import LONGEST_ID, is_id
from build_scripts.ground.languages import is_known_language, own_name
from build_scripts.ground.messages import Phrase
from build_scripts.ground.texts import LANGUAGE_PATTERN

REPORT = "example"
PLACEHOLDER_URL = "https://example.org/"
_TABLES = ("kinds", "sectors", "actors", "places", "indicators", "events", "glossary")
_NOUNS = {"sector": Phrase("sector"), "actor": Phrase("actor")}
_TAKEN = {"sector": ("index",), "actor": (NOBODY, EVERYBODY)}


@dataclass(frozen=True)
class Plan:
    """What a new site is to be: languages (source first), its names in their order, and labels as people type them.

    A label is words in the source language, or in several, as `Buses | 公交`, in the order of the languages; before
    them may stand the id: `buses=Buses`. The title of the report is written with bars too, and so may be the only name.
    What is not given is that of the words that come with the generator.
    A site that is empty begins without a report.
    """

    languages: tuple[str, ...]
    names: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    report: str = ""
    is_empty: bool = False


def new_site(plan: Plan, templates: Path) -> dict[str, str]:
    """Give the files of a new site by their path in its folder; raises `ScaffoldError`."""
    return _Maker(plan, templates).files()


def find_languages(codes: Sequence[str]) -> tuple[Language, ...]:
    """Give the languages of codes, each under its own name for itself; raises `ScaffoldError`."""
    if not codes or len(set(codes)) < len(codes):
        raise ScaffoldError(Phrase("name each language of the site once, and at least one."))
    return tuple(map(_language, codes))


def has_words(language: str, templates: Path) -> bool:
    """Tell whether the words of a new site are known in a language."""
    return bool(_words(language, templates))


def default_words(language: str, templates: Path) -> Mapping[str, str]:
    """Give what a question is answered with that nobody answers, in a language or in English."""
    return _words(language, templates) or _words(MESSAGE_LANGUAGE, templates)


@cache
def known_words(templates: Path, keys: tuple[str, ...]) -> frozenset[str]:
    """Give the words of new sites under some keys, in every language that they are known in; lists by their parts."""
    every = (_words(path.stem, templates) for path in sorted((templates / "new" / "words").glob("*.yml")))
    return frozenset(
        text
        for words in every
        for key in keys
        for text in (split_labels(words[key]) if key in ("sectors", "actors") else (words[key],))
    )


def ready_languages(templates: Path) -> tuple[str, ...]:
    """Give the codes of the languages that the interface comes in; in others its words are in English."""
    return (MESSAGE_LANGUAGE, *sorted(path.stem for path in (templates / "locale").glob("*.po")))


def split_labels(text: str) -> tuple[str, ...]:
    """Give the labels of a list as people type it.

    >>> split_labels("Buses, Trams ,"), split_labels("公交，电车、地铁")
    (('Buses', 'Trams'), ('公交', '电车', '地铁'))
    """
    return tuple(part.strip() for part in re.split("[,，、،;；]", text) if part.strip())


def make_id(label: str) -> str:
    """Give an id for a label: its Latin letters, of Han characters their pinyin; nothing where it has none of these.

    >>> make_id("Écoles & santé"), make_id("城市交通"), make_id("الحافلات")
    ('ecoles-sante', 'cheng-shi-jiao-tong', '')
    """
    from pypinyin import lazy_pinyin  # a quarter of the time of all imports, and only this needs it here

    latin = " ".join(lazy_pinyin(label)) if re.search("[\u3400-\u9fff]", label) else label
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-")


def _words(language: str, templates: Path) -> Mapping[str, str]:
    path = templates / "new" / "words" / f"{language.partition('-')[0]}.yml"
    found: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


class _Maker:
    """Makes the files of one plan."""

    def __init__(self, plan: Plan, templates: Path) -> None:
        self.plan = plan
        self.templates = templates
        self.languages = find_languages(plan.languages)
        codes = [one.code for one in self.languages]
        self.source = codes[0]
        self.words = {code: _words(code, templates) for code in codes}
        self.words[self.source] = default_words(self.source, templates)
        self.environment = Environment(
            loader=FileSystemLoader(templates / "new" / "site"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.environment.filters["quoted"] = _quoted
        self.environment.filters["flow"] = _flow

    def files(self) -> dict[str, str]:
        """Give all files."""
        found = {".gitignore": self._render("gitignore"), "README.md": self._render("README.md")}
        for name in ("site", *_TABLES):
            found[f"content/{name}.yml"] = self._render(f"{name}.yml")
        for code in self.spoken:
            found[f"content/pages/about.{code}.md"] = self._render("about.md", code)
        found |= self._report() if self._context["report"] else {"content/reports/.gitkeep": ""}
        for one in self.languages:
            if one.code.split("-")[0] != MESSAGE_LANGUAGE and not find_catalogue(one.code, [self.templates / "locale"]):
                catalogue = empty_catalogue(one.code, one.locale, self.templates / "locale")
                found[f"content/locale/{one.code}.po"] = catalogue
        return found

    def _report(self) -> dict[str, str]:
        folder, sector = f"content/reports/{REPORT}", self._context["sector"]
        found = {f"{folder}/report.yml": self._render("report.yml")}
        titles = {"index": self._context["report"], "brief": self._context["sectors"][sector]}
        for code in self.spoken:
            found[f"{folder}/index.{code}.md"] = self._render("index.md", code, titles["index"].get(code))
            found[f"{folder}/{sector}.{code}.md"] = self._render("brief.md", code, titles["brief"].get(code))
            found[f"content/comparisons/{sector}.{code}.md"] = self._render("comparison.md", code)
        return found

    @property
    def spoken(self) -> list[str]:
        """Give the languages that words are known in, the source first."""
        return [code for code, words in self.words.items() if words]

    def _render(self, name: str, code: str = "", title: str | None = "") -> str:
        about = {"code": code, "is_source": code == self.source, "title": title}
        return self.environment.get_template(f"{name}.jinja").render(**self._context, **about)

    @cached_property
    def _context(self) -> Mapping[str, Any]:
        """Give what all templates write with."""
        sectors, actors = self._table("sector", self.plan.sectors), self._table("actor", self.plan.actors)
        others = list(sectors)[1:2]
        attributes = "".join([" key page=3 cites=a-source", *(f" also={other}" for other in others)])
        report = {} if self.plan.is_empty else self._texts(self._split(self.plan.report), "report")
        return {
            "languages": self.languages,
            "names": self._names(),
            "sectors": sectors,
            "actors": actors,
            "sector": next(iter(sectors)),
            "actor": next(iter(actors)),
            "attributes": attributes,
            "report": report,
            "report_id": REPORT,
            "spoken": self.spoken,
            "texts": lambda key: _flow({code: self.words[code][key] for code in self.spoken}),
            "say": lambda key, code: self.words[code][key],
        }

    def _names(self) -> Mapping[str, str]:
        given = self.plan.names
        if len(given) == 1 and len(self.languages) > 1:  # with bars, as labels are given
            given = tuple(self._split(given[0]))
        if len(given) > len(self.languages):
            raise ScaffoldError(
                Phrase("there are more names than languages; give one for each, in the order of the languages.")
            )
        names = self._texts(given, "site_name")
        rows = [one.model_dump() for one in self.languages]
        try:
            Site.model_validate({"name": names, "base_url": PLACEHOLDER_URL, "languages": rows})
        except ValidationError as error:
            reason = error.errors()[0].get("ctx", {}).get("error", error.errors()[0]["msg"])
            raise ScaffoldError(Phrase("the name: %(reason)s.", reason=reason)) from error
        return names

    def _split(self, text: str) -> list[str]:
        """Give the texts between bars, in the order of the languages; raises `ScaffoldError` where there are more."""
        parts = [part.strip() for part in text.split("|")]
        if len(parts) > len(self.languages):
            raise ScaffoldError(
                Phrase(
                    '"%(text)s" has %(count)s parts between bars, but the site has %(most)s language(s): %(codes)s.',
                    text=text,
                    count=len(parts),
                    most=len(self.languages),
                    codes=[one.code for one in self.languages],
                )
            )
        return parts

    def _texts(self, given: Sequence[str], key: str) -> dict[str, str]:
        """Give texts by language as they were given in the order of the languages, else those that are known."""
        texts = dict(zip((one.code for one in self.languages), given, strict=False))
        known = {} if any(given) else {code: self.words[code][key] for code in self.spoken}
        return {**known, **{code: text for code, text in texts.items() if text}}

    def _table(self, noun: str, given: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """Give the labels of sectors or actors by id."""
        labels = [text.strip() for text in given if text.strip()]
        found: dict[str, Mapping[str, str]] = {}
        for number, text in enumerate(labels, 1):
            named, sign, label = text.partition("=")
            own = named.strip() if sign else make_id(text.partition("|")[0]) or f"{noun}-{number}"
            texts = self._texts(self._split(label if sign else text), noun)
            if not is_id(own) or own in found or own in _TAKEN[noun] or not texts.get(self.source):
                raise ScaffoldError(
                    Phrase(
                        '"%(text)s" gives no %(noun)s with an id of its own. Write it as buses=Buses, with a–z, 0–9 '
                        "and single hyphens before the sign.",
                        text=text,
                        noun=_NOUNS[noun],
                    )
                )
            found[own] = texts
        return found or self._default_table(f"{noun}s")

    def _default_table(self, key: str) -> Mapping[str, Mapping[str, str]]:
        """Give the labels of a table that nobody has given any of, with ids in English."""
        labels = {code: split_labels(self.words[code][key]) for code in self.spoken}
        ids = map(make_id, split_labels(default_words(MESSAGE_LANGUAGE, self.templates)[key]))
        return {own: {code: texts[no] for code, texts in labels.items()} for no, own in enumerate(ids)}


def _language(code: str) -> Language:
    if not re.match(LANGUAGE_PATTERN, code) or not is_known_language(code.partition("-")[0]):
        raise ScaffoldError(
            Phrase(
                '"%(code)s" is no code of a language that is known: write it as en, fr, pt-BR or zh-Hant.', code=code
            )
        )
    return Language.model_validate({"code": code, "name": own_name(code)})


def _quoted(text: str) -> str:
    """Give a text as YAML, of which JSON is a part, so that any text survives."""
    return json.dumps(text, ensure_ascii=False)


def _flow(texts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{code}: {_quoted(text)}" for code, text in texts.items()) + "}"
