"""Pieces of Markdown and where they stand → one small site of them, its problems, and its pages without an engine.

Receives `Piece`s; returns `Reading`, made by the project's own stages: check, link, render, data, citations, search.
The pages are what the engine's Markdown makes of the staged files, with the extensions of `mkdocs.yml`. A file with an
error is left out of the site that is rendered, so that one piece cannot hide the others. Refuses nothing.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import markdown
from lxml.html import HtmlElement
from mkdocs.config import load_config

from build_scripts.content.interface import Interface
from build_scripts.ground.problems import Problem, render_text
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import PROJECT, TEMPLATES, check_content
from tests.page_text import parse
from tests.pages import citations_of, data_of
from tests.searched import Shown, entries_of

REPORT = "cases"
SECTOR = "shelf"
LEAD = "引句。"  # stands before details and notes, which need a statement
PLACES = ("statement", "details", "note", "intro", "prose", "page", "heading", "brief", "file")
SITE = {
    "site.yml": "name: {zh: 例}\nbase_url: https://cases.example/\nlanguages:\n"
    "  - {code: zh, locale: zh_Hans_CN, name: 中文}\n",
    "kinds.yml": "statements: {finding: {label: {zh: 发现}}}\nevents: {law: {label: {zh: 法规}}}\n",
    "sectors.yml": f"{SECTOR}: {{label: {{zh: 书架}}}}\n",
    "actors.yml": "city: {label: {zh: 市政府}}\n",
    f"reports/{REPORT}/report.yml": "short: {zh: 例}\ntitle_basis: stated\nlanguage: zh\n",
    f"reports/{REPORT}/index.zh.md": "---\ntitle: 例子\n---\n\n这里是例子。\n",
}
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="


@dataclass(frozen=True)
class Piece:
    """A piece of Markdown at a place of a file of its own; `tail` is what stands at the foot of that file."""

    id: str
    place: str
    input: str
    tail: str = ""

    @property
    def name(self) -> str:
        """Give the name of the brief or page that holds the piece."""
        return f"{self.id}-{self.place}"

    @property
    def file(self) -> str:
        """Give the path of its file in the content."""
        return f"pages/{self.name}.zh.md" if self.place == "page" else f"reports/{REPORT}/{self.name}.zh.md"

    @property
    def path(self) -> str:
        """Give the path of its page under the language."""
        return f"{self.name}/" if self.place == "page" else f"reports/{REPORT}/{self.name}/"

    @cached_property
    def parts(self) -> tuple[str, str]:
        """Give its file as what stands before the piece, and the rest; no two briefs have one title."""
        sector = f"sector: {SECTOR}\n"
        front = f"---\ntitle: 题{self.id}{self.place}\n{'' if self.place == 'page' else sector}---\n\n"
        statements = f"{front}## 现状 {{kind=finding}}\n\n"
        tail = f"\n\n{self.tail}\n" if self.tail else "\n"
        within = f"{statements}- {LEAD} {{#c}}\n\n"
        return {
            "statement": (statements, f"- {indented(self.input, '  ')} {{#c}}{tail}"),
            "details": (within, f"  {indented(self.input, '  ')}{tail}"),
            "note": (within, f"  > {indented(self.input, '  > ')}{tail}"),
            "intro": (front, self.input + tail),
            "prose": (f"{front}## 背景\n\n", self.input + tail),
            "page": (front, self.input + tail),
            "heading": (front, f"## {self.input} {{#c}}\n\n话。{tail}"),
            "brief": (front, self.input + tail),
            "file": ("", self.input + tail),
        }[self.place]

    @property
    def text(self) -> str:
        """Give the whole of its file."""
        return "".join(self.parts)

    @property
    def first_line(self) -> int:
        """Give the line of its file on which the piece begins."""
        return self.parts[0].count("\n") + 1


def indented(text: str, by: str) -> str:
    """Give a text whose lines after the first begin with some characters; blank lines keep only their marks."""
    first, *rest = text.split("\n")
    return "\n".join([first, *((by + line).rstrip() if not line.strip() else by + line for line in rest)])


def write_site(folder: Path, pieces: Iterable[Piece]) -> None:
    """Write a content folder that holds every piece in a file of its own."""
    for name, text in [*SITE.items(), *((piece.file, piece.text) for piece in pieces)]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "images").mkdir(exist_ok=True)
    (folder / "images" / "plan.png").write_bytes(base64.b64decode(_DOT))


@dataclass(frozen=True)
class Reading:
    """What the project makes of a content folder: its problems by file, and all its texts where it has none left."""

    root: Path
    problems: Mapping[str, tuple[Problem, ...]]
    library: Library
    interfaces: Mapping[str, Interface]

    def errors(self, file: str) -> tuple[Problem, ...]:
        """Give the errors of a file."""
        return tuple(problem for problem in self.problems.get(file, ()) if problem.level == "error")

    @cached_property
    def staged(self) -> Mapping[str, str]:
        """Give the staged Markdown by the path of its page."""
        renderer = Renderer(TermIndex(self.library), next(iter(self.interfaces.values())), TEMPLATES)
        files = renderer.render().files
        return {name.removesuffix("index.md"): text for name, text in files.items()}

    @cached_property
    def _pages(self) -> dict[str, HtmlElement]:
        return {}

    def page(self, path: str) -> HtmlElement:
        """Give the content of a page as the engine's Markdown makes it."""
        if path not in self._pages:
            body = self.staged[path].split("\n---\n", 1)[1]
            self._pages[path] = parse(_engine().reset().convert(body))
        return self._pages[path]

    @cached_property
    def on_lists(self) -> Mapping[str, HtmlElement]:
        """Give the statements of the lists of the sector, by the address that their permalink ends in."""
        parts = [path for path in self.staged if path.startswith(f"sectors/{SECTOR}/finding/")]
        found = [item for path in parts for item in self.page(path).xpath("//li[contains(@class, 'dz-statement')]")]
        return {
            item.xpath(".//a[contains(@class, 'dz-permalink')]/@href")[0].rpartition("../")[2]: item for item in found
        }

    @cached_property
    def citations(self) -> Mapping[str, str]:
        """Give the files of citations by path under the language."""
        files = citations_of(self.library, self.interfaces.values())
        return {name.removeprefix("zh/"): text for name, text in files.items()}

    @cached_property
    def statements(self) -> Mapping[str, Mapping[str, object]]:
        """Give the exported statements by key."""
        items = json.loads(data_of(self.library, self.interfaces.values())["data/statements.json"])
        return {item["id"]: item for item in items}

    @cached_property
    def search(self) -> Mapping[str, Shown]:
        """Give the entries of the search by path; a page has the words under all its headings."""
        entries = entries_of(self.library, next(iter(self.interfaces.values())))
        for path, entry in entries.items():
            page, _, anchor = path.partition("#")
            if anchor and entry["kind"] == entries.get(page, {}).get("kind"):
                entries[page]["text"] += f" {entry['title']} {entry['text']}"
        return entries


@cache
def _engine() -> markdown.Markdown:
    """Prepare the engine's Markdown as it is configured."""
    config = load_config(str(PROJECT / "mkdocs.yml"), docs_dir=str(TEMPLATES))
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def read_site(root: Path) -> Reading:
    """Check a content folder, take out the files that have errors, and read what is left."""
    content, interfaces, found = check_content(root)
    problems = by_file(root, found)
    for file in {file for file, own in problems.items() if any(problem.level == "error" for problem in own)}:
        assert file not in SITE, render_text(found)
        (root / file).unlink()
    if any(problem.level == "error" for problem in found):
        content, interfaces, found = check_content(root)
        left = [problem for problem in found if problem.level == "error"]
        assert not left, render_text(left)
    return Reading(root, problems, link_content(content), interfaces)


def by_file(root: Path, problems: Sequence[Problem]) -> dict[str, tuple[Problem, ...]]:
    """Give problems by the path of their file in a content folder."""
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        path = Path(problem.path).resolve()
        name = path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else path.as_posix()
        found[name].append(problem)
    return {name: tuple(own) for name, own in found.items()}
