"""What cannot be shown of a translation is set aside; the rest of the file, and every other language, stay."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from build_scripts.ground.problems import has_errors, render_text
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.publish.build import build_site, check_content
from build_scripts.translation.set_aside import UNSAFE
from tests.built import FIXTURES, Built, replace
from tests.conftest import FUZZ

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


def test_what_is_unsafe_stops_the_build(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    for new in ("<script>alert(1)</script>The yearbook", "[The](javascript:alert(1)) yearbook"):
        replace(folder / BRIEF, "The yearbook", new)
        problems = [problem for problem in check_content(folder)[2] if problem.level == "error"]
        assert {problem.rule for problem in problems} <= UNSAFE, render_text(problems)
        assert problems
        replace(folder / BRIEF, new, "The yearbook")


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
    errors = [problem for problem in problems if problem.level == "error"]
    assert {problem.rule for problem in errors} <= UNSAFE, render_text(errors)
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
