"""What a question ought to find: a plain look through the words of all entries, by no code of the search.

Receives a built site; gives for a question the numbers of the entries that contain it.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from opencc import OpenCC

from tests.searched import Shown, unpacked

_SIGNS = "%‰°$€£¥&+"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_simplify = OpenCC("t2s").convert


@dataclass(frozen=True)
class Scan:
    """The entries of one language of a built site."""

    site: Path
    language: str

    @cached_property
    def entries(self) -> list[Shown]:
        """Give what results show, by number."""
        folder = self.site / self.language / "search" / "entries"
        names = sorted(folder.glob("*.json.gz"), key=lambda path: int(path.name.partition(".")[0]))
        return [entry for path in names for entry in unpacked(path)]

    @cached_property
    def _texts(self) -> list[list[tuple[str, bool, bool]]]:
        """Give the texts of every entry, whether they are written without spaces, and whether they may be."""
        found = []
        for entry in self.entries:
            said = [(entry["title"], entry.get("title_lang"))]
            said += [(text, entry.get("lang")) for text in entry.get("text", "").split("\n")]
            texts = [(plain(text), (code or self.language) == "zh", self.language == "zh") for text, code in said]
            forms = [(plain(form), bool(_HAN.search(form)), True) for form in entry.get("forms", ())]  # in any language
            found.append([*texts, *forms])
        return found

    def containing(self, question: str) -> tuple[set[int], set[int]]:
        """Give the entries that contain a question, in Han within words too; and those that may be said to."""
        wanted = plain(question)
        sure = {no for no, texts in enumerate(self._texts) if any(_has(text, own, wanted) for text, own, _ in texts)}
        maybe = {no for no, texts in enumerate(self._texts) if any(_has(text, own, wanted) for text, _, own in texts)}
        return sure, sure | maybe

    def titles(self) -> list[str]:
        """Give what pages, sectors, terms, figures and events are called, and every form of a term."""
        named = [entry for entry in self.entries if entry["kind"] not in ("statement", "recommendation", "comparison")]
        every = [title for entry in named for title in (entry["title"], *entry.get("forms", ()))]
        return [title for title in dict.fromkeys(every) if plain(title)]

    def pieces(self, count: int, chance: random.Random) -> list[str]:
        """Give random parts of statements: of Han texts two to six characters, else a word or two neighbours."""
        texts = [entry["text"].split("\n")[0] for entry in self.entries if entry["kind"] == "statement"]
        found: list[str] = []
        while len(found) < count:
            text = chance.choice(texts)
            if self.language == "zh":
                length, start = chance.randint(2, 6), chance.randrange(len(text))
                piece = text[start : start + length]
            else:
                words, size = plain(text).split(), chance.randint(1, 2)
                start = chance.randrange(max(1, len(words) - 1))
                piece = " ".join(words[start : start + size])
            if len(close(plain(piece))) >= 2 and not re.search(r"[0-9][.,]?$|^[.,]?[0-9]", piece):
                found.append(piece)
        return found


def _has(text: str, is_dense: bool, wanted: str) -> bool:
    return close(wanted) in close(text) if is_dense else f" {wanted} " in f" {text} "


def plain(text: str) -> str:
    """Write a text in small letters, simplified, without accents and what stands between words."""
    text = re.sub(r"\b([A-Z][A-Z0-9]+)s\b", r"\1", text, flags=re.ASCII)
    text = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1", unicodedata.normalize("NFKC", text)).lower()
    text = re.sub(r"(?<=[0-9]),(?=[0-9]{3})|['’](?=s\b)", "", text)
    text = re.sub(rf"([{_SIGNS}])", r" \1 ", re.sub(r"(?<=[0-9])\.(?=[0-9])", "\ue000", text))
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not "\u0300" <= char <= "\u036f")
    words = re.sub(r"[^\w\ue000%‰°$€£¥&+]+|_+", " ", unicodedata.normalize("NFC", bare))
    return _simplify(" ".join(words.replace("\ue000", ".").split()))


def close(text: str) -> str:
    """Leave out the spaces but between words that are written with them."""
    return re.sub(rf"(?<![a-z0-9{_SIGNS}]) | (?![a-z0-9{_SIGNS}])", "", text)
