"""The handbook, which comes with the generator: in step in both its languages, true, and on every site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from lxml import html

from build_scripts.content.handbook import load_handbook, version_of
from build_scripts.content.load import load_content
from build_scripts.content.model import Event, Figure, Original, Reference, Term
from build_scripts.content.outline_parser import parse_outline
from build_scripts.content.shapes import Shape
from build_scripts.ground.memory import Memory
from build_scripts.ground.problems import render_text
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.library.link import link_content
from build_scripts.publish.build import build_site, find_problems
from tests.searched import built_entries
from tests.test_architecture import _SUBJECT

HANDBOOK = TEMPLATES / "handbook"
NAMES = ("edit", "translate")
_FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(((?:ref:|#|https:)[^)\s]*)\)")


def text_of(name: str, language: str) -> str:
    return (HANDBOOK / f"{name}.{language}.md").read_text(encoding="utf-8")


def pages(*languages: str) -> Mapping[str, Mapping[str, object]]:
    return load_handbook(HANDBOOK, languages, (), Memory())


# The two languages of the handbook


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_in_step(name: str) -> None:
    """They have the same headings, links and blocks of code, and in these the same ids, fields and commands."""
    found = load_handbook(HANDBOOK, ("en", "zh"), (), Memory())[name]
    shapes = [
        [
            (section.attributes.id, section.level, [len(run.prose.words.split("\n")) > 0 for run in section.runs])
            for section in page.outline.sections
        ]
        for page in found.values()
    ]
    assert shapes[0] == shapes[1]
    en, zh = text_of(name, "en"), text_of(name, "zh")
    assert _links(en) == _links(zh)
    assert [_skeleton(block) for block in _FENCE.findall(en)] == [_skeleton(block) for block in _FENCE.findall(zh)]
    assert [line.count("|") for line in en.split("\n") if line.startswith("|")] == [
        line.count("|") for line in zh.split("\n") if line.startswith("|")
    ]


def _links(text: str) -> list[str]:
    """Give where a text leads to, but for the examples of links in its code."""
    return sorted(_LINK.findall(re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))))


def _skeleton(block: str) -> str:
    """Give a block of code without its words: ids, attributes, fields and signs stay."""
    lines = [line for line in block.split("\n") if line]
    if lines[0].startswith("duizhao") or ":" in lines[0]:
        return "\n".join(re.sub(r"(waivers|term-missing): [^\n]*", r"\1", line) for line in lines)
    return "\n".join(f"{re.match(r'[-#> ]*', line)[0]}{' '.join(re.findall(r'{[^}]*}', line))}" for line in lines)  # type: ignore[index]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_about_no_real_subject(name: str, language: str) -> None:
    text = text_of(name, language)
    own_words = re.compile(r"Chinese|中国")  # of languages, which the generator knows
    assert set(_SUBJECT.findall(text)) <= {"Chinese"} and not re.findall("甲烷|碳|气候|美国", own_words.sub("", text))


# Its examples


def blocks_beginning(start: str, language: str) -> list[str]:
    found = [block for block in _FENCE.findall(text_of("edit", language)) if block.startswith(start)]
    assert found, start
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("start", "shape"),
    [
        ("- id: evening-libraries", Figure),
        ("- id: library-plan", Event),
        ("- id: older-readers", Term),
        ("- id: reading-survey", Reference),
    ],
)
def test_its_examples_of_tables_are_right(language: str, start: str, shape: type[Shape]) -> None:
    (block,) = blocks_beginning(start, language)
    (row,) = yaml.safe_load(block)
    assert shape.model_validate(row)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_examples_of_statements_are_right(language: str) -> None:
    assert Original.model_validate(yaml.safe_load(blocks_beginning("original:", language)[0])["original"])
    for block in blocks_beginning("## ", language):
        outline, problems = parse_outline(block, Path("a.md"), 1)
        assert not problems and len(list(outline.statements)) == 1
    statement = next(iter(parse_outline(blocks_beginning("## ", language)[0], Path("a.md"), 1)[0].statements))
    assert [name for name, _ in statement.parts] == ["note-1"]


# On a site


def test_readers_get_it_in_their_language_or_in_english() -> None:
    assert [list(group) for group in pages("zh", "en-GB", "fr").values()] == [["en-GB", "zh"]] * len(NAMES)
    assert [list(group) for group in pages("fr", "zh").values()] == [["en", "zh"]] * len(NAMES)
    assert [list(group) for group in pages("fr", "ar").values()] == [["en"]] * len(NAMES)
    assert version_of("zh-Hant-TW") == "zh-Hant-TW" and version_of("zh-TW") == "zh"


def test_a_site_may_have_a_page_of_its_own_instead(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    (content / "pages" / "edit.zh.md").write_text("---\ntitle: 我们怎样编辑\n---\n\n照旧。\n", encoding="utf-8")
    library = link_content(load_content(content)[0])
    assert list(library.handbook) == ["translate"]
    assert library.pages["edit"].title["zh"] == "我们怎样编辑"
    assert [page.name for page in library.all_pages] == ["about", "edit", "translate"]


def test_content_may_link_to_it(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    about = content / "pages" / "about.zh.md"
    about.write_text(
        f"{about.read_text(encoding='utf-8')}\n请看[说明](ref:edit)和[无](ref:edits)。\n", encoding="utf-8"
    )
    told = [problem.message for problem in find_problems(content, Memory()) if problem.rule == "dangling-reference"]
    assert told == ['"ref:edits" leads to no page.']


def small_site(folder: Path, *languages: str) -> Path:
    """Write a content in some languages that has no pages of its own."""
    content = folder / "content"
    (content / "reports").mkdir(parents=True)
    label = {"label": {languages[0]: "A"}}
    tables = {
        "site": {
            "name": dict.fromkeys(languages, "A"),
            "base_url": "https://a.example",
            "languages": [{"code": code, "locale": code.replace("-", "_"), "name": code} for code in languages],
        },
        "kinds": {"statements": {"finding": label}},
        "sectors": {"a": label},
        "actors": {"b": label},
    }
    for name, table in tables.items():
        (content / f"{name}.yml").write_text(yaml.safe_dump(table), encoding="utf-8")
    return content


@pytest.mark.slow
@pytest.mark.parametrize(
    ("languages", "code", "shown"),
    [
        ("zh fr", "zh", "zh"),
        ("zh fr", "fr", "zh"),
        ("fr ar", "fr", "en"),
        ("fr ar", "ar", "en"),
        ("en-GB zh", "zh", "zh"),
    ],
)
def test_every_site_has_it_in_each_of_its_languages(tmp_path: Path, languages: str, code: str, shown: str) -> None:
    """In English, where neither the reader's language nor the source is its own; search has it as what it is."""
    result = build_site(small_site(tmp_path, *languages.split()), tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    site = tmp_path / "site" / code
    for name, title in (
        ("edit", {"zh": "怎样编辑", "en": "How to edit"}),
        ("translate", {"zh": "怎样翻译", "en": "How to translate"}),
    ):
        page = html.fromstring((site / name / "index.html").read_bytes())
        (heading,) = page.xpath("//h1")
        assert title[shown] in heading.text_content()
        assert bool(heading.xpath(f'.//*[@lang="{shown}"]')) == bool(page.find_class("dz-notice")) == (code != shown)
        source = languages.split()[0] if code != shown == "zh" else code
        assert page.xpath('//link[@rel="canonical"]/@href') == [f"https://a.example/{source}/{name}/"]
        assert page.xpath(f'//nav//a[contains(@href, "{name}/") or starts-with(@href, "./")]')
    entries = built_entries(tmp_path / "site", code)
    kinds = {entry["kind"] for path, entry in entries.items() if path.startswith(("edit/", "translate/"))}
    assert kinds == {"handbook"}
    assert entries["edit/"].get("title_lang", code) == shown
    listed = f"https://a.example/{code}/edit/" in (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert listed == (code == shown)
