"""Results → Markdown: the figures that are to be reached, the medians of everything, and the share of each stage.

Receives the `Results` of contents of several sizes; returns a text. Refuses nothing.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence

from tests.bench.contest import BUILDS, COLD, EDITED, OURS, SAME, STATEMENT, Results, titles
from tests.bench.figures import median, pages_of, ratio, rows

_MEGABYTE = 10**6
_KILOBYTE = 10**3
_ALIKE = 0.15
# What is set beside what: the step of this project, the other's, and the part of the cost.
_PAIRS = tuple(
    (ours, peer, theirs, part)
    for ours, peer, theirs in (
        (COLD, "mkdocs", COLD),
        (COLD, "zensical", COLD),
        (COLD, "hugo", COLD),
        (STATEMENT, "zensical", EDITED),
        (STATEMENT, "hugo", EDITED),
        (SAME, "hugo", EDITED),
    )
    for part in ("wall", "processor")
)


def report_text(every: Sequence[Results], rounds: int, reasons: Sequence[str]) -> str:
    """Give all tables; `reasons` say what could not be measured at all."""
    parts = [
        f"{rounds} round{'s' if rounds > 1 else ''}; {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}.",
        *_yardsticks(every),
        *reasons,
        *_unlike_shells(every),
        "### What is to be reached\n\n" + _table(("pages", "figure", "measured", "target", "reached"), _targets(every)),
        "### Ratios of pairs\n\n"
        + _table(("pages", "this project", "beside", "wall time", "processor time"), _ratios(every)),
        "### Medians\n\n"
        + _table(
            ("pages", "who", "what", "wall, s", "processor, s", "memory, MB", "HTML files", "site, MB", "shell, KB"),
            _medians(every),
        ),
    ]
    stages = list(_stages(every))
    if stages:
        parts.append("### Stages of this project, s\n\n" + _table(("pages", "stage", *BUILDS), stages))
    failures = [
        f"- {each.name}, {' · '.join(key)}: {why}" for each in every for key, why in sorted(each.failures.items())
    ]
    if failures:
        parts.append("### Failed\n\n" + "\n".join(failures))
    return "\n\n".join(parts) + "\n"


def _yardsticks(every: Sequence[Results]) -> Iterator[str]:
    """Say how fast the machine was, and how much that changed."""
    found = [seconds for results in every for seconds in results.yardsticks]
    if found:
        least, middle, most = (f"{seconds:.2f}" for seconds in (min(found), statistics.median(found), max(found)))
        yield f"The yardstick, the same work before each step, took {middle} s of processor time ({least} to {most})."


def _unlike_shells(every: Sequence[Results]) -> Iterator[str]:
    """Say where the pages of Hugo are much lighter or heavier than Material's, so that they compare badly."""
    for results in every:
        shells = [results.sites[name].shell for name in ("hugo", "mkdocs") if name in results.sites]
        if len(shells) == 2 and shells[1] and abs(shells[0] / shells[1] - 1) > _ALIKE:
            yield f"{_pages(results)} pages: Hugo’s shell weighs {shells[0] / shells[1]:.2f} × Material’s."


def _table(head: Sequence[str], lines: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    cells = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _targets(every: Sequence[Results]) -> Iterator[Sequence[str]]:
    for results in every:
        for row in rows(results, every):
            reached = {None: "", True: "yes", False: "**no**"}[row.reached]
            yield (_pages(results), row.figure, row.value, row.target, reached)


def _ratios(every: Sequence[Results]) -> Iterator[Sequence[str]]:
    names = titles()
    for results in every:
        for ours, peer, theirs, part in _PAIRS:
            if part == "wall" and (peer, theirs) in results.costs and (OURS, ours) in results.costs:
                found = [ratio(results, (OURS, ours), (peer, theirs), each) for each in ("wall", "processor")]
                numbers = ["" if value is None else f"{value:.2f}" for value in found]
                yield (_pages(results), ours, f"{names[peer]}, {theirs}", *numbers)


def _medians(every: Sequence[Results]) -> Iterator[Sequence[str]]:
    names = titles()
    for results in every:
        for who, what in results.costs:
            parts = [median(results, (who, what), part) for part in ("wall", "processor", "memory")]
            if None in parts:
                continue
            wall, processor, memory = (part or 0.0 for part in parts)
            site = results.sites.get(who) if what == COLD else None
            size = (f"{site.pages:,}", f"{site.total / _MEGABYTE:.1f}", f"{site.shell / _KILOBYTE:.1f}") if site else ()
            costs = (f"{wall:.2f}", f"{processor:.2f}", f"{memory / _MEGABYTE:.0f}")
            yield (_pages(results), names[who], what, *costs, *(size or ("", "", "")))


def _stages(every: Sequence[Results]) -> Iterator[Sequence[str]]:
    """Give the median seconds of each stage in every step that has it, and its share of that step."""
    for results in every:
        medians = {what: _medians_of(found) for (_, what), found in results.stages.items()}
        for name in dict.fromkeys(name for seconds in medians.values() for name in seconds):
            yield (_pages(results), name, *(_with_share(medians.get(what, {}), name) for what in BUILDS))


def _medians_of(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for stages in found for name in stages)
    return {name: statistics.median(stages.get(name, 0.0) for stages in found) for name in names}


def _with_share(seconds: Mapping[str, float], name: str) -> str:
    total = sum(seconds.values())
    return f"{seconds[name]:.2f} ({seconds[name] / total:.0%})" if name in seconds and total else ""


def _pages(results: Results) -> str:
    return f"{pages_of(results):,}" if pages_of(results) else results.name
