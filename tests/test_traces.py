"""Pages that are called the same are the same: for every kind of edit, against what is made afresh."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from build_scripts.library import link
from build_scripts.library.inputs import Inputs, find_inputs
from tests.built import CONTENT, replace
from tests.conftest import FUZZ, VALID_SITES, some
from tests.traced import REWRITES, BrokenEditError, Verdict, Watched, rewritten

Edit = Callable[[Path], None]
SITES = ("minimal", "transit")
pytestmark = pytest.mark.slow
at_length = pytest.mark.skipif(not FUZZ, reason="takes minutes: make fuzz")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Watched]:
    """Give a fixture site with some of all that a page can show, as it was."""
    known: dict[str, Watched] = {}

    def give(name: str) -> Watched:
        if name not in known:
            root = shutil.copytree(VALID_SITES / name, tmp_path_factory.mktemp(name) / "content")
            enrich(root)
            known[name] = Watched(root)
        return known[name]

    return give


def enrich(root: Path) -> None:
    """Add footnotes, a change log, and a term with a page of its own."""
    for path in markdown_files(root):
        text = path.read_text(encoding="utf-8")
        if " {#" in text:
            text = re.sub(r"^((?:-|\d+\.) .*?)( \{[^{}\n]*#)", r"\1[^a]\2", text, count=1, flags=re.MULTILINE)
        else:
            text = f"{text.rstrip()}[^a]\n"
        path.write_text(f"{text}\n[^a]: {path.stem}.\n", encoding="utf-8")
    log = next(path for path in markdown_files(root) if path.name.startswith("index."))
    replace(log, "---\n", "---\nchanges: [{date: 2024-01, text: First}]\n")
    word = {"minimal": "{id: much-used, zh: {preferred: 的}, en: {preferred: of}}"}
    with (root / "glossary.yml").open("a", encoding="utf-8") as file:
        name = "minimal" if (root / "reports" / "open-late").is_dir() else "transit"
        file.write(f"- {word.get(name, '{id: much-used, en: {preferred: a}, fr: {preferred: une}}')}\n")


def markdown_files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.md"))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def edits(own: Watched, kind: str, within: str) -> Iterator[tuple[str, Edit]]:
    """Give an edit of this kind for every file that it fits, and for every file in all languages at once."""
    groups: dict[str, dict[Path, str]] = {}
    for path in markdown_files(own.root / within):
        text = rewritten(kind, path)
        if text is not None:
            groups.setdefault(path.relative_to(own.root).as_posix().split(".")[0], {})[path] = text
            yield path.name, partial(write_all, {path: text})
    for name, texts in groups.items():
        if len(texts) > 1:
            yield f"{name} in {len(texts)} languages", partial(write_all, texts)


def write_all(texts: Mapping[Path, str], root: Path) -> None:
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def judge(own: Watched, kind: str, most: int, within: str = "") -> list[Verdict]:
    """Give the verdicts on the first edits of a kind that leave content that can be built."""
    verdicts: list[Verdict] = []
    for name, edit in edits(own, kind, within):
        with contextlib.suppress(BrokenEditError):
            verdicts.append(own.judge(edit))
            print(f"{kind} | {name} |", verdicts[-1])
        if len(verdicts) == most:
            break
    return verdicts


@pytest.mark.parametrize(("site", "kind"), list(zip(cycle(SITES), some(REWRITES), strict=False)))
def test_no_edit_of_a_text_is_missed(watched: Callable[[str], Watched], site: str, kind: str) -> None:
    """Each kind in one of the sites, in the first file that it fits; in both and in every file with `make fuzz`."""
    assert judge(watched(site), kind, 1)


@at_length
@pytest.mark.parametrize("kind", REWRITES)
@pytest.mark.parametrize("site", SITES)
def test_no_edit_of_any_file_is_missed(watched: Callable[[str], Watched], site: str, kind: str) -> None:
    assert judge(watched(site), kind, 1000)


# Edits of all else


def table(name: str, old: str, new: str) -> Edit:
    return lambda root: replace(root / name, re.compile(old, re.MULTILINE), lambda match: match.expand(new))


def record(language: str, old: str, new: str) -> Edit:
    """Edit every record of a language in which there is something to edit."""

    def edit(root: Path) -> None:
        count = 0
        for path in sorted((root / "translations" / language).rglob("*.yml")):
            text = path.read_text(encoding="utf-8")
            changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
            count += changed != text
            path.write_text(changed, encoding="utf-8")
        assert count

    return edit


def removed(name: str) -> Edit:
    return lambda root: (root / name).unlink()


def added(name: str, text: str) -> Edit:
    def edit(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")

    return edit


def swapped(name: str, pattern: str) -> Edit:
    """Exchange the first two places of a pattern in a file."""

    def edit(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        one, other = list(re.finditer(pattern, text, re.MULTILINE))[:2]
        between = text[one.end() : other.start()]
        changed = text[: one.start()] + other[0] + between + one[0] + text[other.end() :]
        assert changed != text
        (root / name).write_text(changed, encoding="utf-8")

    return edit


def all_of(*edits: Edit) -> Edit:
    def edit(root: Path) -> None:
        for each in edits:
            each(root)

    return edit


BRIEF, INDEX = "reports/reading-city/collections", "reports/reading-city/index"
RECORDS = "translations/en/reports/reading-city/collections.yml"
LABEL = r"(label: \{zh: )(\w+)"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2z"/></svg>'
STAFF_OR_HEADING = r"^(?:- .*#staff.*\n|## (?:建议|Proposals).*\n)"
EDITS: Mapping[str, Edit] = {
    **{
        f"label in {name}": table(f"{name}.yml", LABEL, r"\1\2改") for name in ("actors", "places", "sectors", "events")
    },
    "label in indicators": table("indicators.yml", LABEL, r"\1\2改"),
    "label of a kind": table("kinds.yml", LABEL, r"\1\2改"),
    "label that is no more translated": table("sectors.yml", r"\{zh: 开放时间, en: .*?\}", "{zh: 开放时间}"),
    "date of an event": table("events.yml", "2019-03", "2019-04"),
    "statement of an event": table("events.yml", ", open-late/opening-hours#pilot", ""),
    "actor of an event": table("events.yml", "city library", "city"),
    "order of events": swapped("events.yml", r"^- id: (?:.|\n)*?(?=^- id: |\Z)"),
    "order of sectors": swapped("sectors.yml", r"^[a-z-]+:\n(?:  .*\n)+"),
    "related sector": table("sectors.yml", r"related: \[digital\]", "related: [opening-hours]"),
    "synthesis": table("sectors.yml", r"^  icon: bookshelf$", "  icon: bookshelf\n  synthesis: {zh: 两份报告都谈到。}"),
    "name of the site": table("site.yml", "城市图书馆", "城市图书馆网"),
    "name of a language": table("site.yml", "English", "English (UK)"),
    "base address": table("site.yml", "libraries.example", "library.example"),
    "address to edit at": table("site.yml", r"^contact", "edit_url: https://git.example/{path}\ncontact"),
    "highlight": table("site.yml", r"^contact", "highlights: [reading-city/harbour-visits]\ncontact"),
    "finding": table("site.yml", r"^contact", "finding: opening-hours#shelf\ncontact"),
    "form of a term": table("glossary.yml", "accepted: .馆际借书.", "accepted: [图书]"),
    "term that a text uses": table("glossary.yml", "preferred: 电子外借", "preferred: 夜间"),
    "reading of a term": table("glossary.yml", "preferred: 电子外借", "preferred: 电子外借, sort: yi1 zi3 wai4 jie4"),
    "definition of a term": table("glossary.yml", "一家图书馆替", "一家图书馆代"),
    "term more": all_of(lambda root: append(root / "glossary.yml", "- {id: more, zh: {preferred: 年}}\n")),
    "term removed": table("glossary.yml", r"- id: e-lending\n  .*\n", ""),
    "term with a page removed": table("glossary.yml", r"^- \{id: much-used.*\n", ""),
    "value of a figure": table("reports/reading-city/report.yml", "value: 41000", "value: 41500"),
    "note of a figure": table("reports/reading-city/report.yml", "各分馆不同", "各馆不同"),
    "statement of a figure": table("reports/reading-city/report.yml", "collections#on-loan", "collections#holdings"),
    "figure removed": table("reports/reading-city/report.yml", r"  - id: harbour-visits\n(?:    .*\n)+", ""),
    "short name of a report": table("reports/reading-city/report.yml", "zh: 读书城市", "zh: 读书之城"),
    "name of a reference": table("reports/reading-city/report.yml", "zh: 图书馆年鉴", "zh: 年鉴"),
    "publisher": table("reports/reading-city/report.yml", "城市阅读学会", "阅读学会"),
    "date of a report": table("reports/reading-city/report.yml", "2022-05", "2019-05"),
    "whole record": removed(RECORDS),
    "all records": lambda root: shutil.rmtree(root / "translations"),
    "unit that was never accepted": record("en", r'^"[a-z].*\n', ""),
    "last unit that was never accepted": table(RECORDS, r'^"return-books".*\n', ""),
    "unit accepted for an older text": record("en", r'^("[a-z][^{]*\{text: ")', r"\1旧"),
    "note accepted for an older text": table(RECORDS, r'note-1: "', 'note-1: "旧'),
    "who accepted": record("en", r'^("[a-z].*)\}$', r'\1, by: "An Editor", date: "2026-01-02"}'),
    "unit waved through": table(RECORDS, r'^("widen-loans": \{text: )(".*?")\}$', r'\1"旧", patched: {text: \2}}'),
    "translation of a brief removed": removed(f"{BRIEF}.en.md"),
    "translation of an index removed": removed(f"{INDEX}.en.md"),
    "translation of an index added": added("reports/open-late/index.en.md", "---\ntitle: Longer hours\n---\nWhy.\n"),
    "translation of a brief added": added(
        "reports/open-late/summary.en.md", "---\ntitle: In short\n---\n## Result\n\n- No substitute. {#no-substitute}\n"
    ),
    "page more": added("pages/more.zh.md", "---\ntitle: 再说\n---\n话。\n"),
    "place of a page": all_of(
        added("pages/more.zh.md", "---\ntitle: 再说\nnav: 2\n---\n话。\n"),
        table("pages/about.zh.md", "nav: 1", "nav: 3"),
    ),
    "page with another name": lambda root: (
        [path.rename(path.with_name(path.name.replace("about", "who"))) for path in (root / "pages").iterdir()] and None
    ),
    "reports that a comparison considered": table(
        "comparisons/opening-hours.zh.md", r"^changes:", "considered: [reading-city, open-late]\nchanges:"
    ),
    "page that tells how to edit": added("pages/edit.zh.md", "---\ntitle: 怎样编辑\n---\n话。\n"),
    "sector of a brief": table("reports/open-late/summary.zh.md", "sector: digital", "sector: collections"),
    "order of statements": all_of(
        *(swapped(f"{BRIEF}.{code}.md", r"^\d\. .*\n") for code in ("zh", "en")),
    ),
    "order of statements in the source": swapped("reports/open-late/opening-hours.zh.md", r"^- .*\n"),
    "statement under another heading": all_of(
        *(swapped(f"reports/open-late/opening-hours.{code}.md", STAFF_OR_HEADING) for code in ("zh", "en"))
    ),
    "brief with another name": lambda root: (
        [
            path.rename(path.with_name(path.name.replace("summary", "outlook")))
            for path in (root / "reports/open-late").glob("summary.*")
        ]
        and replace(root / "comparisons/opening-hours.zh.md", "open-late/summary#", "open-late/outlook#")
    ),
    "image": added("images/plan.svg", DRAWING),
    "names": added("names.yml", "names: []\n"),
}


@pytest.mark.parametrize("edit", some(EDITS))
def test_no_edit_of_what_pages_share_is_missed(watched: Callable[[str], Watched], edit: str) -> None:
    watched("minimal").judge(EDITS[edit])


@pytest.mark.parametrize("site", SITES)
def test_an_edit_of_one_statement_concerns_few_pages(watched: Callable[[str], Watched], site: str) -> None:
    """Its brief, its sectors and lists and the state of the translation in every language, and whoever shows it."""
    own = watched(site)
    for verdict in judge(own, "statement", 1000 if FUZZ else 4):
        assert verdict.changed and len(verdict.called) <= 6 * len(own.before.interfaces), verdict


def test_nothing_edited_concerns_no_page(watched: Callable[[str], Watched]) -> None:
    assert not watched("minimal").judge(lambda _: None).called


@pytest.mark.parametrize("part", ["owners", "frame"])
def test_a_digest_that_lacks_something_is_found_out(
    watched: Callable[[str], Watched], part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judge of these tests can tell: inputs that are always the same call every page the same."""
    own = watched("minimal")
    before = own.before.library.inputs
    with_less = {
        "owners": lambda now: Inputs(now.frame, before.owners),
        "frame": lambda now: Inputs(before.frame, now.owners),
    }
    monkeypatch.setattr(link, "find_inputs", lambda *given: with_less[part](find_inputs(*given)))
    edit = {"owners": partial(judge, own, "statement", 1), "frame": partial(own.judge, EDITS["name of the site"])}
    with pytest.raises(AssertionError, match="called the same"):
        edit[part]()


# The real content

HANDFUL = ("statement", "note", "heading", "change log")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(shutil.copytree(CONTENT, tmp_path_factory.mktemp("real") / "content"))


@at_length
@pytest.mark.parametrize("kind", HANDFUL)
def test_no_edit_of_the_real_content_is_missed(real: Watched, kind: str) -> None:
    (verdict,) = judge(real, kind, 1, "reports")
    assert kind != "statement" or len(verdict.called) <= 12, verdict


@at_length
def test_no_edit_of_the_real_glossary_is_missed(real: Watched) -> None:
    old = re.compile(r"en: {preferred: ", re.MULTILINE)
    verdict = real.judge(lambda root: replace(root / "glossary.yml", old, "en: {preferred: new "))
    assert verdict.changed
