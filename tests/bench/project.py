"""This project as one of those measured: a copy of its code, a content, and what is changed between two builds.

Receives a folder; builds there with the copied code, so that a template can change while the tree under test stays as
it is. Refuses content in which there is nothing to change.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_CODE = ("build_scripts", "templates", "mkdocs.yml")
_START = "from build_scripts.cli.main import main; main()"
_STATEMENT = re.compile(r"^(- .+?)( \{#)", re.MULTILINE)
_TERM = re.compile(r"(\bzh: ?\{preferred: ?[^,{}]+, accepted: ?\[)")
_TEMPLATE = "templates/pages/brief.md.jinja"  # most pages are briefs
_WORDS = "确实如此。"
_BRIEFS_APART = 7  # the briefs of neighbouring rounds are a seventh of all apart


@dataclass(frozen=True)
class Project:
    """A folder with `code/` and `work/`, in which `content/` is built into `site/`."""

    folder: Path

    @property
    def work(self) -> Path:
        """Give the folder in which the commands run."""
        return self.folder / "work"

    @property
    def staged(self) -> Path:
        """Give the folder with the pages that were staged for the engine."""
        return self.work / ".build"

    @property
    def site(self) -> Path:
        """Give the finished site."""
        return self.work / "site"

    @property
    def environment(self) -> Mapping[str, str]:
        """Give what makes Python take the copied code."""
        return {"PYTHONPATH": str(self.folder / "code")}

    def prepare(self) -> None:
        """Copy the code, and compile it: whoever installs a program has it compiled."""
        code = self.folder / "code"
        shutil.rmtree(code, ignore_errors=True)
        code.mkdir(parents=True)
        for name in _CODE:
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, code / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, code / name)
        compileall.compile_dir(code, quiet=2)
        self.work.mkdir(exist_ok=True)

    def command(self, name: str) -> list[str]:
        """Give a command of the project, with its profile if it has one."""
        profile = ["--profile"] if name == "build" and self._has_profile() else []
        return [sys.executable, "-P", "-c", _START, name, *profile]

    def _has_profile(self) -> bool:
        command = [sys.executable, "-P", "-c", _START, "build", "--help"]
        environment = {**os.environ, **self.environment}
        said = subprocess.run(command, cwd=self.work, env=environment, capture_output=True, text=True, check=True)
        return "--profile" in said.stdout

    def forget(self) -> None:
        """Remove the site and all that builds remember."""
        for folder in (self.site, self.staged):
            shutil.rmtree(folder, ignore_errors=True)

    def count_statements(self) -> int:
        """Give the number of statements of the content."""
        return sum(len(_STATEMENT.findall(path.read_text(encoding="utf-8"))) for path in self._briefs())

    def _briefs(self) -> list[Path]:
        found = self.work.glob("content/reports/*/*.zh.md")
        return sorted(path for path in found if path.name != "index.zh.md")

    def edit_statement(self, number: int) -> None:
        """Add words to a statement in the source language: in another brief for each number."""
        briefs = self._briefs()
        path = briefs[number * max(1, len(briefs) // _BRIEFS_APART) % len(briefs)]
        _change(path, _STATEMENT, rf"\g<1>{_WORDS}\g<2>", number)

    def edit_term(self, number: int) -> None:
        """Give a term one more accepted form: another term for each number."""
        _change(self.work / "content" / "glossary.yml", _TERM, rf"\g<1>别名{number}号, ", number)

    def edit_template(self, number: int) -> None:
        """Add a line to the template of briefs."""
        path = self.folder / "code" / _TEMPLATE
        text = path.read_text(encoding="utf-8")
        path.write_text(f'{text}<p class="dz-meta">{number}</p>\n', encoding="utf-8")


def _change(path: Path, pattern: re.Pattern[str], new: str, number: int) -> None:
    """Change the place of a file that a pattern meets, the nth of them, round and round."""
    text = path.read_text(encoding="utf-8")
    found = list(pattern.finditer(text))
    if not found:
        raise ValueError(f"{path} has nothing to change")
    match = found[number % len(found)]
    path.write_text(text[: match.start()] + match.expand(new) + text[match.end() :], encoding="utf-8")
