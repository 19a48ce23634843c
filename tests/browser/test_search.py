"""The page of the search in a real browser: what is typed finds what contains it, and that stands first."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

from build_scripts.outputs.synonyms import synonyms
from tests.browser.hosts import Host
from tests.browser.test_accessibility import SCREENS, violations
from tests.browser.test_budget import settle
from tests.browser.waiting import wait_until
from tests.built import Built
from tests.conftest import FUZZ, TESTS
from tests.search_scan import Scan

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser

LANGUAGES = ("zh", "en")
REACHED = {"zh": 0.99, "en": 0.96}
# The page's own planner, without its field: many questions in one call.
_ASK = """async questions => {
  const [{ plan, groupsOf }, { openSite }, engine] = await Promise.all(
    ["planner", "site", "engine"].map(name => import(`../assets/search/${name}.js`)));
  const words = document.querySelector("[data-dz-search]").dataset;
  const site = await openSite(engine.load, engine, words), found = [];
  for (const question of questions) {
    const answer = await plan(question, site);
    found.push(AS_LISTED ? groupsOf(answer.hits, site).map(group => group.hits[0].no) : answer.hits.map(hit => hit.no));
  }
  return found;
}"""
ASK, ASK_AS_LISTED = (_ASK.replace("AS_LISTED", value) for value in ("false", "true"))
# The everyday words for the same as what is typed.
NEAR = """async typed => {
  const [tokens, { openSite }, engine] = await Promise.all(
    ["tokens", "site", "engine"].map(name => import(`../assets/search/${name}.js`)));
  const site = await openSite(engine.load, engine, document.querySelector("[data-dz-search]").dataset);
  const found = await Promise.all(typed.map(text => site.near(tokens.runsOf(tokens.fold(text)))));
  return found.map(own => own ? own.words : []);
}"""
TOKENS = """async vectors => {
  const [tokens, { openSite }, engine] = await Promise.all(
    ["tokens", "site", "engine"].map(name => import(`../assets/search/${name}.js`)));
  const words = document.querySelector("[data-dz-search]").dataset, pairs = {};
  const { spell } = await openSite(engine.load, engine, words);
  [...vectors.han[0]].forEach((char, no) => { pairs[char] = [...vectors.han[1]][no]; });
  const runsOf = text => tokens.runsOf(tokens.fold(text, pairs)), spelling = code => code === "en" ? spell : undefined;
  const rowOf = (runs, code) => ({
    folded: runs.join(" "), whole: tokens.denseTokens(runs, true), inside: tokens.denseTokens(runs, false),
    tokens: tokens.spacedTokens(runs, spelling(code)), exact: tokens.exactTokens(runs),
  });
  return {
    rows: vectors.rows.map(({ text, language }) => rowOf(runsOf(text), language)),
    forms: vectors.forms.map(([language, form]) => tokens.formToken(runsOf(form), spelling(language))),
  };
}"""


@pytest.fixture(scope="module")
def open_search(built_real: Built, chromium: Browser, host: Host) -> Iterator[Callable[..., Page]]:
    """Open the page of the search; what the page says in its console is no error, and nothing is asked of others."""
    contexts, said = [], []

    def open_one(language: str, query: str = "", **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{host(built_real.site)}/{language}/search/{query}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="module")
def shared(open_search: Callable[..., Page]) -> Callable[[str], Page]:
    """One page of the search in each language, for tests that leave it as it was."""
    pages: dict[str, Page] = {}
    return lambda language: (
        pages.setdefault(language, open_search(language)) if language not in pages else pages[language]
    )


def field_of(page: Page) -> Any:
    return page.locator(".dz-ask input[name=q]")


def type_in(page: Page, words: str) -> None:
    """Type, and wait for the answers to this question."""
    field_of(page).fill(words)
    answered(page, words)


def answered(page: Page, words: str) -> None:
    wait_until(page, "words => new URLSearchParams(location.search).get('q') === words", words)
    shows(page)


def shows(page: Page) -> None:
    wait_until(page, "!document.querySelector('[aria-busy=true]') && !document.querySelector('.dz-found').hidden")


# What is found


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_contains_a_question_is_found_and_stands_first(
    built_real: Built, shared: Callable[[str], Page], language: str
) -> None:
    """Every title and term, and random parts of statements; beside a plain look through the words of all entries."""
    scan, chance = Scan(built_real.site, language), random.Random(7)
    step = 1 if FUZZ else 10
    questions = [*scan.titles()[::step], *scan.pieces(2000 if FUZZ else 40, chance)]
    wrong = {}
    for question, hits in zip(questions, shared(language).evaluate(ASK, questions), strict=True):
        sure, maybe = scan.containing(question)
        last = max((hits.index(no) for no in sure if no in hits), default=-1)
        if not sure <= set(hits) or not set(hits[: last + 1]) <= maybe:
            wrong[question] = [scan.entries[no]["path"] for no in (sure - set(hits)) | (set(hits[: last + 1]) - maybe)]
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_have_a_right_answer_among_the_first_three(
    built_real: Built, shared: Callable[[str], Page], language: str
) -> None:
    """Of a set that somebody else has judged; the share is what has been reached."""
    scan, figures = Scan(built_real.site, language), paths_of_figures(built_real)
    rows = yaml.safe_load((TESTS / "data" / "search-questions.yml").read_text(encoding="utf-8"))
    own = [row for row in rows if row["lang"] == language]
    assert len(own) >= 100
    missed = []
    for row, hits in zip(own, shared(language).evaluate(ASK_AS_LISTED, [str(row["q"]) for row in own]), strict=True):
        paths = [scan.entries[no]["path"] for no in hits[:3]]
        if not {figures.get(path, path) for path in paths} & set(row["right"]):
            missed.append(row["q"])
    assert 1 - len(missed) / len(own) >= REACHED[language], missed


def paths_of_figures(built: Built) -> dict[str, str]:
    """Give the statements of figures, by the anchors of these in the tables."""
    library = built.library
    given = [
        (one, figure) for one in library.statements.values() for figure in library.figures_by_statement.get(one.key, ())
    ]
    return {f"figures/#figure.{statement.report}.{figure.id}": statement.path for statement, figure in given}


def test_the_browser_cuts_a_question_as_the_index_is_cut(shared: Callable[[str], Page]) -> None:
    vectors = json.loads((TESTS / "data" / "search-tokens.json").read_text(encoding="utf-8"))
    made = shared("en").evaluate(TOKENS, vectors)
    for row, found in zip(vectors["rows"], made["rows"], strict=True):
        assert found["folded"].replace(" ", "") == row["folded"].replace(" ", ""), row["text"]
        names = ("whole", "inside") if "whole" in row else ("tokens", "exact")
        for name in names:
            assert name not in row or found[name] == row[name], (row["text"], name)
    assert made["forms"] == [token for _, _, token in vectors["forms"]]
    assert any("exact" in row for row in vectors["rows"])


# Questions of which each was once answered wrongly: typed into the field, with what the first answer has to say.
TYPED = {
    "zh": {
        "碳中和": "碳中和", "碳税": "碳税", "碳汇": "碳汇", "能源转型": "能源转型", "中美合作": "中美合作",
        "市场": "市场", "塑料": "塑料", "车": "车", "碳关税": "碳关税", "16%": "16%", "生態環境部": "生态环境部",
        "ＣＣＵＳ": "CCUS", "2.24亿吨": "2.24亿吨", "CCUS技术": "CCUS技术", "川普": "特朗普",
    },
    "en": {
        "carbon price": "carbon price", "16%": "16%", "decarbonization": "decarboni[sz]ation", "metane": "methane",
        "fertilizer": "fertili[sz]er", "NDCs": "NDCs?", "ndcs": "NDCs?", "net-zero": "net[- ]zero",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_answer_says_what_was_typed(open_search: Callable[..., Page], language: str) -> None:
    page = open_search(language)
    for words, said in TYPED[language].items():
        type_in(page, words)
        first = page.locator(".dz-result").first
        expect(first).to_contain_text(re.compile(said, re.IGNORECASE))
        assert first.locator("mark").count(), words


def test_an_answer_leads_to_its_statement(open_search: Callable[..., Page], built_real: Built) -> None:
    page = open_search("zh", "?q=碳关税")
    answered(page, "碳关税")
    link = page.locator(".dz-result h3 a[href*='/reports/']").first
    path = str(link.get_attribute("href")).partition("/zh/")[2]
    link.click()
    page.wait_for_url(re.compile(re.escape(path) + "$"))
    expect(page.locator(f"[id='{path.partition('#')[2]}']")).to_be_visible()
    page.go_back()
    answered(page, "碳关税")
    expect(page.locator(".dz-result").first).to_be_visible()


@pytest.mark.parametrize("end", [0, -1])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reference_brings_its_statement_first(
    built_real: Built, shared: Callable[[str], Page], language: str, end: int
) -> None:
    """Of the first brief and the last one, without the dot, as somebody would type it who has heard it."""
    scan = Scan(built_real.site, language)
    brief = [brief for brief in built_real.library.briefs if len(brief.statements) > 12][end]
    path = brief.statements[6].path  # its number is also the beginning of those of others
    number = next(no for no, entry in enumerate(scan.entries) if entry["path"] == path)
    (hits,) = shared(language).evaluate(ASK, [scan.entries[number]["title"].replace(" ·", "")])
    assert hits[0] == number


def test_a_quotation_that_breaks_off_within_a_word_finds_its_statement(
    built_real: Built, shared: Callable[[str], Page]
) -> None:
    scan = Scan(built_real.site, "en")
    claims = {
        no: entry["text"].partition("\n")[0] for no, entry in enumerate(scan.entries) if entry["kind"] == "statement"
    }
    long = {no: claim for no, claim in claims.items() if len(claim) > 150 and claim[119:121].isalpha()}
    chosen = random.Random(7).sample(sorted(long), 8)
    for no, hits in zip(chosen, shared("en").evaluate(ASK, [long[no][:120] for no in chosen]), strict=True):
        assert no in [hit for hit in hits[:3] if claims.get(hit, "")[:119] == long[no][:119]], long[no]


@pytest.mark.parametrize(("language", "question"), [("en", "planes"), ("zh", "飞机")])
def test_a_sector_is_found_by_what_readers_call_it(
    built_real: Built, shared: Callable[[str], Page], language: str, question: str
) -> None:
    """Whether the word stands in a text or not."""
    entries, (hits,) = Scan(built_real.site, language).entries, shared(language).evaluate(ASK, [question])
    (sector,) = (key for key, own in built_real.library.sectors.items() if question in own.sought[language])
    assert {no for no, entry in enumerate(entries) if sector in entry.get("sectors", ())} <= set(hits)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_the_words_stands_before_what_has_other_words_for_the_same(
    built_real: Built, shared: Callable[[str], Page], language: str
) -> None:
    """Of groups of which one word is rare and others are not: by the rare one both are found, in this order."""
    scan = Scan(built_real.site, language)
    texts = [f"{entry['title']} {entry.get('text', '')} {entry.get('forms', '')}".lower() for entry in scan.entries]
    asked: dict[str, tuple[set[int], set[int], set[int]]] = {}
    for group in synonyms(language)[::10]:
        having = {word: scan.containing(word) for word in group[:4] if len(word) > 1}
        every = {no for found, _ in having.values() for no in found}
        few = {word for word in having if sum(word[:5] in said for said in texts) < 3}  # whatever its ending
        rare = [(word, found) for word, found in having.items() if found[0] and word in few]
        if rare and len(every) > 8 and len(asked) < 3:
            word, (sure, maybe) = rare[0]
            asked[word] = (sure, maybe, every)
    for word, hits in zip(asked, shared(language).evaluate(ASK, list(asked)), strict=True):
        sure, maybe, every = asked[word]
        other = set(hits) & (every - maybe)
        assert sure <= set(hits) and other, word
        assert max(map(hits.index, sure)) < min(map(hits.index, other)), word
    assert len(asked) == 3


@pytest.mark.parametrize("language", ["en"])
def test_endings_are_left_out_in_the_browser_as_in_the_index(shared: Callable[[str], Page], language: str) -> None:
    rows = json.loads((TESTS / "data" / "search-tokens.json").read_text(encoding="utf-8"))["everyday"]
    for (typed, meant), words in zip(rows, shared(language).evaluate(NEAR, [typed for typed, _ in rows]), strict=True):
        assert meant in words, typed


def test_a_question_for_a_number_has_one_in_its_answer(built_real: Built, shared: Callable[[str], Page]) -> None:
    library, scan = built_real.library, Scan(built_real.site, "zh")
    given = next(one for one in library.statements.values() if library.figures_by_statement.get(one.key))
    label = library.indicators[library.figures_by_statement[given.key][0].indicator].label["zh"]
    (hits,) = shared("zh").evaluate(ASK, [f"{label} 多少"])
    assert re.search(r"[0-9]", scan.entries[hits[0]]["text"])


# The field


def test_paste_speech_and_composition_search(open_search: Callable[..., Page]) -> None:
    page = open_search("zh")
    field = field_of(page)
    send = """(field, [type, value, more]) => {
      field.value = value;
      const kind = type.startsWith("composition") ? CompositionEvent : InputEvent;
      field.dispatchEvent(new kind(type, { bubbles: true, ...more }));
    }"""
    field.evaluate(send, ["input", "碳税", {"inputType": "insertFromPaste"}])
    answered(page, "碳税")
    field.evaluate(send, ["input", "市场", {"inputType": "insertText"}])  # as speech and pens write
    answered(page, "市场")
    field.evaluate(send, ["compositionstart", "市场", {}])
    for value in ("tan", "tan hui"):
        field.evaluate(send, ["input", value, {"isComposing": True, "inputType": "insertCompositionText"}])
    page.wait_for_timeout(400)
    assert "tan" not in page.url, "pinyin is no question yet"
    field.evaluate(send, ["compositionend", "碳汇", {"data": "碳汇"}])
    answered(page, "碳汇")


def test_a_late_answer_does_not_replace_a_newer_one(open_search: Callable[..., Page]) -> None:
    page = open_search("zh", "?q=碳税")
    answered(page, "碳税")
    held: list[Route] = []
    passing: list[bool] = []
    page.route("**/index/*", lambda route: route.continue_() if passing else held.append(route))
    field_of(page).fill("甲烷")
    while not held:
        page.wait_for_timeout(20)
    passing.append(True)
    type_in(page, "碳关税")
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    expect(page.locator(".dz-result mark").first).to_have_text("碳关税")


def test_slash_and_the_header_lead_to_the_search(
    open_search: Callable[..., Page], built_real: Built, host: Host
) -> None:
    page = open_search("en")
    page.goto(f"{host(built_real.site)}/en/glossary/")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("carbon price")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/search/\?q=carbon\+price$"))
    expect(page.locator(".dz-result").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{host(built_real.site)}/en/glossary/")
    page.locator(".dz-search-link").click()
    page.wait_for_url(re.compile("/en/search/$"))
    expect(field_of(page)).to_be_focused()
    page.goto(f"{host(built_real.site)}/en/")
    page.locator(".dz-find input").fill("methane")
    page.locator(".dz-find button").click()
    expect(page.locator(".dz-result").first).to_be_visible()


# Filters and the address


def counts_of(page: Page, facet: str) -> dict[str, int]:
    """Give what a filter offers, with the numbers beside it."""
    read = """all => all.map(label => [
      label.querySelector("input").value, Number(label.querySelector("small").textContent.replace(/\\D/g, ""))])"""
    return dict(page.locator(f"[data-facet={facet}] label:not([hidden])").evaluate_all(read))


def test_filters_count_and_are_in_the_address(open_search: Callable[..., Page]) -> None:
    page = open_search("en", "?q=methane")
    answered(page, "methane")
    kinds, reports = counts_of(page, "kind"), counts_of(page, "report")
    total = sum(kinds.values())
    expect(page.locator("[role=status]").first).to_contain_text(str(total))
    report = max(reports, key=lambda name: reports[name])
    page.locator(f"[data-facet=report] input[value={report}]").check()
    page.locator("[data-facet=kind] input[value=statement]").check()
    shows(page)
    assert f"report={report}" in page.url and "kind=statement" in page.url
    assert counts_of(page, "report")[report] == counts_of(page, "kind")["statement"] < kinds["statement"]
    shown = page.locator(".dz-result .dz-meta").all_inner_texts()
    assert shown and all(text.startswith("Statement") for text in shown)
    address = page.url
    page.go_back()
    expect(page.locator("[data-facet=kind] input[value=statement]")).not_to_be_checked()
    page.go_back()
    expect(page.locator(f"[data-facet=report] input[value={report}]")).not_to_be_checked()
    shows(page)
    assert counts_of(page, "kind") == kinds
    other = open_search("en", "?" + address.partition("?")[2])  # as it was sent to somebody
    answered(other, "methane")
    assert counts_of(other, "report")[report] < reports[report]
    other.locator(".dz-facets-reset").click()
    shows(other)
    assert "kind" not in other.url
    assert counts_of(other, "kind") == kinds


def test_years_filter_too(open_search: Callable[..., Page]) -> None:
    page = open_search("zh", "?q=甲烷&year=2030")
    answered(page, "甲烷")
    expect(page.locator("[data-facet=year] input[value='2030']")).to_be_checked()
    for text in page.locator(".dz-result").all_inner_texts():
        assert "2030" in text or "更多" not in text


def test_more_answers_and_more_of_a_page(open_search: Callable[..., Page]) -> None:
    page = open_search("en", "?q=China")
    answered(page, "China")
    results = page.locator(".dz-results > .dz-result")
    expect(results).to_have_count(10)
    page.locator(".dz-show-more").click()
    expect(results).to_have_count(20)
    assert page.evaluate("document.activeElement.closest('.dz-result') !== null")
    page.reload()
    answered(page, "China")
    expect(results).to_have_count(20)
    more = page.locator(".dz-result-more").first
    number = int(re.sub(r"\D", "", more.inner_text()))
    more.click()
    expect(page.locator(".dz-results-here .dz-result")).to_have_count(number)


# Nothing found, no script, no files


def test_nothing_is_never_the_whole_answer(open_search: Callable[..., Page]) -> None:
    page = open_search("en")
    type_in(page, "methaneemisions")
    expect(page.locator(".dz-start")).to_be_visible()
    type_in(page, "emmisions")
    page.locator(".dz-mean a").first.click()
    answered(page, "emissions")
    expect(page.locator(".dz-result").first).to_be_visible()
    page = open_search("zh")
    type_in(page, "碳锋")
    expect(page.locator(".dz-none")).to_contain_text("碳锋")
    assert page.locator(".dz-mean a").count() > 1


def test_without_script_the_page_leads_on(built_real: Built, open_search: Callable[..., Page]) -> None:
    page = open_search("zh", java_script_enabled=False)
    expect(field_of(page)).to_be_hidden()
    for path in ("glossary", "figures", *(f"sectors/{key}" for key in built_real.library.sectors)):
        expect(page.locator(f"article a[href='../{path}/']").first).to_be_visible()


def test_a_search_that_cannot_be_loaded_says_so(built_real: Built, chromium: Browser, host: Host) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/facets.json.gz", lambda route: route.abort())
        page.goto(f"{host(built_real.site)}/en/search/?q=methane")
        expect(page.locator(".dz-found .dz-notice")).to_be_visible()
        expect(page.locator(".dz-start")).to_be_visible()
        page.unroute("**/facets.json.gz")
        type_in(page, "methane")
        expect(page.locator(".dz-result").first).to_be_visible()


# What it costs, and who may use it


def test_it_works_below_another_path(built_real: Built, chromium: Browser, host: Host) -> None:
    """Where the site lies in a folder of a plain server, and its host knows nothing of packed files."""
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{host(built_real.site.parent)}/{built_real.site.name}/en/search/?q=methane")
        answered(page, "methane")
        link = page.locator(".dz-result h3 a").first
        assert f"/{built_real.site.name}/en/" in str(link.get_attribute("href"))


@pytest.mark.parametrize(("screen", "scheme"), [("phone", "light"), ("desktop", "dark")])
def test_axe_finds_nothing(built_real: Built, chromium: Browser, host: Host, screen: str, scheme: Any) -> None:
    width, height = SCREENS[screen]
    found = []
    with chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:
        page = context.new_page()
        for query in ("", "?q=碳关税", "?q=川"):
            page.goto(f"{host(built_real.site)}/zh/search/{query}")
            settle(page)
            if query and page.locator(".dz-facets").is_visible():
                page.locator(".dz-facets").evaluate(
                    "box => box.querySelectorAll('details').forEach(one => { one.open = true })"
                )
            found += violations(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), query
    assert not found, "\n".join(found)


def test_the_theme_has_no_search_of_its_own(built_real: Built) -> None:
    for language in LANGUAGES:
        names = [
            path.relative_to(built_real.site / language).as_posix() for path in (built_real.site / language).rglob("*")
        ]
        assert [name for name in names if "search_index" in name or "/workers" in name or "lunr" in name] == []
