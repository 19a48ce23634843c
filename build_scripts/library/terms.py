"""Words and the glossary → where the words use its terms.

Receives plain text and a `Vocabulary` (the forms of all terms in one language); gives places. Forms are met token by
token (a Han character, or the stem of a word), the longest one at each place, so the work grows with the text and
not with the glossary. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from build_scripts.content.model import Term
from build_scripts.ground.languages import HAN, find_stemmer

_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_SPACE = re.compile(r"[ \u00a0\n'’‐‑\-]")
_LONGEST_GAP = 3
_END = ""  # the key in a node under which the terms that end there stand, with the lengths of their words

Node = dict[str, Any]


@dataclass(frozen=True)
class Vocabulary:
    """The forms of all terms in one language, as a tree of tokens."""

    language: str
    tree: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A term in a text: where its words begin and end."""

    start: int
    end: int
    term: str


def build_vocabulary(terms: Iterable[Term], language: str) -> Vocabulary:
    """Gather the preferred and accepted forms and the acronyms; where terms share a form, the first has it."""
    tree: Node = {}
    for term in terms:
        forms = term.forms.get(language)
        if forms is None:
            continue
        for form in (forms.preferred, *forms.accepted, *([term.acronym] if term.acronym else [])):
            node = tree
            tokens = list(_tokens(form))
            for gap, token in tokens:
                node = node.setdefault(gap + _keys(token, language)[0], {})
            if node is not tree:
                node.setdefault(_END, []).append((term.id, tuple(len(token) for _, token in tokens)))
    return Vocabulary(language, tree)


def find_terms(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Give the terms that a plain text uses, in order, the longest at each place, none inside another."""
    spans = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    no = 0
    while no < len(spans):
        last, term = _longest(text, spans, no, vocabulary)
        if term:
            yield Found(spans[no][0], spans[last][1], term)
        no = last + 1


def _longest(text: str, spans: list[tuple[int, int]], first: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """Give the last token and the id of the longest term that starts at a token, or that token and nothing."""
    best = (first, "")
    nodes = [(vocabulary.tree, first)]
    while nodes:
        node, no = nodes.pop()
        if no > first and _END in node and (not best[1] or no - 1 > best[0]):
            words = [last - start for start, last in spans[first:no]]
            # A word shorter than the term's is no inflection of it, but a relative: "allow" of "allowance".
            fits = (term for term, lengths in node[_END] if all(map(int.__ge__, words, lengths)))
            best = next(((no - 1, term) for term in fits), best)
        if no == len(spans):
            continue
        gap = "" if no == first else _gap(text[spans[no - 1][1] : spans[no][0]])
        if gap is None:
            continue
        for key in _keys(text[slice(*spans[no])], vocabulary.language):
            if gap + key in node:
                nodes.append((node[gap + key], no + 1))
    return best


def _tokens(form: str) -> Iterator[tuple[str, str]]:
    """Give the tokens of a form, each with what stands before it."""
    end = None
    for match in _TOKEN.finditer(form):
        yield "" if end is None else (_gap(form[end : match.start()]) or ""), match[0]
        end = match.end()


def _gap(text: str) -> str | None:
    """Give what stands between two tokens, every space and hyphen as one blank; None where it is too much."""
    return None if len(text) > _LONGEST_GAP else _SPACE.sub(" ", text)


@lru_cache(maxsize=32768)
def _keys(token: str, language: str) -> tuple[str, ...]:
    """Give the keys that a token may stand under: an acronym as it is written or in the plural, a word as its stem."""
    acronym = token.removesuffix("s")
    exact = (f"={acronym}",) if len(acronym) > 1 and acronym.isupper() else ()
    stemmer = find_stemmer(language)
    folded = token.casefold()
    stem = stemmer.stemWord(folded) if stemmer and not re.match(f"[{HAN}]", token) else folded
    return (*exact, stem)
