"""What a build leaves to be known: its result, and what tells the next one that nothing has changed.

Receives paths and a memory; gives the result of the last build of a site, or the problems of a content, where all is as
it was. Imports none of the stages, which takes longer than to look. Refuses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts.ground.files import files_below, is_leftover
from build_scripts.ground.memory import Memory, code_digest, digest
from build_scripts.ground.problems import Problem, has_errors
from build_scripts.ground.shipped import COMMAND
from build_scripts.publish.engine import EngineRun, engine_versions
from build_scripts.publish.finish import Ledgers, is_untouched

ENGINE = "engine"


@dataclass(frozen=True)
class BuildResult:
    """What a build did: its problems, and the engine's runs (empty when the content had errors).

    `pages` counts by language the pages that are not as they were, `seconds` what each stage took by its name.
    """

    problems: tuple[Problem, ...]
    runs: tuple[EngineRun, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Tell whether the old site was left as it was."""
        return has_errors(self.problems)

    @property
    def engine_seconds(self) -> float:
        """Give what the engine took."""
        return self.seconds.get(ENGINE, 0.0)


@dataclass(frozen=True)
class KnownSite:
    """What is remembered of a finished site."""

    inputs: bytes
    problems: tuple[Problem, ...]
    languages: tuple[str, ...]
    files: Ledgers


class Clock:
    """Measures stages, one after the other."""

    def __init__(self) -> None:
        """Begin with the first."""
        self.seconds: dict[str, float] = {}
        self._begun = time.monotonic()

    def lap(self, stage: str) -> None:
        """Say that a stage has ended, and the next begins."""
        now = time.monotonic()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._begun
        self._begun = now


def open_memory(work: Path, *, forget: bool = False, lasting: bool = False) -> Memory:
    """Open the memory in a working folder; what it holds of problems counts for the current folder and command."""
    return Memory(work / "memory", digest(str(Path.cwd()), COMMAND), forget=forget, lasting=lasting)


def place_of(site: Path, engine: str) -> bytes:
    """Give the key of what is remembered of a site."""
    return digest(str(site), engine)


@dataclass(frozen=True)
class Look:
    """What was found before a build: the digest of all that the site is made from, and what is known of the site."""

    inputs: bytes | None
    before: KnownSite | None
    is_same: bool
    seconds: float

    @property
    def result(self) -> BuildResult | None:
        """Give the result of a build that has nothing to do, or None where there is something."""
        if self.before is None or not self.is_same:
            return None
        runs = tuple(EngineRun(code, False, 0, ()) for code in self.before.languages)
        pages = dict.fromkeys(self.before.languages, 0)
        return BuildResult(self.before.problems, runs, pages, {"reading": self.seconds})


def look(
    root: Path,
    site: Path,
    engine: str,
    memory: Memory,
    sources: Sequence[Path],
    *,
    drafts: bool = False,
    packed: bool = False,
    pdf: bool = False,
) -> Look:
    """Look whether a site, of which the path is resolved, is as it was made, and what it is made from too."""
    begun = time.monotonic()
    inputs = digest_inputs(root, engine, sources, drafts=drafts, packed=packed, pdf=pdf)
    found = memory.get("site", place_of(site, engine))
    before = found if isinstance(found, KnownSite) else None
    is_same = before is not None and before.inputs == inputs and is_untouched(site, before.files.site)
    return Look(inputs, before, is_same, time.monotonic() - begun)


def digest_inputs(
    root: Path,
    engine: str,
    sources: Sequence[Path],
    *,
    drafts: bool = False,
    packed: bool = False,
    pdf: bool = False,
) -> bytes | None:
    """Give the digest of all that a site is made from, or None where some of it cannot be read."""
    parts: list[object] = [engine, drafts, packed, pdf, str(root), code_digest(), engine_versions()]
    for folder in (*sources, root):
        for path in files_below(folder) if folder.is_dir() else [folder]:
            if folder is root and is_leftover(path.name):
                continue
            if not path.is_file():
                return None
            try:
                parts += [str(path), digest(path.read_bytes())]
            except OSError:
                return None
    return digest(*parts)


def known_problems(key: bytes | None, memory: Memory) -> list[Problem] | None:
    """Give the problems of a content of which the digest is the key, if they are known."""
    found = memory.get("problems", key) if key else None
    return found if isinstance(found, list) else None
