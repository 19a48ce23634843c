"""Every rule has a definition, and its examples are true: the bad one breaks it, the good one does not."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_scripts.checks.rule_definitions import Rule, explain, load_chapters, load_rules
from build_scripts.content.load import load_content
from build_scripts.ground.messages import LANGUAGES, load_speech
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import TermIndex
from tests.built import PROJECT
from tests.conftest import VALID_SITES
from tests.pages import interface_of
from tests.test_validate import CASES, STAGES, find_rules, read_case

PAGE = "---\ntitle: 帮助\n---\n"
# The smallest built site that has no problem, and a tree that the engine makes a page of.
BUILT = {
    "index.html": '<html lang="zh"><title>对照</title><a href="zh/">中文</a><a href="en/">English</a></html>',
    **{
        f"{language}/{path}": f'<html lang="{language}"><title>{title}</title><h1 id="top">{title}</h1>{link}</html>'
        for language, names in {"zh": ("对照", "关于"), "en": ("Reports", "About")}.items()
        for path, title, link in (
            ("index.html", names[0], f'<a href="about/">{names[1]}</a>'),
            ("about/index.html", names[1], ""),
        )
    },
}
ENGINE = {
    "mkdocs.yml": "site_name: Libraries\ndocs_dir: docs\nsite_dir: html\n"
    "theme: {name: null, custom_dir: theme}\nplugins: []\n",
    "theme/main.html": "{{ page.content }}",
    "theme/404.html": "none",
    "docs/index.md": "x\n",
}
# What a definition can say besides what it tells editors.
KEYS = {"at", "whole", "body", "encoding", "link", "empty", "alone", "more", "base", "stage"}


def find_rule_ids(rule: Rule, is_bad: bool, root: Path) -> set[str]:
    """Give the rules that an example breaks, in the empty folder that is the present one."""
    trial = rule.trial
    stage = trial.get("stage", "content")
    if stage in ("content", "external"):
        shutil.copytree(VALID_SITES / trial.get("base", "minimal"), root, dirs_exist_ok=True)
    elif not trial.get("alone"):
        write_all(root, {"built": BUILT, "engine": ENGINE}[stage])
    write_all(root, trial.get("more", {}))
    write_example(rule, root, is_bad)
    return {problem.rule for problem in STAGES[stage](Path())}


def write_all(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def write_example(rule: Rule, root: Path, is_bad: bool) -> None:
    trial: dict[str, Any] = dict(rule.trial)
    text = rule.bad if is_bad else rule.good
    path = root / (rule.file if is_bad else rule.good_file)
    path.parent.mkdir(parents=True, exist_ok=True)
    if trial.get("body"):
        path.write_text(PAGE + text, encoding="utf-8")
    elif not trial.get("whole"):
        found = path.read_text(encoding="utf-8")
        assert found.count(trial["at"]) == 1, f"{trial['at']!r} stands {found.count(trial['at'])} times in {rule.file}"
        path.write_text(found.replace(trial["at"], text), encoding="utf-8")
    elif is_bad and "link" in trial:
        path.unlink(missing_ok=True)
        path.symlink_to(trial["link"])
    elif not text and not (is_bad and trial.get("empty")):
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(text.encode(trial.get("encoding", "utf-8") if is_bad else "utf-8"))


EXAMPLES = [
    pytest.param(rule, id=rule.id, marks=[pytest.mark.slow] if rule.trial.get("stage") == "engine" else [])
    for rule in load_rules().values()
]


@pytest.mark.parametrize("rule", EXAMPLES)
def test_examples_are_true(
    rule: Rule, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for is_bad in (True, False):
        folder = tmp_path_factory.mktemp("example")
        monkeypatch.chdir(folder)
        assert (rule.id in find_rule_ids(rule, is_bad, folder)) is is_bad


def test_every_rule_that_is_used_is_defined_and_every_definition_used() -> None:
    used = {use.rule for use in find_rules() if use.rule}
    shown = {
        match[1]
        for path in CASES
        for line in read_case(path)["problems"]
        if (match := re.search(r" (?:error|warning|note)\[(.+?)\]", line))
    }
    assert used <= set(load_rules()), "define it in checks/definitions/"
    assert set(load_rules()) <= used | shown, "nothing uses it"


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_definitions_are_whole(rule: Rule) -> None:
    assert set(rule.trial) <= KEYS
    assert rule.bad != rule.good or rule.good_file != rule.file or rule.trial.get("encoding")
    for words in (rule.means, rule.why):
        assert set(words) == set(LANGUAGES)
        assert words["en"][-1:] == "." and words["zh"][-1:] == "。"
        assert not re.search(r"[A-Za-z]{3}[^。]*[,;?!](?=\s)", words["zh"])


def test_rules_are_explained_in_every_language() -> None:
    rule = load_rules()["unknown-actor"]
    for language in LANGUAGES:
        told = explain(rule, load_speech(language))
        assert rule.means[language] in told and rule.why[language] in told and rule.bad in told and rule.good in told
    assert "不要这样写" in explain(rule, load_speech("zh"))


def test_chapters_hold_every_rule_once() -> None:
    listed = [rule.id for chapter in load_chapters() for rule in chapter.rules]
    assert len(listed) == len(set(listed)) == len(load_rules())
    for chapter in load_chapters():
        assert set(chapter.title) == set(LANGUAGES)


# The page


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_page_has_every_rule_in_a_language_that_it_is_written_in(code: str) -> None:
    library = link_content(load_content(VALID_SITES / "transit")[0])
    page = {page.name: page for page in renderer(library, code).render().pages}["problems/index.md"].make()[1]
    assert [anchor for anchor in load_rules() if f'<h3 id="{anchor}">' not in page] == []
    assert ('<div lang="en">' in page) is (code == "fr"), "what is not in the language of the page is marked"
    assert load_rules()["unknown-actor"].means["en"] in page
    assert "collections: {label: {zh: 馆藏, en: Collections}}&#10;" in page, "examples keep their lines"


def test_the_page_is_linked_and_stands_in_no_navigation() -> None:
    library = link_content(load_content(VALID_SITES / "minimal")[0])
    staged = renderer(library, "zh").render()
    pages = {page.name: page for page in staged.pages}
    assert 'href="../problems/"' in pages["translation/index.md"].make()[1]
    assert "problems/index.md" not in json.dumps(staged.config["nav"])
    assert load_rules()["unknown-actor"].means["zh"] in pages["problems/index.md"].make()[1]


def test_content_can_link_to_a_rule(copy_site: Callable[[str], Path]) -> None:
    path = copy_site("minimal") / "pages" / "about.zh.md"
    text = path.read_text(encoding="utf-8")
    for anchor, is_there in (("unknown-actor", True), ("unknown-rule", False)):
        path.write_text(text.replace("(ref:reports/reading-city)", f"(ref:problems#{anchor})"), encoding="utf-8")
        rules = {problem.rule for problem in STAGES["content"](Path())}
        assert ("dangling-reference" not in rules) is is_there


def renderer(library: Library, code: str) -> Renderer:
    return Renderer(TermIndex(library), interface_of(library, code), PROJECT / "templates")
