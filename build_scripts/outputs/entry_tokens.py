"""Entries of the search → the tokens that each is found by.

Receives an `Entry` and the `Forms` of all terms, sectors and actors; gives its tokens in a row with breaks between its
texts, those of its names first. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from build_scripts.library.terms import find_terms
from build_scripts.outputs.search_entry import Entry, Words, forms_of, sought_of
from build_scripts.outputs.search_tokens import BREAK, DENSE, fold, form_token, is_dense, make_tokens
from build_scripts.pages.terms import TermIndex

_NUMBER = re.compile(r"(?<![0-9.])(?!(?:19|20)[0-9]{2}(?![0-9.]))[0-9]")


class Forms(dict[str, tuple[tuple[str, str], ...]]):
    """The forms of a term by its id, each folded and as its token, found when it is met first.

    So are the words by which readers look for a sector or an actor.
    """

    def __init__(self, terms: TermIndex) -> None:
        """Give all of these words their tokens; terms get theirs later."""
        super().__init__()
        self.terms = terms
        self._sectors = {name: _with_tokens(sought_of(sector)) for name, sector in terms.library.sectors.items()}
        self._actors = {name: _with_tokens(self._sought_of_all(name)) for name in terms.library.actors}

    def _sought_of_all(self, actor: str) -> Iterator[Words]:
        """Give the words for an actor and for those that it is made of."""
        actors = self.terms.library.actors
        return (words for name in (actor, *actors[actor].includes) for words in sought_of(actors[name]))

    def __missing__(self, term: str) -> tuple[tuple[str, str], ...]:
        """Find the forms of a term."""
        self[term] = _with_tokens(dict.fromkeys(forms_of(self.terms.library.terms[term])))
        return self[term]

    def sought(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Give the words by which readers look for the sectors and actors of an entry, as the forms of a term."""
        for sector in entry.sectors:
            yield from self._sectors[sector]
        for actor in entry.actors:
            yield from self._actors[actor]


def _with_tokens(forms: Iterable[Words]) -> tuple[tuple[str, str], ...]:
    return tuple((fold(form.text), form_token(form.text, form.language)) for form in forms)


def make_entry_tokens(entry: Entry, forms: Forms, language: str) -> tuple[str, tuple[int, ...]]:
    """Give the tokens of an entry, and how many each of its names has, which stand first.

    They are the exact ones, the same by which other forms of words find them, the words and numbers within texts that
    are written without spaces, and of the terms that the entry uses the forms that do not stand in it, a token each.
    """
    said = (entry.title, *entry.texts)
    texts = (*entry.names, *(words for words in said if words not in entry.names))
    exact = [_made(words, exact=True) for words in texts]
    near = [_made(words) for words in texts]
    others = [[token] for token in dict.fromkeys(_equivalents(entry, said, forms))]
    words = [[token] for token in dict.fromkeys((*_words_within(texts, language), *_characters_of(texts)))]
    pieces = [*exact, *(near if near != exact else ()), *words, *others]
    found = f" {BREAK} ".join(" ".join(piece) for piece in pieces if piece)
    return found, tuple(len(piece) for piece in exact[: len(entry.names)])


def is_mixed(entry: Entry, language: str) -> bool:
    """Tell whether a text is written with spaces and others of the site are not, or the other way round."""
    said = (entry.title, *entry.texts, *entry.names)
    return any(is_dense(words.language) != is_dense(language) for words in said)


def states_number(entry: Entry) -> bool:
    """Tell whether an entry states a number, which years are not."""
    return any(_NUMBER.search(words.text) for words in entry.texts)


def _made(words: Words, *, exact: bool = False) -> list[str]:
    return make_tokens(words.text, words.language, exact=exact)


def _words_within(texts: Iterable[Words], language: str) -> Iterator[str]:
    """Give the tokens of words and numbers in texts without spaces, whose pairs of characters are too common.

    Where other texts have spaces, words are first looked for with any ending.
    """
    for words in texts:
        if is_dense(words.language):
            own = DENSE.sub(" ", words.text)
            yield from make_tokens(own, "", exact=True)
            yield from make_tokens(own, language) if not is_dense(language) else ()


def _characters_of(texts: Iterable[Words]) -> Iterator[str]:
    """Give a token for each character of scripts without spaces: by it one alone is looked up, not by all pairs."""
    text = " ".join(fold(words.text) for words in texts)
    return (make_tokens(char, "")[0] for char in dict.fromkeys("".join(DENSE.findall(text))))


def _equivalents(entry: Entry, texts: Sequence[Words], forms: Forms) -> Iterator[str]:
    """Give the tokens of the forms of terms that texts use, and of what is sought, but for those that stand there."""
    vocabularies = forms.terms.vocabularies
    used = {
        found.term: None
        for words in texts
        if words.language in vocabularies
        for found in find_terms(words.text, vocabularies[words.language])
    }
    others = [*(form for term in used for form in forms[term]), *forms.sought(entry)]
    said = " ".join(fold(words.text) for words in texts) if others else ""
    return (token for folded, token in others if not _stands_in(said, folded))


def _stands_in(said: str, form: str) -> bool:
    """Tell whether a form stands in a folded text, of a language with spaces in whole words.

    >>> _stands_in("must be", "us"), _stands_in("the us must", "us"), _stands_in("中国碳市场", "市场")
    (False, True, True)
    """
    return form in said and bool(DENSE.search(form) or re.search(rf"(?<!\w){re.escape(form)}(?!\w)", said, re.ASCII))
