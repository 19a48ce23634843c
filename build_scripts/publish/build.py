"""Content → site: calls the stages in order. The only writer of the site.

Receives paths; returns a `BuildResult`. Everything is gathered and checked before the first file is written; the
finished site replaces the old one in one step, so that a failed or killed build leaves the old one as it was. What was
made of the same things before is taken from the memory, and from the site before; without it the bytes are the same.
Refuses to run twice at once on one site.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from build_scripts.checks.comparisons import check_considered
from build_scripts.checks.drafts import check_drafts
from build_scripts.checks.left_overs import check_left_overs
from build_scripts.checks.rules import validate
from build_scripts.checks.site import BuiltPage, check_again
from build_scripts.checks.wording import check_wording
from build_scripts.content.drafts import DRAFT_OF_PUBLISHED
from build_scripts.content.entries import Content
from build_scripts.content.find_drafts import find_drafts
from build_scripts.content.interface import Interface, load_interface, with_fallbacks
from build_scripts.content.load import load_content
from build_scripts.content.reading import forget_tokens
from build_scripts.content.scaffold import find_unfilled
from build_scripts.ground.memory import Memory, digest
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem, has_errors, shown_path
from build_scripts.ground.processes import map_on_processors
from build_scripts.ground.shipped import PROJECT, TEMPLATES
from build_scripts.library.link import link_content
from build_scripts.outputs.data import data_files
from build_scripts.outputs.search_index import make_index
from build_scripts.pages.render import Renderer, Trace
from build_scripts.pages.site_css import SITE_CSS, site_css
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.contents import add_outputs, add_pages, add_pdfs
from build_scripts.publish.engine import EngineRun, run_engines
from build_scripts.publish.exchange import BuildRunningError, only_build, restore, swap, work_folder
from build_scripts.publish.finish import Assembly, Ledgers
from build_scripts.publish.known import (
    ENGINE,
    BuildResult,
    Clock,
    KnownSite,
    Look,
    digest_inputs,
    known_problems,
    look,
    open_memory,
    place_of,
)
from build_scripts.publish.later import Later
from build_scripts.publish.packed import add_packed
from build_scripts.publish.pagefind import PagefindError
from build_scripts.publish.search import Search, is_search_file, search_problem
from build_scripts.publish.sources import asset_addresses, settings_digest, sources, theme_files
from build_scripts.publish.stage import Stage
from build_scripts.translation.set_aside import set_aside
from build_scripts.translation.state_checks import check_states
from build_scripts.translation.states import FileState, find_states
from build_scripts.translation.without_drafts import without_drafts

__all__ = [
    "BuildResult",
    "BuildRunningError",
    "build_site",
    "check_content",
    "find_problems",
    "load_published",
    "open_memory",
    "read_content",
    "work_folder",
]

_FEW_PAGES = 60  # are made before copies of the process have begun

Report = Callable[[Phrase], None]


@dataclass(frozen=True)
class _Checked:
    content: Content
    interfaces: Mapping[str, Interface]
    states: tuple[FileState, ...]
    problems: list[Problem]
    whole: Content  # before anything of a translation was set aside


def check_content(root: Path, memory: Memory | None = None) -> tuple[Content, Mapping[str, Interface], list[Problem]]:
    """Load and validate a content folder with its catalogues; writes nothing but what it remembers."""
    checked = _check(root, memory or Memory(), Clock())
    return checked.content, checked.interfaces, checked.problems


def find_problems(root: Path, memory: Memory, report: Report = lambda _: None) -> list[Problem]:
    """Give the problems of a content folder, at once if it is as it was."""
    key = digest_inputs(root, "check", sources())
    known = known_problems(key, memory)
    if known is None:
        known = _check(root, memory, Clock(), report).problems
        if key:
            memory.put("problems", key, known)
    return known


def read_content(root: Path) -> tuple[Content, list[Problem]]:
    """Load a content folder whole, with all problems as the rules see them: in a translation an error is still one."""
    read = _read(root, Memory(), Clock())
    return read.content, read.problems


def load_published(root: Path, memory: Memory) -> tuple[TermIndex | None, Sequence[Interface], list[Problem]]:
    """Load a content as its site shows it; there is none where it has errors."""
    checked = _check(root, memory, Clock())
    interfaces = list(checked.interfaces.values())
    if has_errors(checked.problems):
        return None, interfaces, checked.problems
    return TermIndex(link_content(*without_drafts(checked.content, checked.states))), interfaces, checked.problems


def _check(root: Path, memory: Memory, clock: Clock, report: Report = lambda _: None) -> _Checked:
    """Read and check a content folder, set aside of its translations what cannot be shown, and find its drafts."""
    read = _read(root, memory, clock, report)
    content, states, problems = set_aside(read.content, read.states, read.problems)
    content = replace(content, drafts=find_drafts(content, find_unfilled(read.interfaces.values(), TEMPLATES)))
    found = {*check_drafts(content), *check_considered(content), *check_left_overs(content, TEMPLATES)}
    problems = sorted({*problems, *found})
    return _Checked(content, read.interfaces, states, problems, read.content)


def _read(root: Path, memory: Memory, clock: Clock, report: Report = lambda _: None) -> _Checked:
    report(Phrase("reading %(folder)s", folder=root))
    content, problems = load_content(root, memory)
    clock.lap("reading")
    report(Phrase("checking the content"))
    problems += validate(content)
    interfaces: dict[str, Interface] = {}
    for language in content.site.languages if content.site else ():
        folders = (content.root / "locale", TEMPLATES / "locale")
        interfaces[language.code], more = load_interface(language, folders, content.site_yaml.path)
        problems += more
    interfaces = with_fallbacks(interfaces, content.site) if content.site else {}
    clock.lap("rules")
    states, more = find_states(content) if content.site else ((), [])
    faulty = {problem.path for problem in problems if problem.level == "error"}
    problems += [*more, *check_states(states, content, faulty)]
    clock.lap("translations")
    report(Phrase("checking wording and numbers"))
    problems += check_wording(content, states)
    clock.lap("wording and numbers")
    return _Checked(content, interfaces, states, sorted(set(problems)), content)


def build_site(
    root: Path,
    site: Path,
    engine: str = "mkdocs",
    clean: bool = False,
    report: Report = lambda _: None,
    memory: Memory | bool = True,
    published: Callable[[Collection[str]], None] = lambda _: None,
    looked: Look | None = None,
    *,
    drafts: bool = False,
    packed: bool = False,
    pdf: bool = False,
    outdated: Callable[[], bool] | None = None,
) -> BuildResult:
    """Build the site of a content folder; raises `BuildRunningError` or `NotADirectoryError`.

    `clean` takes nothing from before, but remembers what it makes; without `memory` nothing is remembered either.
    `published` gets the names of the files that are new as soon as the site has them. Who has `looked` already with
    the same paths and the memory says what was found. `drafts` are left out unless they are asked for, and marked then.
    `packed` puts compressed texts beside these (`publish/packed`), `pdf` PDFs beside pages (`outputs/pdf_files`).
    With `outdated` the site is published before its search and its data, which follow unless it is told to be so.
    """
    if not root.is_dir():
        raise NotADirectoryError(root)
    site = site.resolve()  # a link stays a link: what it leads to is exchanged
    work = work_folder(site)
    restore(site, work)
    asked = {"drafts": drafts, "packed": packed, "pdf": pdf}
    begin = partial(_Build, root, site, work, engine, clean, report, published, looked, outdated, asked)
    if isinstance(memory, bool):
        with contextlib.closing(open_memory(work, forget=clean) if memory else Memory(lasting=False)) as own:
            return begin(own).run()
    result = begin(memory).run()
    memory.save()
    return result


@dataclass(frozen=True)
class _Build:
    """One build: the stages, with what they share."""

    root: Path
    site: Path
    work: Path
    engine: str
    clean: bool
    report: Report
    published: Callable[[Collection[str]], None]
    looked: Look | None
    outdated: Callable[[], bool] | None
    asked: Mapping[str, bool]  # what else decides which bytes the site has
    memory: Memory
    clock: Clock = field(default_factory=Clock)

    @property
    def place(self) -> bytes:
        """Give the key of what is remembered of this site."""
        return place_of(self.site, self.engine)

    def run(self) -> BuildResult:
        found = self.looked or look(self.root, self.site, self.engine, self.memory, sources(), **self.asked)
        if found.result is not None:
            return found.result
        checked = _check(self.root, self.memory, self.clock, self.report)
        problems = [self._leveled(problem) for problem in checked.problems]
        if has_errors(problems):
            return BuildResult(tuple(problems), seconds=self.clock.seconds)
        with only_build(self.work):
            runs, fresh, rest = self._assemble(checked, found.before.files if found.before else Ledgers())
            del checked  # what follows needs nothing of the content, and takes as much room
            problems += [problem for run in runs for problem in run.problems]
            if fresh is None:
                return BuildResult(tuple(problems), runs, seconds=self.clock.seconds)
            result = self._publish(fresh, found.inputs, problems, runs, rest)
            return self._follow(fresh, rest, found.inputs, result) if rest else result

    def _leveled(self, problem: Problem) -> Problem:
        """Give a problem as it counts for this build: a preview may show as a draft what was published."""
        is_draft = self.asked["drafts"] and problem.rule == DRAFT_OF_PUBLISHED
        return replace(problem, level="warning") if is_draft else problem

    def _assemble(
        self, checked: _Checked, ledgers: Ledgers
    ) -> tuple[tuple[EngineRun, ...], Assembly | None, Later | None]:
        """Put the site together beside the present one, unless an engine fails; give what they did, and the site."""
        library = link_content(*self._shown(checked))
        interfaces = checked.interfaces
        settings = settings_digest(self.root, pdf=self.asked["pdf"])
        terms = TermIndex(library)
        self.report(Phrase("making pages"))
        stages = self._stages(terms, interfaces, settings)
        files = {path.relative_to(library.root).as_posix(): path.read_bytes for path in library.images}
        files[SITE_CSS] = site_css(library).encode
        for stage in stages:
            stage.finish(files)
            traces = {page.name: page.trace for page in stage.tree.pages}
            self.memory.put("traces", digest(self.place, stage.tree.language), traces)
        for entry in checked.whole.markdown_entries:  # what follows asks for words
            forget_tokens(entry, entry.language == checked.whole.source)
        self.clock.lap("pages")
        indexes = {code: make_index(terms, each) for code, each in interfaces.items()}
        search = Search(self.memory, indexes, self.site, ledgers)
        data = partial(data_files, library, interfaces.values())
        later = Later(search, data, library, may_wait=self.outdated is not None)
        self.clock.lap("search")
        runs: tuple[EngineRun, ...] = ()
        try:
            later.begin()
            self.report(Phrase("building pages with %(engine)s", engine=self.engine))
            runs = tuple(run_engines(self.engine, [stage.shells for stage in stages], theme_files(), self.clean))
            if any(run.changed for run in runs):
                search.finish()  # the other processor has no more to do; what comes is done on both
            self.clock.lap(ENGINE)
            if has_errors(problem for run in runs for problem in run.problems):
                return runs, None, None
            self.report(Phrase("finishing the site"))
            fresh = Assembly(self.site, self.work / "spare", ledgers)
            for stage in stages:
                add_pages(fresh, stage, files)
            add_outputs(fresh, terms, list(interfaces.values()), settings, TEMPLATES)
            later.add(fresh)
        except PagefindError as error:
            failed = EngineRun(self.root.name, False, 0, (search_problem(self.root, error),))
            return (*runs, failed), None, None
        finally:
            search.stop()
        if self.asked["pdf"]:
            add_pdfs(fresh, terms, list(interfaces.values()), settings, TEMPLATES)
            self.clock.lap("PDF")
        if self.asked["packed"]:
            add_packed(fresh)
        fresh.finish()
        self.clock.lap("site")
        return runs, fresh, later if later.is_behind else None

    def _shown(self, checked: _Checked) -> tuple[Content, tuple[FileState, ...]]:
        """Give the content and its states as the site shows them, with or without drafts."""
        content, states = checked.content, checked.states
        if self.asked["drafts"]:
            return replace(content, drafts=replace(content.drafts, are_shown=True)), states
        return without_drafts(content, states)

    def _publish(
        self,
        fresh: Assembly,
        inputs: bytes | None,
        problems: list[Problem],
        runs: tuple[EngineRun, ...],
        rest: Later | None,
    ) -> BuildResult:
        """Exchange a site for the present one, unless its pages have errors; one of which more follows is not done."""
        self.report(Phrase("checking the pages"))
        known = self._known_pages()
        gone = fresh.ledgers.site.keys() - fresh.files.keys()
        is_whole = all(map(is_search_file, gone))  # no file is gone that pages might lead to
        same = fresh.files.keys() - fresh.written
        found, pages = check_again(fresh.spare, known if is_whole else {}, same, has_search=not rest or rest.has_search)
        problems += [_relocate(problem, fresh.spare, self.site) for problem in found]
        self.clock.lap("links")
        if has_errors(problems):
            return BuildResult(tuple(problems), runs, seconds=self.clock.seconds)
        swap(fresh.spare, self.site, self.work)
        self.published(fresh.written)
        self._keep_pages(pages)
        changed = {run.language: _count_pages(fresh.written, run.language) for run in runs}
        result = BuildResult(tuple(problems), runs, changed, self.clock.seconds)
        self._keep_site(fresh, None if rest else inputs, result)
        self.clock.lap("exchange")
        return result

    def _follow(self, fresh: Assembly, later: Later, inputs: bytes | None, result: BuildResult) -> BuildResult:
        """Publish what follows a site that has been published without it."""
        if result.failed or self.outdated is None:
            return result
        try:
            again = later.follow(fresh, self.outdated)
        except PagefindError as error:
            return replace(result, problems=(*result.problems, search_problem(self.root, error)))
        if again is not None:
            swap(again.spare, self.site, self.work)
            self.published(again.written)
            self._keep_site(again, inputs, result)
            self.clock.lap("search and data")
        return result

    def _keep_site(self, fresh: Assembly, inputs: bytes | None, result: BuildResult) -> None:
        """Remember a published site; one whose inputs are not given, or have been written meanwhile, is built again."""
        now = digest_inputs(self.root, self.engine, sources(), **self.asked) if inputs else None
        known = (inputs or b"") if inputs == now else b""
        languages = tuple(run.language for run in result.runs)
        self.memory.put("site", self.place, KnownSite(known, result.problems, languages, fresh.close()))

    def _known_pages(self) -> Mapping[str, BuiltPage]:
        """Give what is remembered of the pages of the present site."""
        found: dict[str, BuiltPage] = {}
        no = 0
        while part := self.memory.get("checked pages", digest(self.place, no)):
            found |= part
            no += 1
        return found

    def _keep_pages(self, pages: Mapping[str, BuiltPage]) -> None:
        """Remember pages, some at a time, as it takes several times their size to write them; nothing ends them."""
        starts = range(0, len(pages) + _FEW_PAGES, _FEW_PAGES)
        for no, start in enumerate(starts):
            self.memory.put(
                "checked pages", digest(self.place, no), dict(islice(pages.items(), start, start + _FEW_PAGES))
            )

    def _stages(self, terms: TermIndex, interfaces: Mapping[str, Interface], settings: bytes) -> list[Stage]:
        """Render what is not as it was, on all processors where that is much."""
        trees, assets = [], asset_addresses({SITE_CSS: site_css(terms.library).encode()})
        for code in terms.library.languages:
            traces: Mapping[str, Trace] = self.memory.get("traces", digest(self.place, code)) or {}
            own = Renderer(terms, interfaces[code], TEMPLATES, settings, has_pdfs=self.asked["pdf"])
            trees.append(own.render(traces))
        stages = [Stage(self.work, tree, PROJECT / "mkdocs.yml", TEMPLATES / "theme", assets) for tree in trees]
        new = [(stage, page) for stage in stages for page in stage.unmade]
        if len(new) > _FEW_PAGES and not gc.isenabled():  # in a process that builds once; pages leave rings behind
            gc.freeze()
            gc.enable()
        for (_, page), trace in zip(
            new, map_on_processors(lambda one: one[0].make(one[1]), new, _FEW_PAGES), strict=True
        ):
            page.take(trace)
        return stages


def _count_pages(names: Collection[str], language: str) -> int:
    return sum(name.startswith(f"{language}/") and name.endswith(".html") for name in names)


def _relocate(problem: Problem, fresh: Path, site: Path) -> Problem:
    """Name the page as it will lie in the site, not in the folder it is prepared in."""
    path = Path(problem.path)
    with contextlib.suppress(ValueError):
        inside = path.absolute().relative_to(fresh.absolute())
        return replace(problem, path=shown_path(site / inside))
    return problem
