"""A page that its trace calls the same is the same: whatever is edited, what would change is made again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from build_scripts.content.entries import Content
from build_scripts.content.interface import Interface
from build_scripts.ground.memory import Memory
from build_scripts.library.link import link_content
from build_scripts.pages.render import Renderer, Trace
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import TEMPLATES, check_content
from build_scripts.translation.states import find_states
from tests.built import CONTENT
from tests.conftest import VALID_SITES

Made = dict[str, tuple[Trace, str]]


def render(root: Path, known: Mapping[str, Mapping[str, Trace]] | None = None) -> tuple[dict[str, Made], set[str]]:
    """Make every page of every language; give also those that are called the same as they were."""
    content, interfaces, problems = check_content(root, Memory())
    assert not [problem for problem in problems if problem.level == "error"], problems
    return _render(content, interfaces, known or {})


def _render(
    content: Content, interfaces: Mapping[str, Interface], known: Mapping[str, Mapping[str, Trace]]
) -> tuple[dict[str, Made], set[str]]:
    terms = TermIndex(link_content(content, find_states(content)[0]))
    made: dict[str, Made] = {}
    same: set[str] = set()
    for code in terms.library.languages:
        pages = Renderer(terms, interfaces[code], TEMPLATES).render(known.get(code)).pages
        same |= {f"{code}/{page.name}" for page in pages if page.is_known}
        made[code] = {page.name: page.make() for page in pages}
    return made, same


def first(pattern: str, new: str, where: str) -> Callable[[Path], None]:
    """Change the first match in the first file of a pattern that has one."""

    def edit(root: Path) -> None:
        for path in sorted(root.glob(where)):
            text = path.read_text(encoding="utf-8")
            changed = re.sub(pattern, new, text, count=1, flags=re.MULTILINE)
            if changed != text:
                path.write_text(changed, encoding="utf-8")
                return
        pytest.fail(f"nothing to edit in {where}")

    return edit


def without_records(root: Path) -> None:
    shutil.rmtree(root / "translations", ignore_errors=True)


EDITS: dict[str, Callable[[Path], None]] = {
    "statement of the source": first(r"^(- .{2})", r"\1甲乙", "reports/*/*.zh.md"),
    "statement of a translation": first(r"^(- \w+)", r"\1 indeed", "reports/*/[a-h]*.en.md"),
    "note": first(r"^(\s+> .{3})", r"\1甲", "reports/*/*.zh.md"),
    "heading": first(r"^(## .)", r"\1甲", "reports/*/*.zh.md"),
    "prose": first(r"^([^-#>\s|].{4,})$", r"\1甲。", "pages/*.zh.md"),
    "title": first(r"^title: (['\"]?)", r"title: \g<1>甲", "reports/*/[a-h]*.zh.md"),
    "attribute": first(r"^(- .*\{#[\w-]+)\}", r"\1 also=collections}", "reports/*/opening-hours.zh.md"),
    "label": first(r"zh: (['\"]?)", r"zh: \g<1>甲", "sectors.yml"),
    "event": first(r"zh: (['\"]?)", r"zh: \g<1>甲", "events.yml"),
    "glossary": first(r"preferred: (['\"]?)", r"preferred: \g<1>甲", "glossary.yml"),
    "records": without_records,
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_an_edit_changes_is_made_again(tmp_path: Path, edit: str) -> None:
    root = tmp_path / "content"
    shutil.copytree(VALID_SITES / "minimal", root)
    before, _ = render(root)
    EDITS[edit](root)
    known = {code: {name: trace for name, (trace, _) in made.items()} for code, made in before.items()}
    after, same = render(root, known)
    pages = {f"{code}/{name}": text for code, made in after.items() for name, (_, text) in made.items()}
    old = {f"{code}/{name}": text for code, made in before.items() for name, (_, text) in made.items()}
    changed = {name for name, text in pages.items() if old.get(name) != text}
    assert changed, "the edit shows nowhere"
    assert not changed & same
    assert set(pages) - changed or edit in ("label", "title")


def test_a_statement_makes_few_pages_again(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(VALID_SITES / "minimal", root)
    before, _ = render(root)
    known = {code: {name: trace for name, (trace, _) in made.items()} for code, made in before.items()}
    assert len(render(root, known)[1]) == sum(map(len, before.values()))
    EDITS["statement of a translation"](root)
    after, same = render(root, known)
    again = {f"{code}/{name}" for code, made in after.items() for name in made} - same
    changed = {
        f"{code}/{name}"
        for code, made in after.items()
        for name, page in made.items()
        if page[1] != before[code][name][1]
    }
    assert changed <= again and len(again) <= 2 * len(changed) + 4


@pytest.mark.slow
@pytest.mark.parametrize("edit", ["statement of the source", "heading", "records"])
def test_the_same_of_the_real_content(tmp_path: Path, edit: str) -> None:
    root = tmp_path / "content"
    shutil.copytree(CONTENT, root)
    before, _ = render(root)
    known = {code: {name: trace for name, (trace, _) in made.items()} for code, made in before.items()}
    EDITS[edit](root)
    after, same = render(root, known)
    changed = {
        f"{code}/{name}"
        for code, made in after.items()
        for name, page in made.items()
        if page[1] != before[code][name][1]
    }
    assert changed and not changed & same
