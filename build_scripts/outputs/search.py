"""Library → the search index of one language, in the form the theme's search field reads.

Receives a `Library` and the interface of a language; returns JSON text. Every page is an entry, every statement one
of its own that leads to its permalink. What an entry is called (`title`) is shown, and hardly counts: first comes what
has the words in its `name`, which of a statement is its brief’s. Han text is cut into words (library rjieba, which
learns the site's own terms first, and keeps no file of its own), so that compounds are found whole; a number keeps
the word after it (2.24亿吨), and an acronym is also indexed together with the words beside it. Refuses nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from build_scripts.content.interface import Interface
from build_scripts.content.model import Term
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts
from build_scripts.library.claims import Claim, Comparison
from build_scripts.library.index import Brief, Library, Page
from build_scripts.library.notes import note_kind, warning_notes
from build_scripts.library.references import join_reference, reference_to
from build_scripts.outputs.point_citations import point_reference

if TYPE_CHECKING:
    from rjieba import Jieba

SEPARATOR = r"[\s\u200b\-,，。、；：？！（）《》“”‘’'()·/]+"
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_RUN = re.compile(rf"[^{SEPARATOR[1:-2]}]+")
_NUMBER = re.compile(r"[0-9][0-9.,]*[%％]?\Z")
_ZERO_WIDTH_SPACE = "\u200b"
_SECTORS, _GLOSSARY = "sectors", "glossary"
_BOOSTS = {"title": 0.01, "name": 1000.0, "text": 1.0, "tags": 1000000.0, "terms": 1.0}


def search_index(library: Library, interface: Interface) -> str:
    """Give the index of a language."""
    cutter = _Cutter(_vocabulary(library))
    entries = _Entries(library, interface)

    def documents(name: str) -> list[str]:
        return [_json(cutter.document(entry)) for entry in entries.of(name)]

    fields = {name: {"boost": boost} for name, boost in _BOOSTS.items()}
    config = {"lang": ["en"], "separator": SEPARATOR, "pipeline": [], "fields": fields}
    names = list(entries.owners())
    found = library.recall_all("search", [(interface.digest, name) for name in names], lambda no: documents(names[no]))
    docs = ",".join(text for texts in found for text in texts)
    return f'{{"config":{_json(config)},"docs":[{docs}]}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def zensical_index(library: Library, interface: Interface, own: str) -> str:
    """Give the same in Zensical's form, with the settings of the index `own` it wrote; it cuts the words itself."""
    items = [
        {
            "location": entry.location,
            "level": 1,
            "title": _escape(entry.title),
            "text": _escape(entry.text),
            "path": [],
            "tags": [],
        }
        for entries in [_Entries(library, interface)]
        for name in entries.owners()
        for entry in entries.of(name)
    ]
    config = json.loads(own)["config"]
    return json.dumps({"config": config, "items": items}, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class _Entry:
    """Where something lies, what it is called, its text, and the name that it is found by first if it is another."""

    location: str
    title: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class _Entries:
    """Gives what is found in one language."""

    library: Library
    interface: Interface

    def owners(self) -> Iterator[str]:
        """Give what entries are about: the sectors, then every file of texts by its name, then the glossary."""
        yield _SECTORS
        yield from (f"comparisons/{sector}" for sector in self.library.comparisons)
        for report in self.library.reports.values():
            yield f"reports/{report.id}/index"
            yield from (f"reports/{brief.key}" for brief in report.briefs)
        yield from (f"pages/{name}" for name in self.library.pages)
        yield _GLOSSARY

    def of(self, owner: str) -> Iterator[_Entry]:
        """Give an entry for every page and statement of an owner; a page stands before what it holds."""
        library, pick = self.library, self._pick
        kind, _, name = owner.partition("/")
        if owner == _SECTORS:
            for key, sector in library.sectors.items():
                synthesis = None if key in library.comparisons else sector.synthesis
                text = " ".join(pick(texts) for texts in (sector.description, synthesis) if texts)
                yield _Entry(f"sectors/{key}/", pick(sector.label), text)
        elif kind == "comparisons":
            yield from self._comparison(library.comparisons[name])
        elif owner == _GLOSSARY:
            yield _Entry("glossary/", self.interface.translations.gettext("Glossary"), "")
            yield from map(self._term, library.terms.values())
        elif kind == "pages":
            prose = library.pages[name]
            yield _Entry(f"{prose.name}/", pick(prose.title), self._page_words(prose))
        elif name.endswith("/index"):
            report = library.reports[name.removesuffix("/index")]
            yield _Entry(report.path, pick(report.page.title), self._page_words(report.page))
        else:
            yield from self._brief(self._briefs[name])

    @cached_property
    def _briefs(self) -> dict[str, Brief]:
        return {brief.key: brief for brief in self.library.briefs}

    def _brief(self, brief: Brief) -> Iterator[_Entry]:
        short, title = self._pick(self.library.reports[brief.report].facts.short), self._pick(brief.title)
        yield _Entry(brief.path, join_reference(short, title), self._words(brief.intro))
        for statement in brief.statements:
            reference = reference_to(self.library, statement).words(*self.library.order(self.interface.language.code))
            yield _Entry(statement.path, reference, self._claim_words(statement), title)

    def _comparison(self, comparison: Comparison) -> Iterator[_Entry]:
        sector = self._pick(self.library.sectors[comparison.sector].label)
        for point in comparison.points:
            reference = point_reference(self.library, point, self.interface)
            yield _Entry(point.path, reference, self._claim_words(point), sector)

    def _pick(self, texts: Texts[str]) -> str:
        return texts.pick(*self.library.order(self.interface.language.code)) or ""

    def _words(self, *pieces: Texts[Prose]) -> str:
        found = (texts.pick(*self.library.order(self.interface.language.code)) for texts in pieces)
        return " ".join(words for prose in found if prose for words in (prose.words, *_notes(prose)))

    def _page_words(self, page: Page) -> str:
        return self._words(*page.pieces)

    def _claim_words(self, claim: Claim) -> str:
        """Give the words of a statement or a point; what the editors warn of is said first."""
        kinds = dict.fromkeys(note_kind(self.library, note) for note in warning_notes(self.library, claim))
        labels = (f"[{self._pick(self.library.kinds.notes[kind].label)}]" for kind in kinds)
        return " ".join([*labels, self._words(claim.text, *(part.texts for part in claim.parts))])

    def _term(self, term: Term) -> _Entry:
        forms = [form for entry in term.forms.values() for form in (entry.preferred, *entry.accepted)]
        preferred = Texts({code: entry.preferred for code, entry in term.forms.items()})
        words = " / ".join(dict.fromkeys([*forms, term.acronym or ""]))
        definition = self._pick(term.definition) if term.definition else ""
        path = self.library.glossary.path(term.id, self.interface.language.code)
        return _Entry(path, self._pick(preferred), f"{words} {definition}")


def _notes(prose: Prose) -> Iterator[str]:
    """Give the words of the footnotes that a text marks, which stand on its page too."""
    return (prose.notes[label].words for label in dict.fromkeys(prose.footnotes) if label in prose.notes)


def _vocabulary(library: Library) -> tuple[str, ...]:
    """Give the words the site itself declares: terms in all forms, and labels."""
    forms = [form for term in library.terms.values() for entry in term.forms.values() for form in _forms(entry)]
    tables = (library.sectors, library.actors, library.places, library.indicators)
    labels = [text for table in tables for entry in table.values() for text in entry.label.values()]
    return tuple(sorted({word for word in [*forms, *labels] if _HAN.fullmatch(word) and len(word) <= 8}))


def _forms(entry: object) -> Iterable[str]:
    return (getattr(entry, "preferred", ""), *getattr(entry, "accepted", ()))


@cache
def _unused() -> list[Jieba]:
    """Give the tokenizer that the library has made for itself: another dictionary takes as long to load."""
    import rjieba  # only a build cuts words

    return [rjieba._DEFAULT_JIEBA]


@lru_cache(maxsize=4)
def _tokenizer(vocabulary: tuple[str, ...]) -> Jieba:
    from rjieba import Jieba

    unused = _unused()
    tokenizer = unused.pop() if unused else Jieba()
    for word in vocabulary:
        tokenizer.add_word(word, None, None)
    return tokenizer


class _Cutter:
    """Puts zero-width spaces between words and gathers the extra terms of an entry."""

    def __init__(self, vocabulary: tuple[str, ...]) -> None:
        self.vocabulary = vocabulary

    def document(self, entry: _Entry) -> dict[str, str]:
        title, text = _escape(entry.title), _escape(entry.text)
        name = _escape(entry.name) if entry.name else title
        found = {"location": entry.location, "title": self.cut(title), "name": self.cut(name), "text": self.cut(text)}
        terms = sorted(self.terms(f"{title} {text}"))
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


def _escape(text: str) -> str:
    """Write words so that the theme shows them as they are."""
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
