"""What cannot be shown of a translation is set aside; the rest of the file, and every other language, stay."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from build_scripts.checks.rule_definitions import Rule, load_rules
from build_scripts.ground.problems import has_errors, render_text
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.publish.build import build_site, check_content, read_content
from build_scripts.translation.set_aside import set_aside
from build_scripts.translation.states import find_states
from tests.built import FIXTURES, Built, replace
from tests.conftest import FUZZ
from tests.pages import files_of
from tests.test_rules import write_all, write_example

pytest_plugins = ("tests.built",)

CopySite = Callable[[str], Path]
BRIEF = Path("reports/reading-city/collections.en.md")
BUSES = Path("reports/night-network/buses")
STATEMENTS = ("holdings", "on-loan", "widen-loans", "return-books")
PROSE = ("title", "intro", "heading-1", "prose-1", "heading-2")
ALL = frozenset((*STATEMENTS, *PROSE))


def published(folder: Path) -> Library:
    content, _, problems = check_content(folder)
    assert not has_errors(problems), render_text(problems)
    return link_content(content)


def shown(library: Library, brief: str, language: str) -> set[str]:
    """Give the names of what a brief shows in a language."""
    (found,) = (one for one in library.briefs if one.key == brief)
    names = {statement.id for statement in found.statements if language in statement.text}
    names |= {"title"} if language in found.title else set()
    names |= {"intro"} if language in found.intro else set()
    for no, section in enumerate(found.sections, 1):
        names |= {f"heading-{no}"} if language in section.title else set()
        names |= {f"prose-{no}" for run in section.runs if language in run}
    return names


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        (" {#holdings}", "", {"holdings"}),
        ("{#holdings}", "｛#holdings｝", {"holdings"}),
        ("- In 2021 the city held 224 million volumes. {#holdings}", "- {#holdings}\n  In 2021.", {"holdings"}),
        ("224 million", "225 million", {"holdings"}),
        ("#on-loan", "#holdings", {"on-loan"}),
        ("#on-loan", "#onloan", {"on-loan"}),
        ("#on-loan", "#借出", {"on-loan"}),
        ("opening-hours#pilot", "opening-hours#pilots", {"widen-loans"}),
        ("[Open late](", "[Open late]（", {"widen-loans"}),
        ("1. Widen interlibrary loans", "1. Widen [^1] loans", {"widen-loans"}),
        ("The yearbook", "The [yearbook](ref:nowhere)", {"prose-1"}),
        ("Holdings grow", "Holdings[^1] grow", {"intro"}),
        ("## Proposals", "## Proposals[^1]", {"heading-2"}),
        ("intact. {#return-books}", "intact. {#return-books}\n\nBuy shelves.", set()),
        ("volumes. {#holdings}", "volumes. {#holdings}\n\nBuy shelves.", set()),
        ("The yearbook settles the numbers below.", "The yearbook.\n\nBuy shelves.", {"prose-1"}),
        ("unevenly.", "unevenly.\n\nBuy shelves.", {"intro"}),
        ("by title", "by title\n    - shelves", {"on-loan"}),
        ("## Proposals\n", "", {"heading-2"}),
        ("## Proposals\n", "## More\n\nText.\n\n## Proposals\n", set()),
        ("section: Chapter 1", "section: [a", ALL),
        ("section: Chapter 1", "sektion: Chapter 1", ALL),
        ("## Proposals", "<<<<<<< HEAD\n## Proposals\n=======\n## Ideas\n>>>>>>> other", ALL),
        ("The yearbook", "```\nThe yearbook", ALL),
        ("The yearbook", "<!-- The yearbook", ALL),
        ("## Where things stand", "<!-- a\n\n## Where things stand\n\n<!-- b -->", ALL),
    ],
)
def test_what_cannot_be_shown_is_set_aside_and_nothing_else(
    copy_site: CopySite, old: str, new: str, missing: set[str]
) -> None:
    folder = copy_site("minimal")
    path = folder / BRIEF
    text = path.read_text(encoding="utf-8")
    assert shown(published(folder), "reading-city/collections", "en") == ALL
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = check_content(folder)[2]
    library = published(folder)
    assert shown(library, "reading-city/collections", "en") == ALL - missing
    assert shown(library, "reading-city/collections", "zh") == ALL
    assert any(problem.path == BRIEF.as_posix() for problem in problems)
    if missing == ALL:
        assert any("another language" in problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "rule", "count", "said"),
    [
        ("224 million", "225 million", "numbers-differ", 1, "held back, as its numbers differ"),
        (
            "Holdings grow",
            "[^1]: <b>x</b>\n\nHoldings[^1] grow",
            "raw-html",
            10,
            "The translation of this page is held back",
        ),
    ],
    ids=["unit", "file"],
)
def test_the_page_and_the_state_of_the_translation_say_what_is_held_back(
    copy_site: CopySite, old: str, new: str, rule: str, count: int, said: str
) -> None:
    folder = copy_site("minimal")
    replace(folder / BRIEF, old, new)
    whole, problems = read_content(folder)
    content, states, _ = set_aside(whole, find_states(whole)[0], problems)
    (file,) = (file for file in states if file.path == BRIEF.as_posix())
    assert {unit.shown_state for unit in file.units if unit.held_by} == {"held"}
    assert (file.counts["held"], file.counts["missing"]) == (count, 0)
    pages = files_of(link_content(content, states), "en")
    brief = pages["reports/reading-city/collections/index.md"]
    assert brief.count(said) == 1 and "ot translated yet" not in brief and "not been translated yet" not in brief
    state = pages["translation/index.md"]
    assert f"Held back: {count}." in state and re.search(rf'held back: .*problems/#{rule}">{rule}</a>', state)


UNSAFE = (
    "<script>alert(1)</script>The yearbook",
    "[The](javascript:alert(1)) yearbook",
    "<b>The</b> yearbook",
    "The yearbook\n\n<div onclick=x>\n\n</div>\n\nfoo",
)


@pytest.mark.parametrize("new", UNSAFE)
@pytest.mark.parametrize(
    ("old", "missing"), [("The yearbook", "prose-1"), ("In 2021", "holdings"), ("Widen", "widen-loans")]
)
def test_what_is_unsafe_is_set_aside_with_its_whole_file_if_need_be(
    copy_site: CopySite, old: str, missing: str, new: str
) -> None:
    folder = copy_site("minimal")
    replace(folder / BRIEF, old, new.replace("The yearbook", old))
    content, _, problems = check_content(folder)
    assert not has_errors(problems), render_text(problems)
    assert any(each.rule in ("raw-html", "unsafe-link") and each.path == BRIEF.as_posix() for each in problems)
    library = link_content(content)
    assert missing not in shown(library, "reading-city/collections", "en")
    (brief,) = (one for one in library.briefs if one.key == "reading-city/collections")
    texts = [brief.intro, *(run for section in brief.sections for run in section.runs)]
    texts += [part for one in brief.statements for part in (one.text, *(each.texts for each in one.parts))]
    sources = [each["en"].source for each in texts if "en" in each]
    assert not any(bad in source for source in sources for bad in ("<script", "javascript:", "<b>", "<div"))


OF_CONTENT = [rule for rule in load_rules().values() if rule.trial.get("stage", "content") == "content"]
TRIED = [
    pytest.param(rule, id=rule.id)
    for rule in OF_CONTENT
    if rule.trial.get("body") or rule.file.endswith((".en.md", "po"))
]


@pytest.mark.parametrize("rule", TRIED)
def test_no_rule_stops_a_site_from_within_a_translation(copy_site: CopySite, rule: Rule) -> None:
    folder = copy_site(rule.trial.get("base", "minimal"))
    if rule.trial.get("body"):
        (folder / "pages" / "about.en.md").write_text(f"---\ntitle: About\n---\n{rule.bad}", encoding="utf-8")
    else:
        write_all(Path(), rule.trial.get("more", {}))
        write_example(rule, Path(), is_bad=True)
    problems = check_content(folder)[2]
    assert not has_errors(problems), render_text(problems)


def test_a_source_that_is_gone_takes_its_translation_along(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    (folder / "pages" / "help.en.md").write_text("---\ntitle: Help\n---\nText.\n", encoding="utf-8")
    assert "help" not in published(folder).pages


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("broken-catalogue", 'msgid ""\nmsgstr ""\n\nrubbish\n'),
        (
            "wrong-placeholder",
            'msgid "%(num)s report"\nmsgid_plural "%(num)s reports"\nmsgstr[0] "%(n)s"\nmsgstr[1] "%s"\n',
        ),
        ("not-utf-8", b"\xff\xfe"),
    ],
)
@pytest.mark.slow
def test_a_catalogue_stops_no_build(tmp_path: Path, copy_site: CopySite, rule: str, text: str | bytes) -> None:
    folder = copy_site("transit")
    data = text.encode() if isinstance(text, str) else text
    (folder / "locale" / "fr.po").write_bytes(data)
    result = build_site(folder, tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    assert rule in {problem.rule for problem in result.problems}


MARKS = (
    "",
    "#",
    "{#",
    "}",
    "<<<<<<< HEAD",
    ">>>>>>> x",
    "```",
    "<!--",
    "- ",
    "1. ",
    "> ",
    "    ",
    "---",
    "[^1]: x",
    "\t",
)


@given(st.randoms(use_true_random=False), st.integers(1, 6))
@settings(max_examples=200 if FUZZ else 15)
def test_whatever_happens_to_a_translation_the_others_are_published(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, count: int
) -> None:
    """Lines lost, doubled, moved, cut or spoilt in any translated files: every statement is there, in some language."""
    folder = tmp_path_factory.mktemp("spoilt") / "content"
    shutil.copytree(FIXTURES / "transit", folder)
    before = link_content(check_content(folder)[0])
    for _ in range(count):
        path = chance.choice(sorted([*folder.rglob("*.fr.md"), *folder.rglob("*.ar.md")]))
        lines = path.read_text(encoding="utf-8").split("\n")
        no = chance.randrange(len(lines))
        spoil(lines, no, chance)
        path.write_text("\n".join(lines), encoding="utf-8")
    content, _, problems = check_content(folder)
    assert not has_errors(problems), render_text(problems)
    after = link_content(content)
    assert after.statements.keys() == before.statements.keys()
    assert {key: one.text["en"] for key, one in after.statements.items()} == {
        key: one.text["en"] for key, one in before.statements.items()
    }


def spoil(lines: list[str], no: int, chance: random.Random) -> None:
    kind = chance.randrange(6)
    if kind == 0:
        del lines[no]
    elif kind == 1:
        lines.insert(no, chance.choice(lines))
    elif kind == 2:
        lines[no] = lines[no][: chance.randrange(len(lines[no]) + 1)]
    elif kind == 3:
        lines[no] = chance.choice(MARKS) + lines[no]
    elif kind == 4:
        lines[no] += chance.choice(MARKS)
    else:
        lines.insert(no, chance.choice(MARKS))


@pytest.mark.slow
def test_a_site_with_broken_translations_is_built_and_the_source_pages_are_as_they_were(
    built_transit: Built, tmp_path: Path, copy_site: CopySite
) -> None:
    folder = copy_site("transit")
    brief = folder / "reports" / "night-network" / "buses.fr.md"
    replace(brief, "{#ridership}", "")
    replace(brief, "{#tram-lanes}", "{#tram-lane}")
    (folder / "reports" / "night-network" / "buses.ar.md").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    (folder / "reports" / "step-free" / "stations.fr.md").write_bytes(b"\xff")
    (folder / "pages" / "about.ar.md").unlink()
    (folder / "locale" / "fr.po").unlink()
    result = build_site(folder, tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    french = article(tmp_path / "site" / "fr" / BUSES)
    assert french.xpath('//*[@lang="en"][contains(., "12,500 trips")]')
    for page in (BUSES, Path("glossary"), Path("reports/step-free/stations")):
        pages = (article(site / "en" / page) for site in (tmp_path / "site", built_transit.site))
        after, before = (
            [part.text_content() for part in each.iter("p", "dd") if not part.get("class")] for each in pages
        )
        assert after == before


def article(folder: Path) -> html.HtmlElement:
    (found,) = html.parse(str(folder / "index.html")).getroot().iter("article")
    return found
