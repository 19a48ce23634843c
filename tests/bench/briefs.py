"""A made-up brief: its headings and statements, and its text in a language.

Receives a source of chance and what is written about; returns a `Brief`, its Markdown, and the pieces of its units of
translation. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from tests.bench.amounts import draw_amount
from tests.bench.sentences import MAKERS, Scene, Sentence, detail, note
from tests.bench.vocabulary import ACTORS, KINDS_OF_NOUN, MEASURES, PLACES, SECTORS, Noun, Sector, Words

# The statements of the real briefs, one number a brief.
_SIZES = (
    *(9, 10, 10, 17, 17, 17, 18, 19, 20, 22, 23, 24, 24, 24, 26, 29, 29, 30),
    *(36, 36, 37, 39, 39, 40, 41, 41, 42, 44, 47, 50, 59, 62, 64, 66, 70),
)
_STRIDE = 13  # neighbours are of unlike size
# The headings of a brief: kind, words, and the part of its statements that stand there.
_HEADINGS = (
    ("finding", Words("现状", "Where things stand"), 0.26),
    ("policy", Words("已有的规则", "Rules in force"), 0.12),
    ("challenge", Words("困难", "Difficulties"), 0.14),
    ("finding", Words("各地的数字", "Figures by place"), 0.18),
    ("target", Words("目标", "Targets"), 0.1),
    ("recommendation", Words("建议", "What should be done"), 0.14),
    ("cooperation", Words("合作", "Working together"), 0.06),
)
# How often a statement has what, as in the real content; details and footnotes are rarer there.
_ALSO, _NOTE, _CITES, _ACTOR, _DETAIL, _FOOTNOTE = 0.4, 0.18, 0.1, 0.4, 0.04, 0.03
_TABLES = 0.3
_RARE_TERM, _COMMON_TERM = 0.08, 0.5
_LEAST_USES = 4  # a term used less often has no page of its own


@dataclass(frozen=True)
class Statement:
    """A statement: its id, its attributes, its text, and what stands under it by piece, such as `note-1`."""

    id: str
    attributes: str
    text: Words
    parts: Mapping[str, Words]
    footnote: Words | None
    figure: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    """A heading with its attributes, a table under it or none, and its statements."""

    heading: Words
    attributes: str
    table: Words | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Brief:
    """A brief: `id` is its file, `sector` is given where that is no sector."""

    report: str
    id: str
    sector: str
    title: Words
    origin: Words
    intro: Words
    sections: tuple[Section, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Give all statements in their order."""
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def footnotes(self) -> dict[str, Words]:
        """Give the footnotes by the statements that have them, in their order."""
        return {each.id: each.footnote for each in self.statements if each.footnote}


class Nouns:
    """The nouns of a sector in turn: those that are terms, common and rare, and those that are none."""

    def __init__(self, chance: Random, sector: Sector, common: int, rare: int) -> None:
        """Shuffle the compounds; the first are common terms, the next rare ones."""
        compounds = [noun.of_kind(kind) for noun in sector.nouns for kind in KINDS_OF_NOUN]
        chance.shuffle(compounds)
        self.common = tuple(compounds[:common])
        self.rare = tuple(compounds[common : common + rare])
        self.plain = tuple(compounds[common + rare :])
        self._turn = 0
        self._unused = list(self.rare)

    def draw(self, chance: Random) -> Noun:
        """Give a noun: common terms in turn, at first nothing else; a rare one only once."""
        which = chance.random()
        if self.common and (which < _COMMON_TERM or self._turn < _LEAST_USES * len(self.common)):
            self._turn += 1
            return self.common[self._turn % len(self.common)]
        if which > 1 - _RARE_TERM and self._unused:
            return self._unused.pop()
        return chance.choice(self.plain)


class Writer:
    """Writes briefs; remembers the statements that stand already, so that no two are alike."""

    def __init__(self, nouns: Mapping[str, Nouns]) -> None:
        """Begin with nothing written; `nouns` are those of each sector."""
        self.nouns = nouns
        self.addresses: list[str] = []
        self._seen: set[str] = set()
        self._briefs = 0

    def brief(self, chance: Random, report: str, identifier: str, sector: Sector, references: int) -> Brief:
        """Write a brief on a sector; `references` is how many sources its report names."""
        is_own = identifier == sector.id
        titles = {"overview": Words("概述", "Overview"), "conclusion": Words("结论", "Conclusion")}
        title = sector.name if is_own else titles[identifier]
        size, sections, no = _SIZES[self._briefs * _STRIDE % len(_SIZES)], [], 0
        self._briefs += 1
        intro = self._prose(chance, sector)
        for kind, heading, share in _HEADINGS:
            count = max(1, round(size * share))
            statements = []
            for _ in range(count):
                no += 1
                statements.append(self._statement(chance, f"{kind}-{no}", kind, sector, references))
                self.addresses.append(f"reports/{report}/{identifier}#{statements[-1].id}")
            attributes = f"kind={kind} actor={chance.choice(ACTORS)[0]}"
            table = self._table(chance) if chance.random() < _TABLES / len(_HEADINGS) else None
            sections.append(Section(heading, attributes, table, tuple(statements)))
        origin = Words(f"分领域的讨论：{sector.name.zh}", f"Discussion by field: {sector.name.en}")
        return Brief(report, identifier, "" if is_own else sector.id, title, origin, intro, tuple(sections))

    def paragraph(self, chance: Random, sector: Sector, count: int) -> Words:
        """Write a paragraph of so many sentences."""
        kinds = [MAKERS[chance.choice(("finding", "challenge", "recommendation"))] for _ in range(count)]
        made = [make(Scene(chance, chance.choice(self.nouns[sector.id].plain), sector.id)) for make in kinds]
        return Words("".join(f"{each.zh}。" for each in made), " ".join(f"{each.en}." for each in made))

    def _prose(self, chance: Random, sector: Sector) -> Words:
        told = self.paragraph(chance, sector, 2)
        zh = f"这里讨论{sector.name.zh}：现状、困难和可以做的事。{told.zh}"
        return Words(
            zh, f"This part discusses {sector.name.en.lower()}: how they stand and what can be done. {told.en}"
        )

    def _statement(self, chance: Random, identifier: str, kind: str, sector: Sector, references: int) -> Statement:
        noun = self.nouns[sector.id].draw(chance)
        sentence = self._unlike(MAKERS[kind], Scene(chance, noun, sector.id))
        scene = Scene(chance, chance.choice(self.nouns[sector.id].plain), sector.id)
        footnote = self._footnote(chance) if chance.random() < _FOOTNOTE else None
        mark = f"[^{identifier}]" if footnote else ""
        words = Words(f"{sentence.zh}{mark}。", f"{sentence.en}.{mark}")
        attributes = self._attributes(chance, sector, references)
        parts = self._parts(chance, scene)
        return Statement(identifier, attributes, words, parts, footnote, sentence.figure)

    def _unlike(self, make: Callable[[Scene], Sentence], scene: Scene) -> Sentence:
        """Give a sentence that stands nowhere yet, in either language."""
        while True:
            sentence = make(scene)
            if not {sentence.zh, sentence.en} & self._seen:
                self._seen |= {sentence.zh, sentence.en}
                return sentence

    def _parts(self, chance: Random, scene: Scene) -> dict[str, Words]:
        parts = {}
        if chance.random() < _DETAIL:
            added = detail(scene)
            parts["details"] = Words(f"{added.zh}。", f"{added.en}.")
        if chance.random() < _NOTE and self.addresses:
            said = note(scene, chance.choice(self.addresses[-5000:]))
            parts["note-1"] = Words(f"编者注：{said.zh}。", f"Editor’s note: {said.en}.")
        return parts

    @staticmethod
    def _attributes(chance: Random, sector: Sector, references: int) -> str:
        found = []
        if chance.random() < _ACTOR:
            found.append(f"actor={chance.choice(ACTORS)[0]}")
        if chance.random() < _ALSO:
            found.append(f"also={chance.choice([other.id for other in SECTORS if other is not sector])}")
        if chance.random() < _CITES:
            found.append(f"cites=source-{chance.randint(1, references)}")
        return "".join(f" {each}" for each in found)

    @staticmethod
    def _footnote(chance: Random) -> Words:
        (_, place), page = chance.choice(PLACES), chance.randint(3, 400)
        return Words(f"见{place.zh}的年鉴，第{page}页。", f"See the yearbook of {place.en}, page {page}.")

    @staticmethod
    def _table(chance: Random) -> Words:
        """Give a table of a measure by place and year."""
        measure, year = chance.choice([each for each in MEASURES if each.unit != "percent"]), chance.randint(2010, 2019)
        years = (year, year + chance.randint(1, 5))
        rows = [
            (place, [draw_amount(chance, measure).words for _ in years])
            for _, place in chance.sample(PLACES, chance.randint(3, 6))
        ]
        zh = [f"| {measure.name.zh} | {years[0]}年 | {years[1]}年 |", "| --- | --- | --- |"]
        en = [f"| {measure.name.en} | {years[0]} | {years[1]} |", "| --- | --- | --- |"]
        zh += [f"| {place.zh} | {' | '.join(each.zh for each in cells)} |" for place, cells in rows]
        en += [f"| {place.en} | {' | '.join(each.en for each in cells)} |" for place, cells in rows]
        return Words("\n".join(zh), "\n".join(en))


def markdown(brief: Brief, language: str, left_out: frozenset[str] = frozenset()) -> str:
    """Write a brief in a language; `left_out` are statements that are not translated."""
    is_source = language == "zh"

    def of(words: Words) -> str:
        return words.zh if is_source else words.en

    sector = f"sector: {brief.sector}\n" if brief.sector and is_source else ""
    lines = [f"---\ntitle: '{of(brief.title)}'\nsection: '{of(brief.origin)}'\n{sector}---\n{of(brief.intro)}"]
    for section in brief.sections:
        lines.append(f"## {of(section.heading)}" + (f" {{{section.attributes}}}" if is_source else ""))
        lines += [of(section.table)] if section.table else []
        for each in section.statements:
            if each.id not in left_out:
                lines.append(f"- {of(each.text)} {{#{each.id}{each.attributes if is_source else ''}}}")
                lines += [
                    f"    {'> ' if name.startswith('note') else ''}{of(part)}" for name, part in each.parts.items()
                ]
    notes = [f"[^{name}]: {of(words)}" for name, words in brief.footnotes.items() if name not in left_out]
    return "\n\n".join([*lines, *notes]) + "\n"


def source_units(brief: Brief) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the units of translation of a brief with the pieces of their source."""
    yield from (("title", {"text": brief.title.zh}), ("section", {"text": brief.origin.zh}))
    yield "intro", {"text": brief.intro.zh}
    for no, section in enumerate(brief.sections, 1):
        yield f"heading-{no}", {"text": section.heading.zh}
        if section.table:
            yield f"prose-{no}", {"text": section.table.zh}
        for each in section.statements:
            yield each.id, {"text": each.text.zh, **{name: part.zh for name, part in each.parts.items()}}
    if brief.footnotes:
        notes = (f"[^{identifier}]: {note.zh}" for identifier, note in brief.footnotes.items())
        yield notes_unit(brief), {"text": "\n\n".join(notes)}


def notes_unit(brief: Brief) -> str:
    """Give the unit of the footnotes: they are prose of the last section."""
    return f"prose-{len(brief.sections)}" + ("-2" if brief.sections[-1].table else "")
