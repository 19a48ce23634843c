"""Mutations of aligned pairs, and how many of them are called `differ`: `python tests/tools/mutate.py
FILE.tsv`.

Each mutation changes one number, unit or word of one side as a slip would; it is written without the
readers of the
package, with plain patterns on the text, so that a number which the package overlooks is mutated too.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import yaml

from build_scripts.quantities import compare
from build_scripts.quantities.names import NO_NAMES, load_names

Mutation = tuple[str, str, str]
NUMBER = r"(?<![\w.,$£€-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-])|(?<![\w.,-])\d+(?:\.\d+)?(?![\w,-]|\.\d)"
BIG_EN = rf"(?P<n>{NUMBER})(?=\s(?:million|billion|percent|%|kilomet|tons|tonnes|yuan|hectares|degrees|people)|%)"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _times(text: str, size: int) -> str:
    plain = text.replace(",", "")
    whole, _, part = plain.partition(".")
    if size == 10:
        return (
            whole + part[:1] + ("." + part[1:] if len(part) > 1 else "")
            if part
            else f"{int(whole) * 10:,}"
            if "," in text
            else whole + "0"
        )
    return (whole[:-1] or "0") + "." + whole[-1] + part


def mutate_en(zh: str, en: str) -> Iterator[Mutation]:
    for match in re.finditer(BIG_EN, en):
        for size, name in ((10, "×10"), (0, "÷10")):
            yield name, zh, en[: match.start()] + _times(match["n"], size) + en[match.end() :]
    for match in re.finditer(
        r"\s?(?:US\$|RMB|[$£€])?(?:\d[\d,.]*\d|\d)(?:\s(?:million|billion|trillion))?(?:%|\s(?:percent|yuan|kilometers|tons|tonnes|million|billion))",
        en,
    ):
        yield "dropped", zh, en[: match.start()] + en[match.end() :]
    swaps = (
        ("million", "billion"),
        ("billion", "million"),
        ("percentage points", "percent"),
        ("more than", "less than"),
        ("over ", "under "),
        ("nearly ", "over "),
        ("at least", "at most"),
        ("US$", "€"),
        ("RMB", "US$"),
        ("dollars", "euros"),
        ("yuan", "dollars"),
        ("$", "£"),
        ("€", "$"),
    )
    for old, new in swaps:
        for match in re.finditer(
            re.escape(old)
            + (
                r"(?=\s?[\d$£€])"
                if old in ("more than", "over ", "nearly ", "at least", "US$", "RMB", "$", "€")
                else r"\b"
            ),
            en,
        ):
            before = en[max(0, match.start() - 6) : match.start()]
            if old in ("million", "billion", "percentage points", "dollars", "yuan") and not re.search(
                r"\d\s?(?:million |billion |trillion )?$", en[max(0, match.start() - 16) : match.start()]
            ):
                continue
            if old == "$" and before[-2:] in ("US", "HK"):
                continue
            yield f"{old.strip()}→{new.strip()}", zh, en[: match.start()] + new + en[match.end() :]
    for match in re.finditer(
        r"(\d+(?:\.\d+)?)(%? ?(?:to|-|–) ?)(\d+(?:\.\d+)?)(?=%|\s(?:percent|million|billion|years))", en
    ):
        yield "range reversed", zh, en[: match.start()] + match[3] + match[2] + match[1] + en[match.end() :]
        yield "range end", zh, en[: match.start(3)] + str(int(float(match[3])) + 3) + en[match.end() :]
    for match in re.finditer(rf"({'|'.join(MONTHS)}) (\d{{1,2}})(?!\d)", en):
        month, day = MONTHS.index(match[1]) + 1, int(match[2])
        if day <= 12 and day != month:
            yield "day↔month", zh, en[: match.start()] + f"{MONTHS[day - 1]} {month}" + en[match.end() :]
    if not re.search(r"[降减跌逆亏负]", zh):  # a decrease may be told with a minus or without
        for match in re.finditer(r"(?:^|(?<=[\s(]))[-−–](?=\$?\d)", en):
            if not re.search(r"[\d%C]\s?$", en[: match.start()]):  # a range
                yield "minus sign dropped", zh, en[: match.start()] + en[match.end() :]
    for match in re.finditer(r"(?<=\d)(?:%|\spercent)(?! points)", en):
        yield "percent→percentage points", zh, en[: match.start()] + " percentage points" + en[match.end() :]


def mutate_zh(zh: str, en: str) -> Iterator[Mutation]:
    for match in re.finditer(r"(?<=[\d多余])\s?(万|亿)(?![亿])", zh):
        new = "亿" if match[1] == "万" else "万"
        yield "万↔亿", zh[: match.start(1)] + new + zh[match.end(1) :], en
    for old, new in (
        ("个百分点", "%"),
        ("超过", "不足"),
        ("不足", "超过"),
        ("近", "超"),
        ("美元", "欧元"),
        ("英镑", "美元"),
        ("欧元", "英镑"),
        ("人民币", "日元"),
        ("以上", "以下"),
    ):
        pattern = re.escape(old) + (r"(?=\s?\d)" if old in ("超过", "不足", "近") else "")
        for match in re.finditer(pattern, zh):
            if old not in ("超过", "不足", "近") and not re.search(
                r"[\d%万亿多余]\s?[名人%个家亿万]{0,2}$", zh[max(0, match.start() - 5) : match.start()]
            ):
                continue
            yield f"{old}→{new}", zh[: match.start()] + new + zh[match.end() :], en
    for match in re.finditer(r"\d+(?:\.\d+)?\s?(?:%|万|亿)", zh):
        yield "dropped", zh[: match.start()] + zh[match.end() :], en


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    names = load_names(yaml.safe_load(options.names.read_text(encoding="utf-8"))) if options.names else NO_NAMES
    totals: collections.Counter[str] = collections.Counter()
    missed: collections.Counter[str] = collections.Counter()
    shown: list[Mutation] = []
    makers: tuple[Callable[[str, str], Iterator[Mutation]], ...] = (mutate_en, mutate_zh)
    for line in options.file.read_text(encoding="utf-8").splitlines():
        _, zh, en = line.split("\t")
        if compare(zh, en, names=names).verdict != "agree":
            continue
        for maker in makers:
            for name, new_zh, new_en in maker(zh, en):
                totals[name] += 1
                if compare(new_zh, new_en, names=names).verdict != "differ":
                    missed[name] += 1
                    shown.append((name, new_zh, new_en))
    for name, total in sorted(totals.items()):
        print(f"{name:32} {total - missed[name]:5} of {total:5}")
    whole = sum(totals.values())
    print(f"all {whole - sum(missed.values())} of {whole} = {100 * (1 - sum(missed.values()) / whole):.2f} %")
    random.Random(1).shuffle(shown)
    for name, zh, en in shown[: options.show]:
        print("\n", name, "\n ", zh[:300], "\n ", en[:400])


if __name__ == "__main__":
    main()
