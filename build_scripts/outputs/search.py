"""Library → the search index of one language, in the form the theme's search field reads.

Receives a `Library` and a `Page` at the home of a language; returns JSON text. Every page is an entry, every
statement an entry of its own that leads to its permalink. Han text is cut into words (library rjieba, which
learns the site's own terms first, and keeps no file of its own), so that compounds are found whole; a number keeps
the word after it (2.24亿吨), and an acronym is also indexed together with the words beside it. Refuses nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from rjieba import Jieba

from build_scripts.library.index import Library, Statement
from build_scripts.pages.view import Page

SEPARATOR = r"[\s\u200b\-,，。、；：？！（）《》“”‘’'()·/]+"
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_RUN = re.compile(rf"[^{SEPARATOR[1:-2]}]+")
_NUMBER = re.compile(r"[0-9][0-9.,]*[%％]?\Z")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`]+")
_ZERO_WIDTH_SPACE = "\u200b"


def search_index(page: Page) -> str:
    """Give the index of the page's language."""
    cutter = _Cutter(_vocabulary(page.library))
    documents = [cutter.document(*entry) for entry in _entries(page)]
    fields = {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}, "terms": {"boost": 1.0}}
    config = {"lang": ["en"], "separator": SEPARATOR, "pipeline": [], "fields": fields}
    return json.dumps({"config": config, "docs": documents}, ensure_ascii=False, separators=(",", ":"))


def zensical_index(page: Page, own: str) -> str:
    """Give the same in Zensical's form, with the settings of the index `own` it wrote; it cuts the words itself."""
    items = [
        {"location": location, "level": 1, "title": _clean(title), "text": _clean(text), "path": [], "tags": []}
        for location, title, text in _entries(page)
    ]
    config = json.loads(own)["config"]
    return json.dumps({"config": config, "items": items}, ensure_ascii=False, separators=(",", ":"))


def _entries(page: Page) -> Iterator[tuple[str, str, str]]:
    """Give location, title and text of every page and statement; a page stands before what it holds."""
    library, plain = page.library, page.plain
    for key, sector in library.sectors.items():
        yield (
            f"sectors/{key}/",
            plain(sector.label),
            f"{plain(sector.description or {})} {plain(sector.synthesis or {})}",
        )
    for report in library.reports.values():
        yield report.path, plain(report.page.title), plain(report.page.body)
        for brief in report.briefs:
            yield brief.path, f"{plain(brief.title)} · {plain(report.facts.short)}", plain(brief.intro)
            for statement in brief.statements:
                yield statement.path, plain(brief.title), _statement_text(page, statement)
    for prose in library.pages.values():
        yield f"{prose.name}/", plain(prose.title), plain(prose.body)
    gettext = page.interface.translations.gettext
    yield "glossary/", gettext("Glossary"), ""
    for term in library.terms.values():
        forms = {code: form.preferred for code, form in term.forms.items()}
        accepted = [form for entry in term.forms.values() for form in (entry.preferred, *entry.accepted)]
        text = " / ".join(dict.fromkeys([*accepted, term.acronym or ""]))
        yield f"glossary/#{term.id}", plain(forms), f"{text} {plain(term.definition or {})}"


def _statement_text(page: Page, statement: Statement) -> str:
    language = page.shown_language(statement.text)
    parts = [page.plain(statement.text), page.plain(statement.details), *statement.notes.get(language, ())]
    return " ".join(part for part in parts if part)


def _vocabulary(library: Library) -> tuple[str, ...]:
    """Give the words the site itself declares: terms in all forms, and labels."""
    forms = [form for term in library.terms.values() for entry in term.forms.values() for form in _forms(entry)]
    tables = (library.sectors, library.actors, library.places, library.indicators)
    labels = [text for table in tables for entry in table.values() for text in entry.label.values()]
    return tuple(sorted({word for word in [*forms, *labels] if _HAN.fullmatch(word) and len(word) <= 8}))


def _forms(entry: object) -> Iterable[str]:
    return (getattr(entry, "preferred", ""), *getattr(entry, "accepted", ()))


@lru_cache(maxsize=4)
def _tokenizer(vocabulary: tuple[str, ...]) -> Jieba:
    tokenizer = Jieba()
    for word in vocabulary:
        tokenizer.add_word(word, None, None)
    return tokenizer


class _Cutter:
    """Puts zero-width spaces between words and gathers the extra terms of an entry."""

    def __init__(self, vocabulary: tuple[str, ...]) -> None:
        self.vocabulary = vocabulary

    def document(self, location: str, title: str, text: str) -> dict[str, str]:
        found = {"location": location, "title": self.cut(_clean(title)), "text": self.cut(_clean(text))}
        terms = sorted(self.terms(f"{_clean(title)} {_clean(text)}"))
        return {**found, "terms": " ".join(terms)} if terms else found

    def cut(self, text: str) -> str:
        pieces: list[str] = []
        for run in re.split(f"({_HAN.pattern})", text):
            if not _HAN.fullmatch(run):
                pieces.append(run)
                continue
            words = self.words(run)
            # A number keeps the word after it, because readers search for 2.24亿吨 as they read it.
            glue = "" if pieces and _NUMBER.search(pieces[-1]) else _ZERO_WIDTH_SPACE
            pieces.append(glue + _ZERO_WIDTH_SPACE.join(words) + _ZERO_WIDTH_SPACE)
        return "".join(pieces).strip(_ZERO_WIDTH_SPACE)

    def terms(self, text: str) -> set[str]:
        """Give, where Han and other letters touch, what starts at the words around the seam."""
        found: set[str] = set()
        for run in _RUN.findall(text):
            parts = [part for part in re.split(f"({_HAN.pattern})", run) if part]
            for before, after in pairwise(parts):
                if _HAN.fullmatch(before):
                    words = self.words(before)
                    found |= {"".join(words[-n:]) + after[:12] for n in (1, 2) if len(words) >= n}
                else:
                    found.add(before[-12:] + after[:8])
        return {term for term in found if not _NUMBER.match(term)}

    def words(self, run: str) -> list[str]:
        return list(_tokenizer(self.vocabulary).cut(run))


def _clean(text: str) -> str:
    """Drop Markdown's marks and write angle brackets so that the theme shows them as text."""
    text = _MARKS.sub("", _LINK.sub(r"\1", text))
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
