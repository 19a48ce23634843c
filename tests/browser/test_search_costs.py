"""What a search costs: bytes and seconds of the first question and of further ones, at three reports and at thirty."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from tests.bench.content import generate
from tests.browser.hosts import Host
from tests.browser.test_budget import Visit, settle
from tests.browser.test_search import LANGUAGES, type_in
from tests.built import Built, build_copy, make_once
from tests.conftest import FUZZ, TESTS
from tests.search_scan import Scan

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser

# What has been reached with three reports, and with 26 (the goal is 200 and 30 KB): see docs/search.md.
FIRST_QUERY, NEXT_QUERY = 172_000, 30_000
FIRST_OF_MANY, NEXT_OF_MANY = 200_000, 60_000


def costs_of(chromium: Browser, base: str, language: str, questions: list[str]) -> list[tuple[int, float]]:
    """Give the bytes and the seconds that the answers to each question took, asked one after the other on one page."""
    found = []
    with chromium.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(60_000)
        visit, page = Visit(context), context.new_page()
        page.goto(f"{base}/{language}/about/")
        settle(page)
        assert not visit.asked_for("/search/"), "nothing of the search is loaded before it is opened"
        visit.clear()
        page.goto(f"{base}/{language}/search/")
        for words in questions:
            start = time.monotonic()
            type_in(page, words)
            seconds = time.monotonic() - start
            settle(page)
            assert not visit.asked_for("search_index") and not visit.asked_for("workers")
            found.append((visit.bytes(), seconds))
            visit.clear()
    return found


def assert_light(costs: list[tuple[int, float]], questions: list[str], language: str, most: tuple[int, int]) -> None:
    """Hold the bounds of bytes; a run with `-s` shows what was measured."""
    first, *others = (size for size, _ in costs)
    seconds = sorted(took for _, took in costs[1:])
    print(f"{language}: {first} bytes, then {min(others)} to {max(others)}; seconds {costs[0][1]:.1f}, then {seconds}")
    heavy = {words: size for words, size in zip(questions[1:], others, strict=True) if size > most[1]}
    assert first <= most[0] and heavy == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_bytes_of_the_first_question_and_of_further_ones(
    built_real: Built, chromium: Browser, host: Host, language: str
) -> None:
    """Long questions first, as what was loaded for one serves the next; then short ones."""
    rows = yaml.safe_load((TESTS / "data" / "search-questions.yml").read_text(encoding="utf-8"))
    judged = sorted((str(row["q"]) for row in rows if row["lang"] == language), key=lambda words: (-len(words), words))
    questions = judged if FUZZ else [*judged[:8], *judged[-4:]]
    costs = costs_of(chromium, host(built_real.site), language, questions)
    assert_light(costs, questions, language, (FIRST_QUERY, NEXT_QUERY))


@pytest.mark.skipif(not FUZZ, reason="making a site of a thousand pages takes minutes: make fuzz")
@pytest.mark.parametrize("language", LANGUAGES)
def test_bytes_are_bounded_with_thirty_reports_too(large: Built, chromium: Browser, host: Host, language: str) -> None:
    scan, chance = Scan(large.site, language), random.Random(7)
    claims = [entry["text"].partition("\n")[0] for entry in scan.entries if entry["kind"] == "statement"]
    long = [claim[: 20 if language == "zh" else 90] for claim in chance.sample(claims, 12)]
    questions = [words.strip() for words in (*long, *chance.sample(scan.titles(), 6), *scan.pieces(6, chance))]
    costs = costs_of(chromium, host(large.site), language, questions)
    assert_light(costs, questions, language, (FIRST_OF_MANY, NEXT_OF_MANY))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of a made-up content with 26 reports."""

    def make(folder: Path) -> Built:
        generate(folder / "made", 1000)
        return build_copy(folder / "made", folder)

    return make_once("large", tmp_path_factory, make)
