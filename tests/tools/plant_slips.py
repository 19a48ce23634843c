"""Slips planted in statements, and statements taken out, and how many of them the proofreading names.

`python -m tests.tools.plant_slips SOURCES [--content DIR] [--seed N] [--slips 200] [--removed 100]`: the originals lie
in SOURCES under the names that reports give (`source_file`). What is changed, and whether it stands elsewhere, is found
by plain patterns, without the readers of the package, so that what these overlook is planted too.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from build_scripts.checks.source.proof import Proof, proofread
from build_scripts.content.load import load_content
from build_scripts.content.originals import read_original

NUMBER = re.compile(r"(?<![A-Za-z\d.,-])(?!(?:19|20)\d\d年)\d[\d,]*(?:\.\d+)?(?![\d.,]*[A-Za-z])")
YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
TITLE = re.compile(r"(?<=《)[^《》〈〉]{3,}(?=》)")
UNITS = {
    "万吨": "亿吨", "亿吨": "万吨", "亿千瓦": "万千瓦", "亿美元": "万美元", "亿元": "万元", "亿平方米": "万平方米",
    "%": "个百分点", "公吨": "公斤", "千克": "吨", "海里": "公里", "英里": "公里", "分钟": "小时", "摄氏度": "华氏度",
    "万吨二氧化碳": "亿吨二氧化碳", "万个": "亿个", "万亿美元": "亿美元", "艾焦耳": "拍焦耳", "美元": "欧元",
}  # fmt: skip
UNIT = re.compile(rf"(?<=\d)(?:{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})")
SAME = 0.5  # of an item that another text must have to say it too
LETTERS = "安边城达恩法光海河华吉江康林明南宁平青山石文新阳云"
STATEMENT = re.compile(r"^- (?P<text>.*?)(?P<attributes> \{#(?P<id>[a-z0-9-]+)[^}]*\})\s*$")


@dataclass(frozen=True)
class Line:
    """A line with a statement or point, or any other: its file, its number, its id, words and attributes."""

    path: Path
    no: int
    key: str
    text: str
    attributes: str = ""


def _number(match: re.Match[str], chance: random.Random) -> str:
    digits = [k for k, char in enumerate(match[0]) if char.isdigit()]
    place = chance.choice(digits)
    other = chance.choice([digit for digit in "123456789" if digit != match[0][place]])
    return match[0][:place] + other + match[0][place + 1 :]


def _year(match: re.Match[str], chance: random.Random) -> str:
    return str(int(match[0]) + chance.choice([-10, -5, -3, -2, -1, 1, 2, 3, 5, 10]))


def _title(match: re.Match[str], chance: random.Random) -> str:
    place = chance.randrange(len(match[0]))
    other = chance.choice([letter for letter in LETTERS if letter != match[0][place]])
    return match[0][:place] + other + match[0][place + 1 :]


SLIPS: dict[str, tuple[re.Pattern[str], Callable[[re.Match[str], random.Random], str]]] = {
    "number": (NUMBER, _number),
    "unit": (UNIT, lambda match, _: UNITS[match[0]]),
    "year": (YEAR, _year),
    "title": (TITLE, _title),
}


def find_lines(paths: Iterable[Path]) -> Iterator[Line]:
    """Give the lines of files; those of statements and points have a key."""
    for path in paths:
        for no, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
            match = STATEMENT.match(line)
            key = f"{path.name.partition('.')[0]}#{match['id']}" if match else ""
            yield Line(path, no, key, match["text"], match["attributes"]) if match else Line(path, no, "", line)


def mutate(line: Line, chance: random.Random) -> tuple[str, str, str] | None:
    """Give the kind of a slip, the words that it changes, and the statement with it."""
    visible = re.sub(r"\]\([^)]*\)", lambda match: "\1" * len(match[0]), line.text)
    possible = [(kind, match) for kind, (pattern, _) in SLIPS.items() for match in pattern.finditer(visible)]
    if not possible:
        return None
    kind = chance.choice(sorted({kind for kind, _ in possible}))
    match = chance.choice([match for own, match in possible if own == kind])
    new = SLIPS[kind][1](match, chance)
    return kind, f"{match[0]} → {new}", line.text[: match.start()] + new + line.text[match.end() :]


class Trial:
    """A content folder, copied, and its reports proofread."""

    def __init__(self, content: Path, sources: Path) -> None:
        self.content, self.sources = content, sources

    def proofs(self, change: Callable[[Path], None] = lambda _: None) -> dict[str, Proof]:
        """Give the proofs of all reports that have an original, after a change of the copy."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "content"
            shutil.copytree(self.content, copy)
            change(copy)
            content, _ = load_content(copy)
            found = {}
            for report in content.reports:
                path = self.sources / (report.facts.source_file or "" if report.facts else "")
                if path.is_file() and report.facts:
                    found[report.id] = proofread(content, report, read_original(path), report.facts.language)
            return found

    def rewrite(self, copy: Path, changes: dict[Line, str | None]) -> None:
        """Write other words into statements; None takes one out, with its notes."""
        by_path: dict[Path, dict[int, str | None]] = {}
        for line, text in changes.items():
            by_path.setdefault(line.path, {})[line.no] = text
        for path, own in by_path.items():
            kept: list[str] = []
            is_gone = False
            for no, old in enumerate(path.read_text(encoding="utf-8").split("\n")):
                text, match = own.get(no), STATEMENT.match(old)
                is_gone = (text is None) if no in own else is_gone and (not old or old.startswith("    "))
                if text is not None and match:
                    kept.append(f"- {text}{match['attributes']}")
                elif not is_gone:
                    kept.append(old)
            (copy / path.relative_to(self.content)).write_text("\n".join(kept), encoding="utf-8")


def faults_of(proof: Proof) -> set[tuple[str, str]]:
    """Give the words that the original has otherwise or not, by statement."""
    return {(one.claim.key, fault.mark.text) for one in proof.checked for fault in one.faults}


def plant(trial: Trial, lines: dict[str, list[Line]], count: int, chance: random.Random) -> tuple[int, list[str]]:
    """Plant slips, one a statement; give how many were planted, and those that nothing names."""
    possible = [
        (report, line, slip)
        for report in lines
        for line in lines[report]
        if line.key and (slip := mutate(line, chance))
    ]
    chosen = chance.sample(possible, min(count, len(possible)))
    before = trial.proofs()
    after = trial.proofs(lambda copy: trial.rewrite(copy, {line: slip[2] for _, line, slip in chosen}))
    named = {report: {key for key, _ in faults_of(after[report]) - faults_of(before[report])} for report in before}
    unnamed = [
        f"{report} {line.key} {slip[:2]} {slip[2]}" for report, line, slip in chosen if line.key not in named[report]
    ]
    return len(chosen), unnamed


def take_out(trial: Trial, lines: dict[str, list[Line]], count: int, chance: random.Random) -> tuple[int, list[str]]:
    """Take statements out whose number or listed item stands nowhere else; give how many, and those nobody misses."""
    before = trial.proofs()
    points = list(find_lines(sorted(trial.content.glob("comparisons/*.md"))))
    possible = [(report, *one) for report in lines for one in _only_ones(before[report], lines[report], points)]
    chosen = chance.sample(possible, min(count, len(possible)))
    gone = [line for _, line, _ in chosen]
    gone += [point for point in points if any(_rests(point, report, line) for report, line, _ in chosen)]
    after = trial.proofs(lambda copy: trial.rewrite(copy, dict.fromkeys(gone)))
    old = {
        report: {(gap.kind, gap.segment.no, gap.text) for gap in proof.coverage.gaps}
        for report, proof in before.items()
    }
    unmissed = []
    for report, line, only in chosen:
        gaps = [gap for gap in after[report].coverage.gaps if (gap.kind, gap.segment.no, gap.text) not in old[report]]
        if not any(
            only in (str(gap.segment.no), gap.text) or (_digits(only) and _digits(only) in _digits(gap.text))
            for gap in gaps
        ):
            unmissed.append(f"{report} {line.key} {only} {line.text}")
    return len(chosen), unmissed


def _digits(text: str) -> str:
    return re.sub(r"[^\d.]", "", text)


def _only_ones(proof: Proof, lines: list[Line], points: list[Line]) -> Iterator[tuple[Line, str]]:
    """Give the statements that alone have a number of the original, or alone say a listed item that they rest on.

    Points of comparisons that rest on a statement go with it, and do not count.
    """
    original = " ".join(passage.text for passage in proof.index.original.passages)
    first = {one.claim.key: one.support[0] for one in proof.checked if one.support}
    resting = Counter(segment.no for one in proof.checked for segment in one.support)
    for line in (line for line in lines if line.key):
        others = [other.text for other in lines if other != line]
        others += [point.text for point in points if not _rests(point, proof.report, line)]
        numbers = [match[0] for match in NUMBER.finditer(line.text) if len(_digits(match[0])) > 1]
        only = next(
            (n for n in numbers if len(_places(n, original)) == 1 and not any(_places(n, o) for o in others)), ""
        )
        item = first.get(line.key)
        if only:
            yield line, only
        elif (
            item
            and item.is_item
            and resting[item.no] == 1
            and max(_shared(item.text, other) for other in others) < SAME
        ):
            yield line, str(item.no)


def _rests(point: Line, report: str, line: Line) -> bool:
    return f"{report}/{line.key}" in re.split(r'[ "}]', point.attributes)


def _places(number: str, text: str) -> list[str]:
    return re.findall(rf"(?<![\d.,]){re.escape(number)}(?![\d.,])", text)


def _shared(item: str, text: str) -> float:
    """Give how many of the pairs of neighbouring characters of an item a text has."""
    pairs = {item[k : k + 2] for k in range(len(item) - 1) if item[k : k + 2].isalnum()}
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def main() -> int:
    """Plant, take out, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--content", type=Path, default=Path("content"))
    parser.add_argument("--language", default="zh")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slips", type=int, default=200)
    parser.add_argument("--removed", type=int, default=100)
    given = parser.parse_args()
    trial, chance = Trial(given.content, given.sources), random.Random(given.seed)
    unchanged = trial.proofs()
    folders = {report: (given.content / "reports" / report).glob(f"*.{given.language}.md") for report in unchanged}
    lines = {report: list(find_lines(sorted(paths))) for report, paths in folders.items()}
    marks = sum(sum(proof.counts.values()) for proof in unchanged.values())
    alarms = sum(len(faults_of(proof)) for proof in unchanged.values())
    print(f"unchanged: {alarms} of {marks} marks named ({alarms / max(1, marks):.1%})")
    for words, make, count in (("slips", plant, given.slips), ("statements taken out", take_out, given.removed)):
        total, missed = make(trial, lines, count, chance)
        print(f"{words}: {total - len(missed)} of {total} named ({1 - len(missed) / max(1, total):.1%})")
        print("".join(f"  {one}\n" for one in missed), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
