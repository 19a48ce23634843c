"""A site under test: its own copies of a content folder and of the generator's templates, and states to go back to.

Receives folders and a random source; gives texts, YAML values and states. A scalar of YAML that stands without
quotes keeps its spelling, so that rewriting a file changes only what an edit means to change.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from build_scripts.ground.problems import Problem
from build_scripts.publish.build import check_content

PROJECT = Path(__file__).resolve().parents[2]
State = dict[str, bytes]
PARTS = ("content", "project")


@dataclass
class World:
    """A folder with `content`, `project` (templates and `mkdocs.yml`) and, once it was built, `site`."""

    folder: Path
    rng: random.Random = field(default_factory=random.Random)
    made: int = 0  # how many names were made up
    drafts: bool = False  # whether its site is a preview, which shows them

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def templates(self) -> Path:
        return self.project / "templates"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def work(self) -> Path:
        return self.folder / ".build"

    @classmethod
    def create(cls, folder: Path, content: Path) -> World:
        """Copy a content folder and what a build takes from the project."""
        shutil.copytree(content, folder / "content")
        shutil.copytree(PROJECT / "templates", folder / "project" / "templates")
        shutil.copy(PROJECT / "mkdocs.yml", folder / "project")
        return cls(folder)

    @property
    def languages(self) -> list[str]:
        """Give the codes of the languages, the source first."""
        return [str(row["code"]) for row in self.table("site")["languages"]]

    @property
    def source(self) -> str:
        return self.languages[0]

    @property
    def reports(self) -> list[str]:
        return sorted(path.parent.name for path in (self.content / "reports").glob("*/report.yml"))

    @property
    def kinds(self) -> list[str]:
        return sorted(self.table("kinds")["statements"])

    def table(self, name: str) -> Any:
        """Give what a YAML file of the content holds, nothing where there is none."""
        path = self.content / f"{name}.yml"
        return parse_yaml(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def ids(self, name: str) -> list[str]:
        """Give the ids of a table, sorted."""
        found = self.table(name)
        return sorted(str(row["id"]) for row in found) if isinstance(found, list) else sorted(map(str, found))

    def report_ids(self, report: str, name: str) -> list[str]:
        """Give the ids of a report's figures or references."""
        return [str(row["id"]) for row in self.table(f"reports/{report}/report").get(name, [])]

    def errors(self) -> list[Problem]:
        return [problem for problem in check_content(self.content)[2] if problem.level == "error"]

    def files(self, ending: str, below: str = "content") -> list[Path]:
        """Give the files below a folder whose names end so, sorted."""
        return sorted(path for path in (self.folder / below).rglob(f"*{ending}") if path.is_file())

    def new_id(self) -> str:
        self.made += 1
        return f"made-{self.made}"

    def state(self) -> State:
        """Give the bytes of all that a build reads."""
        paths = [path for part in PARTS for path in sorted((self.folder / part).rglob("*")) if path.is_file()]
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def restore(self, state: Mapping[str, bytes]) -> None:
        """Bring all that a build reads back to a state; what has it already is not touched."""
        present = self.state()
        for name in present.keys() - state.keys():
            (self.folder / name).unlink()
        for name, data in state.items():
            if present.get(name) != data:
                write_bytes(self.folder / name, data)
        for part in PARTS:
            for path in sorted((self.folder / part).rglob("*"), reverse=True):
                with contextlib.suppress(OSError):  # a file, or not empty
                    path.rmdir()


def digest(state: Mapping[str, bytes]) -> str:
    """Give one digest of a state."""
    found = hashlib.sha256()
    for name, data in sorted(state.items()):
        found.update(f"{name}\n{hashlib.sha256(data).hexdigest()}\n".encode())
    return found.hexdigest()


def use_project(project: Path) -> dict[tuple[str, str], Path]:
    """Make all of the generator read its templates from another project; give what to restore."""
    before: dict[tuple[str, str], Path] = {}
    values = {"PROJECT": project, "TEMPLATES": project / "templates"}
    for module in [name for name in sys.modules if name.startswith("build_scripts.")]:
        for name, value in values.items():
            if name in vars(sys.modules[module]):
                before[module, name] = getattr(sys.modules[module], name)
                setattr(sys.modules[module], name, value)
    return before


@contextlib.contextmanager
def using(project: Path) -> Iterator[None]:
    """Let the generator read another project's templates for a while."""
    before = use_project(project)
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(sys.modules[module], name, value)


def write_bytes(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    write_bytes(path, text.encode())


class Plain(str):
    """A scalar that stood without quotes, with the tag that YAML reads it as."""

    tag = "tag:yaml.org,2002:str"


class _Loader(yaml.SafeLoader):
    pass


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _construct(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    if node.style is not None:
        return str(node.value)
    plain = Plain(node.value)
    plain.tag = node.tag
    return plain


for _tag in ("str", "int", "float", "bool", "null", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _construct)
_Dumper.add_representer(Plain, lambda dumper, text: dumper.represent_scalar(text.tag, str(text)))


def plain(text: str) -> Plain:
    """Give a value that is to be written without quotes: `plain("41000")`, `plain("true")`."""
    found = Plain(text)
    found.tag = yaml.resolver.Resolver().resolve(yaml.ScalarNode, text, (True, False))
    return found


def parse_yaml(text: str) -> Any:
    return yaml.load(text, _Loader)  # a safe loader, with spellings kept


def render_yaml(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000))


def forget_answers(world: World, leads: Callable[[str], bool]) -> None:
    """Take statements out of the questions of readers, and questions that nothing answers then."""
    path = world.content / "questions.yml"
    if not path.is_file():
        return
    rows = parse_yaml(path.read_text(encoding="utf-8"))
    for row in rows:
        row["statements"] = [each for each in row["statements"] if not leads(str(each))]
    write_text(path, render_yaml([row for row in rows if row["statements"]]))
