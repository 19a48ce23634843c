"""Words and the glossary → where the words use its terms.

Receives plain text and a `Vocabulary` (the forms of all terms in one language); gives places. Forms are met token by
token (a Han character or hiragana, or the stem of a word), the longest one at each place, so the work grows with the
text and not with the glossary. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from build_scripts.content.model import Term
from build_scripts.ground.languages import HAN, HIRAGANA, KATAKANA, find_stemmer

# Of text without spaces a character, or a run of katakana, which is mostly a word: メタンの → メタン, の.
_TOKEN = re.compile(rf"[{HAN}{HIRAGANA}]|[{KATAKANA}]+|[^\W_{HAN}{HIRAGANA}{KATAKANA}]+")
_SPACE = re.compile(r"[ \u00a0\n'’‐‑\-]")
_LONGEST_GAP = 3
_END = ""  # the key in a node under which the terms that end there stand, with the lengths of their words

Node = dict[str, Any]
Span = tuple[int, int]


class _Starts(dict[str, tuple[Node, ...]]):
    """Where the tree of a vocabulary goes on from a token that begins a form: nowhere, for most tokens."""

    def __init__(self, tree: Mapping[str, Any], language: str, is_exact: bool) -> None:
        self._tree, self._language, self._is_exact = tree, language, is_exact

    def __missing__(self, token: str) -> tuple[Node, ...]:
        """Look a token up when it is met first."""
        keys = _keys(token, self._language, self._is_exact)
        self[token] = tuple(self._tree[key] for key in keys if key in self._tree)
        return self[token]


@dataclass(frozen=True)
class Vocabulary:
    """Forms of terms in one language, as a tree of tokens.

    `is_exact` says that only plurals inflect them; `has_marks` that the marks around a form (《…》) belong to it.
    """

    language: str
    tree: Mapping[str, Any]
    is_exact: bool = False
    has_marks: bool = False

    @cached_property
    def starts(self) -> Mapping[str, tuple[Node, ...]]:
        """Give where the tree goes on from a token that begins a form."""
        return _Starts(self.tree, self.language, self.is_exact)


@dataclass(frozen=True)
class Found:
    """A term in a text: where its words begin and end."""

    start: int
    end: int
    term: str


def build_vocabulary(terms: Iterable[Term], language: str, has_marks: bool = False) -> Vocabulary:
    """Gather the preferred and accepted forms and the acronyms; where terms share a form, the first has it."""
    found = [
        (form, term.id)
        for term in terms
        if language in term.forms
        for form in (*good_forms(term, language), *([term.acronym] if term.acronym else []))
    ]
    return replace(_build(found, language, is_exact=False), has_marks=has_marks)


def build_avoided(terms: Iterable[Term], language: str) -> Vocabulary:
    """Gather the forms to avoid, each under itself, and the good ones, under nothing: a longer one is right."""
    having = [term for term in terms if language in term.forms]
    avoided = [(form, form) for term in having for form in term.forms[language].avoid]
    return _build([*avoided, *((form, "") for term in having for form in good_forms(term, language))], language, True)


@dataclass(frozen=True)
class _Entry:
    """A form of a term: the lengths of its words, and the marks before and after them (《…》)."""

    term: str
    lengths: tuple[int, ...]
    before: str
    after: str


def _last_end(form: str) -> int:
    return max(match.end() for match in _TOKEN.finditer(form))


def good_forms(term: Term, language: str) -> tuple[str, ...]:
    """Give the preferred and the accepted forms of a term in a language."""
    forms = term.forms.get(language)
    return (forms.preferred, *forms.accepted) if forms else ()


def _build(forms: Iterable[tuple[str, str]], language: str, is_exact: bool) -> Vocabulary:
    tree: Node = {}
    for form, term in forms:
        node = tree
        tokens = list(_tokens(form))
        for gap, token in tokens:
            node = node.setdefault(gap + _keys(token, language, is_exact)[0], {})
        if node is not tree:
            lengths = tuple(len(token) for _, token in tokens)
            before, after = form[: _TOKEN.search(form).start()], form[_last_end(form) :]  # type: ignore[union-attr]
            node.setdefault(_END, []).append(_Entry(term, lengths, before, after))
    return Vocabulary(language, tree, is_exact)


def find_terms(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Give the terms that a plain text uses, in order, the longest at each place, none inside another."""
    behind = 0
    spans, firsts = _find_starts(text, vocabulary)
    for first in firsts:
        if first >= behind:
            last, term = _longest(text, spans, first, vocabulary)
            if term:
                yield Found(spans[first][0], spans[last][1], term)
            behind = last + 1


def all_terms(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Give every term that a plain text uses, also inside others, in any inflection."""
    spans, firsts = _find_starts(text, vocabulary)
    return frozenset(
        entry.term for first in firsts for _, entries in _matches(text, spans, first, vocabulary) for entry in entries
    )


def _find_starts(text: str, vocabulary: Vocabulary) -> tuple[list[Span], list[int]]:
    """Give where the tokens of a text stand, and the numbers of those that may begin a term."""
    starts = vocabulary.starts
    firsts = [no for no, token in enumerate(_TOKEN.findall(text)) if starts[token]]
    return [match.span() for match in _TOKEN.finditer(text)] if firsts else [], firsts


def _longest(text: str, spans: Sequence[Span], first: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """Give the last token and the id of the longest term that starts at a token, or that token and nothing."""
    best: tuple[int, str | None] = (first, None)
    for last, entries in _matches(text, spans, first, vocabulary):
        if best[1] is None or last > best[0]:
            words = [end - start for start, end in spans[first : last + 1]]
            # A word shorter than the term's is no inflection of it, but a relative: "allow" of "allowance".
            fits = (e.term for e in entries if vocabulary.is_exact or all(map(int.__ge__, words, e.lengths)))
            best = next(((last, term) for term in fits), best)
    return best[0], best[1] or ""


def _matches(
    text: str, spans: Sequence[Span], first: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, list[_Entry]]]:
    """Give the last token of every form that starts at a token, with the terms that have it."""
    nodes = [(node, first + 1) for node in vocabulary.starts[text[slice(*spans[first])]]]
    while nodes:
        node, no = nodes.pop()
        if _END in node:
            start, end = spans[first][0], spans[no - 1][1]
            entries = node[_END]
            if vocabulary.has_marks:
                entries = [e for e in entries if text.endswith(e.before, 0, start) and text.startswith(e.after, end)]
            yield no - 1, entries
        gap = None if no == len(spans) else _gap(text[spans[no - 1][1] : spans[no][0]])
        if gap is not None:
            for key in _keys(text[slice(*spans[no])], vocabulary.language, vocabulary.is_exact):
                if gap + key in node:
                    nodes.append((node[gap + key], no + 1))


def _tokens(form: str) -> Iterator[tuple[str, str]]:
    """Give the tokens of a form, each with what stands before it."""
    end = None
    for match in _TOKEN.finditer(form):
        yield "" if end is None else (_gap(form[end : match.start()]) or ""), match[0]
        end = match.end()


def _gap(text: str) -> str | None:
    """Give what stands between two tokens, every space and hyphen as one blank; None where it is too much."""
    if not text:  # between Han characters
        return ""
    return None if len(text) > _LONGEST_GAP else _SPACE.sub(" ", text)


@lru_cache(maxsize=32768)
def _keys(token: str, language: str, is_exact: bool = False) -> tuple[str, ...]:
    """Give the keys that a token may stand under: an acronym as it is written or in the plural, a word as its stem.

    Where forms are exact a word stands under itself, without the s of a plural.
    """
    if is_exact:
        return (token.casefold().removesuffix("s") or "s",)
    acronym = token.removesuffix("s")
    exact = (f"={acronym}",) if len(acronym) > 1 and acronym.isupper() else ()
    stemmer = find_stemmer(language)
    folded = token.casefold()
    stem = stemmer.stemWord(folded) if stemmer and not re.match(f"[{HAN}]", token) else folded
    return (*exact, stem)
