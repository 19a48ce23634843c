"""Figures on a file of aligned pairs: `python tests/tools/figures.py FILE.tsv [--show differ] [--from N]
[--to N]`.
"""

from __future__ import annotations

import argparse
import collections
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import yaml

from build_scripts.quantities.names import NO_NAMES, load_names
from build_scripts.quantities.pairs import compare_pairs

# Pairs with large numbers, percentages, units, currencies or dates: the ones that the targets speak of.
HEAVY = re.compile(
    r"\d\s?[十百千万亿]|[一二三四五六七八九十百千两数几]+[万亿]|%|％|百分|分之|成[^立为]|\d{4,}|\d,\d{3}|"
    r"\d\s?(?:公里|米|吨|公斤|千克|克|度|亩|公顷|元|美元|英镑|欧元|小时|分钟|倍|英里|英尺|英寸|磅|升|瓦)|[元镑]|"
    r"\d\s?(?:年|月|日|号)|[一二三四五六七八九十]+(?:月|号|日)"
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", default="")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", dest="last", type=int, default=10**9)
    parser.add_argument("--names", type=Path)
    options = parser.parse_args()
    names = load_names(yaml.safe_load(options.names.read_text(encoding="utf-8"))) if options.names else NO_NAMES
    lines = options.file.read_text(encoding="utf-8").splitlines()
    texts = {line.split("\t")[0]: line.split("\t")[1:] for line in lines}
    started = time.perf_counter()
    results = list(compare_pairs(lines, names))
    seconds = time.perf_counter() - started
    counts = collections.Counter(result.verdict for result in results)
    heavy = [result for result in results if HEAVY.search(texts[result.id][0])]
    heavy_counts = collections.Counter(result.verdict for result in heavy)
    print(f"all {len(results)}: {dict(counts)}  {seconds:.1f} s")
    shares = {verdict: f"{100 * n / max(1, len(heavy)):.1f} %" for verdict, n in heavy_counts.items()}
    print(
        f"with large numbers, percentages, units, currencies or dates {len(heavy)}: ",
        dict(heavy_counts),
        shares,
    )
    shown = [result for result in results if result.verdict == options.show]
    for result in shown[options.first : options.last]:
        print("\n" + result.id, "*" if result in heavy else "", result.slips)
        print("  zh", texts[result.id][0][:420], "\n  en", texts[result.id][1][:600])
        print("  - zh", result.unmatched_source, "\n  - en", result.unmatched_target)


if __name__ == "__main__":
    main()
