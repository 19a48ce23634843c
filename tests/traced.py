"""What the tests of traces share: a site as it was, edits of it, and what is made of it with and without a memory."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from build_scripts.checks.rules import validate
from build_scripts.content.interface import Interface, load_interface
from build_scripts.content.load import load_content
from build_scripts.ground.memory import Memory
from build_scripts.ground.problems import has_errors, render_text
from build_scripts.library.data_names import PACKAGE
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.card_files import card_files
from build_scripts.outputs.chart_files import chart_files
from build_scripts.outputs.citation_files import find_cited
from build_scripts.outputs.search_index import make_index
from build_scripts.pages.render import Renderer, StagedPage, Trace
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import TEMPLATES
from build_scripts.translation.states import find_states
from tests.conftest import FUZZ
from tests.pages import data_of

Traces = Mapping[str, Mapping[str, Trace]]
# Compiled templates, which depend on nothing of a site; compiling them takes longer than all else.
_TEMPLATES = Memory()


class BrokenEditError(AssertionError):
    """An edit left content that nobody can build."""


@dataclass(frozen=True)
class Made:
    """A content folder that has been read, and what can be made of it."""

    library: Library
    interfaces: tuple[Interface, ...]

    @cached_property
    def terms(self) -> TermIndex:
        return TermIndex(self.library)

    def pages(self, traces: Traces | None = None) -> dict[str, StagedPage]:
        """Give every page by language and name; those that are as they were by their traces are known."""
        found = {}
        for interface in self.interfaces:
            code = interface.language.code
            renderer = Renderer(self.terms, interface, TEMPLATES)
            renderer.environment.bytecode_cache.memory = _TEMPLATES  # type: ignore[union-attr]
            for page in renderer.render((traces or {}).get(code)).pages:
                found[f"{code}/{page.name}"] = page
        return found

    def outputs(self) -> dict[str, str]:
        """Give all other files that are made of texts, but for citations and charts."""
        found = data_of(self.library, self.interfaces, without=PACKAGE)  # tells what the others hold
        found |= {card.name: card.key.hex() for card in card_files(self.library, self.interfaces)}
        for interface in self.interfaces:
            index = make_index(self.terms, interface)
            found[f"{interface.language.code}/search"] = "\n".join(entry.tokens for entry in index.entries)
            found |= {f"{interface.language.code}/search/{name}": data.decode() for name, data in index.files()}
        return found

    def kept(self) -> dict[bytes, Mapping[str, str]]:
        """Give citations and the files of charts by the key under which a build keeps them."""
        inputs = self.library.inputs
        found = {
            inputs.of(each.owners) + "".join(each.names).encode(): each.make()
            for each in find_cited(self.library, self.interfaces)
        }
        charts = chart_files(self.library, self.interfaces, TEMPLATES)
        return found | {inputs.of(each.owners) + each.name.encode(): {each.name: each.make()} for each in charts}


def read(root: Path, memory: Memory | None = None) -> Made:
    """Read a content folder; raises `BrokenEditError` if it has errors."""
    content, problems = load_content(root, memory or Memory())
    problems += validate(content)
    if has_errors(problems) or content.site is None:
        raise BrokenEditError(render_text(problems))
    states, _ = find_states(content)
    folders = (root / "locale", TEMPLATES / "locale")
    interfaces = [load_interface(language, folders, root / "site.yml")[0] for language in content.site.languages]
    return Made(link_content(content, states), tuple(interfaces))


def make(pages: Mapping[str, StagedPage]) -> tuple[Traces, dict[str, str]]:
    """Make pages; give their traces as a build keeps them, by language and name, and their texts by path."""
    traces: dict[str, dict[str, Trace]] = {}
    texts: dict[str, str] = {}
    for path, page in pages.items():
        made = page.make()
        traces.setdefault(path.partition("/")[0], {})[page.name] = made.trace
        texts[path] = made.text + made.markdown
    return traces, texts


@dataclass(frozen=True)
class Verdict:
    """Of an edit: the pages that were called changed, those that have changed, and how many there are."""

    called: frozenset[str]
    changed: frozenset[str]
    count: int

    def __str__(self) -> str:
        return f"{len(self.called)} called changed, {len(self.changed)} changed, of {self.count}"


class Watched:
    """A site as it was, which is edited and put right again."""

    def __init__(self, root: Path) -> None:
        """Take a content folder that may be changed."""
        self.root = root
        self.memory = Memory()
        self.backup = shutil.copytree(root, root.with_name(f"{root.name}-as-it-was"))
        self.before = read(root, self.memory)
        self.traces, self.texts = make(self.before.pages())
        self.kept = self.before.kept()
        self.before.outputs()

    def judge(self, edit: Callable[[Path], None]) -> Verdict:
        """Edit the site, hold what is remembered against what is made afresh, and undo the edit."""
        try:
            edit(self.root)
            return self._judge()
        finally:
            shutil.rmtree(self.root)
            shutil.copytree(self.backup, self.root)

    def _judge(self) -> Verdict:
        again, fresh = read(self.root, self.memory), read(self.root)
        pages = again.pages(self.traces)
        known = {path for path, page in pages.items() if page.is_known}
        # What is known is made for nobody, unless a file was lost.
        asked = pages if FUZZ else {path: page for path, page in pages.items() if path not in known}
        right, made = make(fresh.pages())[1], make(asked)[1]
        assert pages.keys() == right.keys()
        assert [path for path in sorted(known) if right[path] != self.texts[path]] == [], "called the same, but changed"
        assert [path for path, text in made.items() if text != right[path]] == [], "made of what was before"
        outputs, expected = again.outputs(), fresh.outputs()
        differing = [name for name in expected if outputs.get(name) != expected[name]]
        assert differing == [], f"made of what was before: {differing}"
        kept = fresh.kept()
        assert all(self.kept.get(key, own) == own for key, own in kept.items()), "another with the same key"
        changed = {path for path, text in right.items() if self.texts.get(path) != text}
        return Verdict(frozenset(pages.keys() - known), frozenset(changed), len(pages))


# Edits of the text of a file; none where there is nothing to edit.

Rewrite = Callable[[str], str | None]
_WORDS = {"zh": "确实如此。", "ar": "حقا.", "fr": "Vraiment."}


def _sub(pattern: str, new: str) -> Rewrite:
    def rewrite(text: str) -> str | None:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE)
        return changed if count else None

    return rewrite


def _last(pattern: str, new: str) -> Rewrite:
    def rewrite(text: str) -> str | None:
        found = list(re.finditer(pattern, text, flags=re.MULTILINE))
        return text[: found[-1].start()] + found[-1].expand(new) + text[found[-1].end() :] if found else None

    return rewrite


_STATEMENT = r"^((?:-|\d+\.) .*?)( \{[^{}\n]*#[^{}\n]*\})$"
REWRITES: Mapping[str, Rewrite] = {
    "statement": _sub(_STATEMENT, r"\1 WORDS\2"),
    "last statement": _last(_STATEMENT, r"\1 WORDS\2"),
    "emphasis alone": _sub(r"^((?:-|\d+\.) )([^\s\[]{2})", r"\1**\2**"),
    "details": _sub(_STATEMENT, r"\1\2\n\n    WORDS"),
    "note": _sub(r"^(    > .*)$", r"\1 WORDS"),
    "note that becomes details": _sub(r"^    > ", "    "),
    "note removed": _sub(r"\n\n    > .*$", ""),
    "heading": _sub(r"^(## [^{\n]*?)(| \{.*\})$", r"\1 WORDS\2"),
    "prose under a heading": _sub(r"^(## .*)$", r"\1\n\nWORDS"),
    "heading without its statements": _last(r"^(## .*)$", r"## WORDS\n\nWORDS\n\n\1"),
    "title": _sub(r"^title: '?([^'\n]*)'?$", r"title: '\1 WORDS'"),
    "section": _sub(r"^section: (.*)$", r"section: \1 WORDS"),
    "section that was none": _sub(r"\A---\n(title: .*\n)---", r"---\n\1section: WORDS\n---"),
    "intro": _sub(r"\A(---\n(?:.*\n)*?---\n)", r"\1WORDS\n\n"),
    "intro removed": _sub(r"\A(---\n(?:.*\n)*?---\n)[^#\n](?:.|\n)*?(?=^## |\Z)", r"\1"),
    "link in the intro": _sub(r"\A(---\n(?:.*\n)*?---\n)", r"\1[WORDS](ref:timeline)\n\n"),
    "change log": _sub(r"\A---\n", "---\nchanges: [{date: 2031-05, text: WORDS}]\n"),
    "older change log": _sub(r"\A---\n", "---\nchanges: [{date: 1999, text: WORDS}]\n"),
    "footnote": _last(r"^(\[\^[^\]]*\]: .*)$", r"\1 WORDS"),
    "footnote of a footnote": _sub(r"^(\[\^a\]: .*)$", r"\1 [^more]\n\n[^more]: WORDS"),
    "footnote more": _sub(_STATEMENT, r"\1[^new]\2\n\n    [^new]: WORDS"),
    "comment": lambda text: f"{text}\n<!-- {text[-3:-1]} -->\n",
    "line more at the end": lambda text: f"{text}\n\n",
    "statement removed": _last(r"^(?:-|\d+\.) .* \{[^{}\n]*#[^{}\n]*\}\n(?:\n?    .*\n)*", ""),
    "statement more": _last(_STATEMENT, r"\1\2\n- WORDS {#one-more}"),
    "actor": _sub(r"^(- .*#[^}]*)actor=(?:\"[^\"]*\"|\w+)", r"\1kind=KIND"),
    "kind": _sub(r"kind=(?:finding|observation)", "kind=KIND"),
    "cites": _sub(r" cites=[a-z]+", ""),
}


def rewritten(name: str, path: Path) -> str | None:
    """Give a Markdown file after an edit, or nothing where there is nothing to edit."""
    text = path.read_text(encoding="utf-8")
    changed = REWRITES[name](text)
    if changed is None or changed == text:
        return None
    language = path.stem.rpartition(".")[2]
    kind = "proposal" if language == "zh" else "goal"
    return changed.replace("WORDS", _WORDS.get(language, "Indeed.")).replace("KIND", kind)
