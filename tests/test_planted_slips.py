"""Slips planted in a report are named, and statements taken out are missed: the tool for it, on a small one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.originals import REPORTS, as_text
from tests.source_report import STATEMENTS, make_content
from tests.tools.plant_slips import Line, Trial, faults_of, find_lines, plant, take_out

SEEDS = (1, 2)  # as a statement has one slip at a time


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    content = make_content(tmp_path, STATEMENTS, source_file="original.txt")
    (tmp_path / "original.txt").write_text(as_text(REPORTS["zh"]), encoding="utf-8")
    return Trial(content, tmp_path)


def lines_of(trial: Trial) -> dict[str, list[Line]]:
    return {"r": list(find_lines([trial.content / "reports/r/b.zh.md"]))}


def test_planted_slips_are_named_and_nothing_else(trial: Trial) -> None:
    assert [faults_of(proof) for proof in trial.proofs().values()] == [set()]
    tried = [plant(trial, lines_of(trial), 200, random.Random(seed)) for seed in SEEDS]
    planted, unnamed = sum(count for count, _ in tried), [slip for _, own in tried for slip in own]
    assert planted >= 20 and len(unnamed) <= 0.05 * planted, unnamed


def test_statements_taken_out_are_missed(trial: Trial) -> None:
    taken, unmissed = take_out(trial, lines_of(trial), 100, random.Random(1))
    assert taken >= 5 and len(unmissed) <= 0.05 * taken, unmissed
