"""`duizhao init`: a new site in any languages that passes the check, builds, and holds nothing of another subject."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import html

from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.content.new_site import Plan, new_site
from build_scripts.content.scaffold import ScaffoldError
from build_scripts.ground.memory import Memory
from build_scripts.ground.problems import has_errors, render_text
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.library.link import link_content
from build_scripts.publish.build import build_site, find_problems
from tests.pages import files_of
from tests.test_architecture import _SUBJECT

WORDS = sorted((TEMPLATES / "new" / "words").glob("*.yml"))
# Languages, the source first; those whose interface is in another language, and whose words are.
SETS = ["en", "zh en", "fr ar en", "ar", "en-GB zh-Hant", "es ja", "ja", "de ko", "fr", "zh-Hant ru", "pt-BR th"]


def init(*arguments: object, answers: str = "") -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)], input=answers)


def start(folder: Path, languages: str, *more: str) -> Path:
    """Start a site without questions; give its content."""
    result = init(folder, "--yes", *(part for code in languages.split() for part in ("--language", code)), *more)
    assert result.exit_code == 0, result.output
    return folder / "content"


def read(path: Path) -> object:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# The words that come with it


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_every_language_has_the_same_words(path: Path) -> None:
    english = read(WORDS[0].with_name("en.yml"))
    own = read(path)
    assert isinstance(own, dict) and isinstance(english, dict)
    assert list(own) == list(english) and all(isinstance(text, str) and text for text in own.values())
    assert re.match(rf"{own['context']}\s?[:：]", own["note"])  # the label that the note opens with
    assert len(re.split("[,，،]", own["sectors"])) == 2 == len(re.split("[,，،]", own["actors"]))
    assert re.findall(r"\(ref:\w+\)|`[^`]+`|\d+", own["index"] + own["about_more"]) == re.findall(
        r"\(ref:\w+\)|`[^`]+`|\d+", english["index"] + english["about_more"]
    )


def test_nothing_of_another_subject_is_in_a_new_site() -> None:
    for text in new_site(Plan(("en", "zh", "fr", "ar")), TEMPLATES).values():
        assert not _SUBJECT.search(text) and not re.search("气候|甲烷|碳|中国|美国", text)


# What is written


@pytest.mark.parametrize("more", [(), ("--empty",)], ids=["example", "empty"])
@pytest.mark.parametrize("languages", SETS)
def test_a_new_site_has_no_problems(tmp_path: Path, languages: str, more: tuple[str, ...]) -> None:
    """But what it comes with, and that the interface is still to be translated into languages without a catalogue."""
    content = start(tmp_path / "mine", languages, *more)
    found = find_problems(content, Memory())
    open_ones = {code for code in languages.split() if code.split("-")[0] not in ("en", "zh")}
    expected = {"left-over", *(["draft"] if not more else []), *(["missing-message"] if open_ones else [])}
    assert {problem.rule for problem in found} == expected, render_text(found)
    assert not has_errors(found)
    assert {path.stem for path in content.glob("locale/*.po")} == open_ones
    loaded = load_content(content)[0]
    assert loaded.languages == tuple(languages.split())
    assert [report.id for report in loaded.reports] == ([] if more else ["example"])


def test_what_is_asked_can_be_said_in_options(tmp_path: Path) -> None:
    said = ("--name", "城市", "--name", "City", "--sector", "公交|Buses", "--sector", "parks=公园", "--actor", "市政府")
    content = start(tmp_path / "mine", "zh en", *said, "--report", "年报")
    site = read(content / "site.yml")
    assert isinstance(site, dict) and site["name"] == {"zh": "城市", "en": "City"}
    assert read(content / "sectors.yml") == {
        "gong-jiao": {"label": {"zh": "公交", "en": "Buses"}},
        "parks": {"label": {"zh": "公园"}},
    }
    assert read(content / "actors.yml") == {"shi-zheng-fu": {"label": {"zh": "市政府"}}}
    assert 'title: "年报"' in (content / "reports" / "example" / "index.zh.md").read_text(encoding="utf-8")
    assert not [p for p in find_problems(content, Memory()) if p.level == "error"]


def test_five_questions_make_a_site(tmp_path: Path) -> None:
    answers = "fr, en\nRails\nRailways\nTrains, Gares\n\nRapport 2025\n"
    result = init(tmp_path / "mine", answers=answers)
    assert result.exit_code == 0, result.output
    content = tmp_path / "mine" / "content"
    site = read(content / "site.yml")
    assert isinstance(site, dict) and site["name"] == {"fr": "Rails", "en": "Railways"}
    assert read(content / "sectors.yml") == {"trains": {"label": {"fr": "Trains"}}, "gares": {"label": {"fr": "Gares"}}}
    assert read(content / "actors.yml") == {
        "government": {"label": {"fr": "État", "en": "Government"}},
        "business": {"label": {"fr": "Entreprises", "en": "Business"}},
    }
    assert not [problem for problem in find_problems(content, Memory()) if problem.level == "error"]


def test_questions_that_nobody_answers_leave_nothing(tmp_path: Path) -> None:
    result = init(tmp_path / "mine", answers="fr, en\nRails\n")
    assert result.exit_code != 0 and not (tmp_path / "mine").exists()


def test_a_wrong_language_is_said_before_anything_else_is_asked(tmp_path: Path) -> None:
    result = init(tmp_path / "mine", answers="english\n")
    assert result.exit_code == 1 and '"english" is no code of a language' in result.stderr


def test_it_says_what_is_still_to_be_written(tmp_path: Path) -> None:
    assert "in English yet: write them in español" in init(tmp_path / "a", "--yes", "--language", "es").output
    assert "in English yet" not in init(tmp_path / "b", "--yes", "--language", "fr").output


# What is refused


def test_a_folder_that_is_not_empty_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "notes.txt"):
        result = init(folder, "--yes")
        assert result.exit_code == 1 and "is not empty" in result.stderr and "Traceback" not in result.output
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("notes.txt", "mine")]


def test_an_empty_folder_is_filled_and_stays_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    before = here.stat().st_ino
    assert init(".", "--yes").exit_code == 0
    assert here.stat().st_ino == before and Path("content/site.yml").is_file()
    assert CliRunner().invoke(main, ["check", "--no-memory"]).exit_code == 0


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (Plan(()), "at least one"),
        (Plan(("en", "en")), "once"),
        (Plan(("english",)), '"english"'),
        (Plan(("xx",)), '"xx"'),
        (Plan(("../en",)), '"../en"'),
        (Plan(("en",), names=("A", "B")), "more names"),
        (Plan(("en",), names=("A <b>",)), "a name cannot hold"),
        (Plan(("en",), sectors=("a=A", "a=B")), '"a=B"'),
        (Plan(("en",), sectors=("index",)), '"index"'),
        (Plan(("en",), sectors=("../a=A",)), '"../a=A"'),
        (Plan(("en",), actors=("All",)), '"All"'),
        (Plan(("en", "zh"), sectors=("a=| 甲",)), '"a=| 甲"'),
        (Plan(("en", "zh"), sectors=("a=A | 甲 | Α",)), '"A | 甲 | Α" has 3 parts between bars'),
        (Plan(("en",), actors=("A | 甲",)), '"A | 甲" has 2 parts'),
        (Plan(("en", "zh"), report="City review | 报告 | Bilan"), '"City review | 报告 | Bilan" has 3 parts'),
    ],
    ids=lambda value: None,
)
def test_what_makes_no_site_is_refused_in_one_line(plan: Plan, word: str) -> None:
    with pytest.raises(ScaffoldError) as error:
        new_site(plan, TEMPLATES)
    assert word in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("text", ['a "b": {c}', "# no comment", "{{ 7 * 7 }}", "C:\\new", "null", "- x"])
def test_any_words_survive(tmp_path: Path, text: str) -> None:
    content = start(
        tmp_path / "mine", "en", "--name", text.replace('"', "'"), "--sector", f"a={text}", "--report", text
    )
    loaded = load_content(content)[0]
    assert loaded.tables.sectors.entries["a"].label["en"] == text
    assert loaded.reports[0].indexes["en"].front.title == text
    assert loaded.site is not None and loaded.site.name["en"] == text.replace('"', "'")


# What comes of it


@pytest.mark.slow
@pytest.mark.parametrize("languages", ["zh en", "fr ar en"])
def test_a_new_site_is_built_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: str) -> None:
    monkeypatch.chdir(start(tmp_path / "mine", languages).parent)
    for command in (["new", "report", "next"], ["new", "brief", "next", "second-topic"], ["new", "page", "help"]):
        assert CliRunner().invoke(main, command).exit_code == 0
    result = build_site(Path("content"), Path("site"), drafts=True)
    assert not result.failed, render_text(result.problems)
    for code in languages.split():
        for path in (
            "",
            "edit",
            "translate",
            "about",
            "reports/example/first-topic",
            "sectors/first-topic",
            "timeline",
        ):
            page = html.fromstring((Path("site") / code / path / "index.html").read_bytes())
            assert page.get("lang") == code and page.xpath("//h1")
        brief = html.fromstring((Path("site") / code / "reports/example/first-topic/index.html").read_bytes())
        statement = brief.get_element_by_id("in-place")
        assert statement.find_class("dz-note") and not statement.find_class("dz-fallback")


@pytest.mark.slow
def test_the_example_is_never_published_and_a_build_says_what_is_left(tmp_path: Path) -> None:
    content = start(tmp_path / "mine", "en zh")
    result = build_site(content, tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    left = {problem.path.rpartition("/content/")[2] for problem in result.problems if problem.rule == "left-over"}
    assert {"site.yml", "sectors.yml", "glossary.yml", "pages/about.en.md"} <= left
    assert any("every report is a draft" in problem.message for problem in result.problems)
    assert not list((tmp_path / "site").rglob("*example*"))
    for page in (tmp_path / "site").rglob("*.html"):
        assert "about 40%" not in page.read_text(encoding="utf-8")


# The example goes


@pytest.mark.parametrize("languages", ["en", "fr ar en"])
def test_the_example_is_taken_out_whole(tmp_path: Path, languages: str) -> None:
    content = start(tmp_path / "mine", languages)
    assert init(tmp_path / "mine", "--remove-example").exit_code == 0
    empty = start(tmp_path / "empty", languages, "--empty")
    files = [
        {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} for root in (content, empty)
    ]
    assert files[1] <= files[0] and all(name.startswith("translations/") for name in files[0] - files[1])
    text = "".join(path.read_text(encoding="utf-8") for path in content.rglob("*.yml"))
    assert not re.search("example/|aim-2030|share|whole-area: {|formerly", text.replace("# share-in-place", ""))
    found = find_problems(content, Memory())
    assert {problem.rule for problem in found} <= {"left-over", "missing-message"}, render_text(found)
    assert not has_errors(found) and "draft" not in {problem.rule for problem in found}
    again = init(tmp_path / "mine", "--remove-example")
    assert again.exit_code == 1 and "there is no example" in again.stderr


def test_what_others_use_of_the_example_stays(tmp_path: Path) -> None:
    content = start(tmp_path / "mine", "en")
    own = content / "reports" / "mine"
    shutil.copytree(content / "reports" / "example", own)
    facts = own / "report.yml"
    text = facts.read_text(encoding="utf-8").replace("draft: true\n", "").replace("Example report", "Mine")
    facts.write_text(text, encoding="utf-8")
    assert init(tmp_path / "mine", "--remove-example").exit_code == 0
    assert list(load_content(content)[0].tables.indicators.entries) == ["share-in-place"]
    assert list(load_content(content)[0].tables.places.entries) == ["whole-area"]
    assert not has_errors(find_problems(content, Memory()))
    messages = [p.message for p in find_problems(content, Memory()) if p.path.endswith("mine/report.yml")]
    assert any("Name of the publisher" in message for message in messages)


@pytest.mark.parametrize(("change", "word"), [("draft", "no draft any more"), ("published", "was published")])
def test_an_example_that_became_a_report_is_not_taken_out(tmp_path: Path, change: str, word: str) -> None:
    content = start(tmp_path / "mine", "en")
    facts = content / "reports" / "example" / "report.yml"
    if change == "draft":
        facts.write_text(facts.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    else:
        (content / "published.yml").write_text("- report/example\n", encoding="utf-8")
    result = init(tmp_path / "mine", "--remove-example")
    assert result.exit_code == 1 and word in result.stderr and facts.is_file()


def test_an_example_that_was_never_published_is_renamed_without_a_trace(tmp_path: Path) -> None:
    content = start(tmp_path / "mine", "en")
    for old, new in (("example/first-topic#publish", "publish-figures"), ("example", "review")):
        result = CliRunner().invoke(main, ["rename", old, new, "--content", str(content)])
        assert result.exit_code == 0, result.output
    every = [*content.rglob("*.yml"), *content.rglob("*.md")]
    assert not any("formerly" in path.read_text(encoding="utf-8") for path in every)
    assert not has_errors(find_problems(content, Memory()))


def test_questions_say_how_languages_are_given(tmp_path: Path) -> None:
    asked = init(tmp_path / "mine", answers="en, fr\nMine\nLe mien\nBuses | Bus\nCity | Ville\nReview | Bilan\n")
    assert asked.exit_code == 0, asked.output
    assert "The interface comes in en, zh;" in asked.output and "… (en) | … (fr)" in asked.output
    assert "its words stay English" in asked.output
    content = tmp_path / "mine" / "content"
    assert read(content / "actors.yml") == {"city": {"label": {"en": "City", "fr": "Ville"}}}
    assert 'title: "Bilan"' in (content / "reports" / "example" / "index.fr.md").read_text(encoding="utf-8")


def test_what_is_replaced_is_left_over_no_more(tmp_path: Path) -> None:
    content = start(tmp_path / "mine", "en", "--name", "City", "--sector", "Buses", "--actor", "City")
    assert init(tmp_path / "mine", "--remove-example").exit_code == 0
    for path, old, new in (
        ("site.yml", "https://example.org/", "https://city.example/"),
        ("pages/about.en.md", "Replace this page with", "This is not"),
    ):
        text = (content / path).read_text(encoding="utf-8")
        assert [p.rule for p in find_problems(content, Memory()) if p.path.endswith(path)] == ["left-over"]
        (content / path).write_text(text.replace(old, new), encoding="utf-8")
    assert find_problems(content, Memory()) == []


def test_pages_of_a_site_without_reports_have_no_empty_sections(tmp_path: Path) -> None:
    content = start(tmp_path / "mine", "en", "--empty")
    loaded = load_content(content)[0]
    pages = files_of(link_content(loaded))
    for name in ("index.md", "reports/index.md", "compare/index.md"):
        assert "No report is published here yet." in pages[name]
    assert "No report recommends anything yet." in pages["recommendations/index.md"]
    for name in ("index.md", "reports/index.md", "compare/index.md", "recommendations/index.md"):
        tree = html.fromstring(f"<div>{pages[name].partition('---')[2].partition('---')[2]}</div>")
        assert not [
            each for each in tree.iter("ul", "ol", "table", "section", "nav") if not each.text_content().strip()
        ]
        assert "Sectors and reports" not in pages[name] and "By sector and actor" not in pages[name]


def test_a_site_with_one_report_compares_nothing(tmp_path: Path) -> None:
    pages = files_of(link_content(load_content(start(tmp_path / "mine", "en"))[0]))
    assert "Where they agree" not in pages["compare/index.md"]
