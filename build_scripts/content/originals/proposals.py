"""An original → what a summary of it might be made of: its chapters, and the passages that statements could rest on.

Receives an original, the labels of the sectors and the declared names; returns `Proposal`. Everything in it is to be
confirmed by an editor. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from build_scripts.content.originals.model import Original, Passage
from build_scripts.content.originals.signals import shows
from build_scripts.content.shapes import is_id
from build_scripts.ground.languages import HAN
from build_scripts.quantities import Names, Quantity, Stated, read_statement, show_exact

PassageUse = Literal["recommendation", "target", "number"]
_TYPED = frozenset(["percent", "percentage-point", "multiple", "currency", "measure", "temperature", "rate", "count"])
_NO_NAMES = Names()
_MOST_CHAPTERS = 40
_MOST_OF_ALL = 0.6  # of the passages, that one chapter has
_FRONT = 15  # passages at the beginning, where publisher and date stand


@dataclass(frozen=True, slots=True)
class FigureProposal:
    """A quantity of a passage as a typed figure could have it; numbers are exact decimals, "" is what is not there."""

    unit: str
    value: str = ""
    low: str = ""
    high: str = ""
    qualifier: str = ""
    year: str = ""
    baseline: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that a statement could rest on: what it is there for, an id for the statement, figures."""

    passage: Passage
    use: PassageUse
    id: str
    figures: tuple[FigureProposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the original as a brief: an id and a title for it, and the sector whose words it has most, or ""."""

    id: str
    title: str
    sector: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found of a report; publisher and date (EDTF) stand in passages of its beginning, or are ""."""

    title: str
    language: str
    publisher: str
    date: str
    chapters: tuple[Chapter, ...]


def propose(original: Original, sectors: Mapping[str, Sequence[str]], names: Names = _NO_NAMES) -> Proposal:
    """Propose what a summary could be made of; `sectors` are the labels of each, in any language."""
    front = [passage for passage in original.passages[:_FRONT] if len(passage.text) <= 120]
    language = original.language
    publishers = (_publisher(one.text, language) for one in front if one.text != original.title)
    dates = (_date(passage.text, language) for passage in front)
    chapters: list[Chapter] = []
    counts: Counter[str] = Counter()
    for heading, passages in _split(original):
        places = tuple(_places(passages, language, names, counts))
        if heading or places:
            chapters.append(_chapter(heading or original.title, passages, places, sectors, chapters))
    publisher, date = next(filter(None, publishers), ""), next(filter(None, dates), "")
    return Proposal(original.title, language, publisher, date, tuple(chapters))


def _publisher(text: str, language: str) -> str:
    """Give the part of a short text that names who published, or "".

    >>> _publisher("Institute for Urban Travel, 14 March 2024", "en"), _publisher("The centre is open.", "en")
    ('Institute for Urban Travel', '')
    """
    parts = [] if re.search(r"[。；;!?！？]|\.$", text) else re.split(r"[，,|·]", text)
    return next((part.strip() for part in parts if shows("publisher", part, language)), "")


def _date(text: str, language: str) -> str:
    """Give the date of a short text as EDTF, with its year at least.

    >>> _date("2023年5月", "zh"), _date("14 March 2024", "en"), _date("twice", "en")
    ('2023-05', '2024-03-14', '')
    """
    for item in read_statement(text, language).side.items:
        if item.kind == "date" and item.low == item.high and item.date_parts[0] > 1900:
            year, month, day = item.date_parts
            return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    return ""


def _split(original: Original) -> Iterator[tuple[str, list[Passage]]]:
    """Give the passages by the headings of one level; what stands before them has none.

    It is the highest that has several, and leaves no chapter with most of the original, if there is such.
    """
    levels = Counter(one.level for one in original.passages if one.kind == "heading" and one.text != original.title)
    splits = []
    for level in sorted(levels):
        chapters = list(_split_at(original, level))
        if 2 <= len(chapters) <= _MOST_CHAPTERS:
            splits.append((level, max(len(passages) for _, passages in chapters) / len(original.passages)))
    even = (level for level, largest in splits if largest <= _MOST_OF_ALL)
    return _split_at(original, next(even, splits[0][0] if splits else 0))


def _split_at(original: Original, level: int) -> Iterator[tuple[str, list[Passage]]]:
    heading, passages = "", list[Passage]()
    for passage in original.passages:
        if level and passage.kind == "heading" and passage.level <= level and passage.text != original.title:
            if heading or passages:
                yield heading, passages
            heading, passages = passage.text, []
        elif passage.kind != "heading":
            passages.append(passage)
    if heading or passages:
        yield heading, passages


def _chapter(
    title: str,
    passages: Sequence[Passage],
    places: tuple[Place, ...],
    sectors: Mapping[str, Sequence[str]],
    before: Sequence[Chapter],
) -> Chapter:
    sector = _sector(title, passages, sectors)
    same = sum(chapter.title == title or chapter.title.startswith(f"{title} (") for chapter in before)
    taken = {chapter.id for chapter in before}
    id_ = next(name for name in _ids(title, sector, len(before) + 1, sectors) if name not in taken)
    return Chapter(id_, f"{title} ({same + 1})" if same else title, sector, places)


def _ids(heading: str, sector: str, number: int, sectors: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give ids that a chapter may have, the best first."""
    if sector and _score(heading, sectors[sector]):
        yield sector
    slug = "-".join(re.findall(r"[a-z0-9]+", heading.lower())[:5])
    if slug and heading.isascii() and is_id(slug) and slug != "index" and slug not in sectors:
        yield slug
    yield f"chapter-{number}"


def _sector(heading: str, passages: Sequence[Passage], sectors: Mapping[str, Sequence[str]]) -> str:
    """Give the sector whose label occurs in the heading, else most often in the passages, or ""."""
    text = " ".join(passage.text for passage in passages)
    scores = {name: 1000 * _score(heading, labels) + _score(text, labels) for name, labels in sectors.items()}
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] else ""


def _score(text: str, labels: Sequence[str]) -> int:
    """Count the words of labels in a text.

    >>> _score("夜间公交与公交站", ["公交"]), _score("Of buses and roads", ["Buses and trams"])
    (2, 1)
    """
    words = {word for label in labels for word in re.findall(rf"[{HAN}]+|[^\W\d_]+", label.lower())}
    pieces = {part for word in words for part in re.split("[与和及的]", word)}
    own = [word for word in sorted(pieces) if len(word) >= (2 if re.match(f"[{HAN}]", word) else 4)]
    return sum(text.lower().count(word) for word in own)


def _places(passages: Sequence[Passage], language: str, names: Names, counts: Counter[str]) -> Iterator[Place]:
    """Give the passages that recommend something, set a target or give a number; `counts` are those of each page."""
    for passage in passages:
        if passage.kind not in ("text", "item", "row"):
            continue
        figures = tuple(_figures(read_statement(passage.text, language, names)))
        use: PassageUse | None = "number" if figures else None
        if passage.kind != "row" and shows("recommends", passage.text, language):
            use = "recommendation"
        elif shows("target", passage.text, language) and figures:
            use = "target"
        if use:
            stem = f"p{passage.page}" if passage.page else "n"
            counts[stem] += 1
            yield Place(passage, use, f"{stem}-{counts[stem]}", figures)


def _figures(stated: Stated) -> Iterator[FigureProposal]:
    """Give the quantities of a passage that figures can be."""
    bases = stated.baselines
    years = {year.date_parts[0] for year in stated.side.years} - bases
    for item in stated.values:
        if _can_be_typed(item):
            low, high = show_exact(item.low), show_exact(item.high)
            yield FigureProposal(
                item.unit or item.kind,
                value=low if low == high else "",
                low=low if low != high else "",
                high=high if low != high else "",
                qualifier="at-most" if item.approx == "up-to" else item.approx,
                year=str(*years) if len(years) == 1 else "",
                baseline=str(*bases) if len(bases) == 1 else "",
            )


def _can_be_typed(item: Quantity) -> bool:
    is_plain = not (item.optional or item.vague or item.comparand) and (item.kind != "count" or item.unit)
    return bool(item.kind in _TYPED and is_plain and "/" not in show_exact(item.low) + show_exact(item.high))
