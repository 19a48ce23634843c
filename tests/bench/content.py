"""Writes a made-up content folder: `python -m tests.bench.content FOLDER PAGES [--seed N]`.

Receives an empty folder, the number of HTML pages that its site is to have, and a seed; writes files in which
`duizhao check` finds nothing but translations that are not up to date. The same seed gives the same bytes. Refuses
folders that hold something.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from build_scripts.translation.record import ATTRIBUTES
from tests.bench import tables
from tests.bench.briefs import Brief, Nouns, Writer, markdown
from tests.bench.plan import FRAMES, Plan, make_plan
from tests.bench.records import Translations, accepted, label_units
from tests.bench.vocabulary import INSTRUMENTS, PLACES, SECTORS, Sector, Words

SEED = 1
# What a report has, as in the real content.
_EVENTS, _FIGURES, _REFERENCES = 33, 48, 19
_HIGHLIGHTS = 5
_FORMS = (("review", Words("评估", "review")), ("outlook", Words("展望", "outlook")), ("plan", Words("规划", "plan")))
_PAGES = (
    ("about", Words("关于本站", "About this site")),
    ("method", Words("做法", "How it is made")),
    ("sources", Words("资料", "Sources")),
)


@dataclass(frozen=True)
class Made:
    """What was written; `states` counts the units of the briefs by the state of their translation."""

    plan: Plan
    statements: int
    states: Mapping[str, int]


def generate(folder: Path, pages: int, seed: int = SEED) -> Made:
    """Write a content folder; raises `ValueError` for too few pages, and `FileExistsError` for a folder in use."""
    plan = make_plan(pages)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    return _Maker(folder, plan, seed).make()


class _Maker:
    """Writes one content."""

    def __init__(self, folder: Path, plan: Plan, seed: int) -> None:
        self.folder, self.plan, self.seed = folder, plan, seed
        self.nouns = {
            sector.id: Nouns(self._chance(sector.id), sector, plan.common_of(no), plan.rare_of(no))
            for no, sector in enumerate(SECTORS)
        }
        self.writer = Writer(self.nouns)
        self.translations = Translations()
        self.indicators: set[str] = set()
        self.highlights: list[str] = []
        self.events: list[Any] = []
        self.questions: list[Any] = []

    def make(self) -> Made:
        """Write everything."""
        for no, (report, place, sector, form) in enumerate(itertools.islice(_names(), self.plan.reports)):
            self._report(no, report, place, sector, form)
        self._write_tables()
        for no, (name, title) in enumerate(_PAGES, 1):
            self._page(no, name, title)
        self._write("translations/.gitattributes", ATTRIBUTES)
        return Made(self.plan, len(self.writer.addresses), dict(self.translations.states))

    def _chance(self, what: str) -> Random:
        return Random(f"{self.seed}/{what}")

    def _report(self, no: int, report: str, place: Words, sector: Sector, form: Words) -> None:
        chance = self._chance(report)
        first = len(self.writer.addresses)
        count = self.plan.briefs_of(no)
        chosen = [SECTORS[(no * count + each) % len(SECTORS)] for each in range(max(0, count - FRAMES))]
        named = [("overview", sector), *((each.id, each) for each in chosen), ("conclusion", sector)][:count]
        figures: list[dict[str, Any]] = []
        for name, about in named:
            brief = self.writer.brief(chance, report, name, about, _REFERENCES)
            self._brief(brief)
            figures += _figures(brief)
        figures = sorted(chance.sample(figures, min(_FIGURES, len(figures))), key=lambda each: str(each["id"]))
        self.indicators |= {each["indicator"] for each in figures}
        self.highlights += [f"{report}/{each['id']}" for each in figures[: _HIGHLIGHTS - len(self.highlights)]]
        self._labels(f"reports/{report}/report.yml", self._facts(chance, place, sector, form, figures))
        self._index(chance, report, place, sector, form)
        addresses = self.writer.addresses[first:]
        self.events += tables.events(chance, report, _EVENTS, self.nouns, addresses)
        self.questions += tables.questions(self._chance(f"asked/{report}"), report, self.nouns, addresses)

    def _brief(self, brief: Brief) -> None:
        path = f"reports/{brief.report}/{brief.id}"
        self._write(f"{path}.zh.md", markdown(brief, "zh"))
        left_out, record = self.translations.begin(brief)
        if left_out is not None:
            self._write(f"{path}.en.md", markdown(brief, "en", left_out))
        if record:
            self._write(f"translations/en/{path}.yml", record)

    def _facts(self, chance: Random, place: Words, sector: Sector, form: Words, figures: list[Any]) -> dict[str, Any]:
        references = []
        for no in range(1, _REFERENCES + 1):
            (_, where), rule, year = chance.choice(PLACES), chance.choice(INSTRUMENTS), chance.randint(2001, 2024)
            label = Words(f"{where.zh}《{rule.zh}》（{year}）", f"{where.en}, {rule.en} ({year})")
            url = {"url": f"https://{chance.choice(PLACES)[0]}.example/{year}/{no}"} if no % 2 else {}
            references.append({"id": f"source-{no}", "label": tables.both(label), **url})
        publisher = Words(f"{place.zh}城市研究所", f"Institute of City Studies, {place.en}")
        return {
            "short": tables.both(_title(place, sector, form)),
            "publisher": {"name": tables.both(publisher), "basis": "stated"},
            "date": {"value": f"{chance.randint(2018, 2024)}-{chance.randint(1, 12):02}", "basis": "stated"},
            "language": "zh",
            "references": references,
            "figures": figures,
        }

    def _index(self, chance: Random, report: str, place: Words, sector: Sector, form: Words) -> None:
        paragraphs = [self.writer.paragraph(chance, sector, 5) for _ in range(3)]
        title = _title(place, sector, form)
        date = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        change = Words("写成摘要，并与原文逐条核对", "Summary written and checked against the source")
        front = ("changes:\n  - {{date: '{date}', text: '{text}'}}\n").format
        zh = f"---\ntitle: '{title.zh}'\n{front(date=date, text=change.zh)}---\n"
        en = f"---\ntitle: '{title.en}'\n{front(date=date, text=change.en)}---\n"
        path = f"reports/{report}/index"
        self._write(f"{path}.zh.md", zh + "\n\n".join(each.zh for each in paragraphs) + "\n")
        self._write(f"{path}.en.md", en + "\n\n".join(each.en for each in paragraphs) + "\n")
        units = [("title", title.zh), ("intro", "\n\n".join(each.zh for each in paragraphs))]
        self._write(f"translations/en/{path}.yml", accepted(units))

    def _page(self, no: int, name: str, title: Words) -> None:
        chance = self._chance(name)
        sections = [(sector.name, self.writer.paragraph(chance, sector, 3)) for sector in SECTORS[no::4]]
        path = f"pages/{name}"
        units = [("title", title.zh)]
        zh, en = f"---\ntitle: '{title.zh}'\nnav: {no}\n---\n", f"---\ntitle: '{title.en}'\nnav: {no}\n---\n"
        for count, (heading, text) in enumerate(sections, 1):
            zh += f"\n## {heading.zh} {{#part-{count}}}\n\n{text.zh}\n"
            en += f"\n## {heading.en} {{#part-{count}}}\n\n{text.en}\n"
            units += [(f"heading-{count}", heading.zh), (f"prose-{count}", text.zh)]
        self._write(f"{path}.zh.md", zh)
        self._write(f"{path}.en.md", en)
        self._write(f"translations/en/{path}.yml", accepted(units))

    def _write_tables(self) -> None:
        chance = self._chance("syntheses")
        syntheses = {sector.id: self.writer.paragraph(chance, sector, 4) for sector in SECTORS}
        written = {
            "site": tables.site(self.highlights),
            "kinds": tables.kinds(),
            "sectors": tables.sectors(syntheses),
            "actors": tables.actors(),
            "places": tables.places(),
            "indicators": tables.indicators(self.indicators),
            "glossary": tables.glossary(self.nouns),
            "events": self.events,
        }
        for name, data in written.items():
            self._labels(f"{name}.yml", data)
        self._write("questions.yml", tables.yaml_text(self.questions))

    def _labels(self, path: str, data: Any) -> None:
        self._write(path, tables.yaml_text(data))
        self._write(f"translations/en/{path}", accepted(label_units(data)))

    def _write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _names() -> Iterator[tuple[str, Words, Sector, Words]]:
    """Give what the reports are called: id, place, sector and form; neighbours are unlike."""
    for (form, words), turn, (no, (place, name)) in itertools.product(_FORMS, range(len(SECTORS)), enumerate(PLACES)):
        sector = SECTORS[(turn + no * 5) % len(SECTORS)]
        yield f"{place}-{sector.id}-{form}", name, sector, words


def _title(place: Words, sector: Sector, form: Words) -> Words:
    return Words(f"{place.zh}{sector.name.zh}{form.zh}", f"{place.en}: {sector.name.en.lower()} {form.en}")


def _figures(brief: Brief) -> list[dict[str, Any]]:
    """Give the typed figures that the statements of a brief can have."""
    return [
        {"id": f"{brief.id}-{each.id}", "statement": f"{brief.id}#{each.id}", **_typed(each.figure)}
        for each in brief.statements
        if each.figure
    ]


def _typed(fields: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {name: int(value) if name in ("value", "low", "high") else value for name, value in fields}


def main() -> None:
    """Write a content folder and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.bench.content")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    made = generate(options.folder, options.pages, options.seed)
    print(
        f"{made.plan.pages} pages: {made.plan.reports} reports, {made.plan.briefs} briefs, {made.statements} statements"
    )


if __name__ == "__main__":
    main()
