"""Two editors and two translators on branches, merged by git: the site builds, and nothing is current by itself.

What a unit is current for must be a pair of texts, source and translation, that somebody accepted: the pairs are
written down when the command names them, not taken from the records.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_scripts.checks.site import check_site
from build_scripts.cli.main import main
from build_scripts.ground.problems import render_text
from build_scripts.publish.build import build_site
from tests.conftest import FUZZ
from tests.test_records import git
from tests.test_translations import BUSES, copy_accepted, find_files

STATIONS = "reports/step-free/stations"
BRIEFS = (BUSES, STATIONS)
_ITEM = re.compile(r"(?m)^- (.*?) \{#([\w-]+)(.*?)\}\n(?:\n    > .*\n)?")
Pair = tuple[str, str, str]


class Team:
    """A repository, who works in it, and which pairs of texts they have accepted, by language and digests."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.count = 0
        self.accepted: set[Pair] = set(self.pairs("current").values())

    def pairs(self, *states: str) -> dict[tuple[str, str], Pair]:
        """Give by address the pair of texts of every unit in some states."""
        return {
            (file.language, str(file.address(unit.id))): (file.language, unit.source.digest, unit.target.digest)
            for file in find_files(self.root)
            for unit in file.units
            if unit.state in states and unit.target
        }

    def type(self, *arguments: str) -> str:
        result = CliRunner().invoke(main, ["translate", *arguments])
        assert not result.exception or isinstance(result.exception, SystemExit), result.exception
        return result.stdout

    def word(self) -> str:
        self.count += 1
        return f"Word{'abcdefghij'[self.count % 10]}{'klmnopqrst'[self.count // 10 % 10]}."

    def rewrite(self, name: str, change: Callable[[str], str]) -> None:
        path = self.root / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def item(self, name: str) -> re.Match[str] | None:
        """Give a statement of a file that nothing refers to."""
        text = (self.root / name).read_text(encoding="utf-8")
        others = "".join(path.read_text("utf-8") for path in self.root.glob("[!t]*/**/*.en.md"))
        others += (self.root / "events.yml").read_text("utf-8")
        others += "".join(path.read_text("utf-8") for path in self.root.rglob("report.yml"))
        free = [each for each in _ITEM.finditer(text) if not re.search(rf"[\w/]+#{each[2]}\b", others)]
        return self.chance.choice(free) if free else None

    def edit_source(self) -> None:
        """Change, rename, move, split, double or take out a statement, or add prose."""
        name = f"{self.chance.choice(BRIEFS)}.en.md"
        item = self.item(name)
        kind = self.chance.randrange(6)
        if item is None or kind == 0:
            self.rewrite(name, lambda text: re.sub(r"(?<=\.)\n\n## ", f" {self.word()}\n\n## ", text, count=1))
            return
        new = f"{item[2]}-{self.word()[4:-1]}"
        whole = item[0]
        renamed = whole.replace(f"#{item[2]}", f"#{new}", 1)
        changes = {
            1: whole.replace(f" {{#{item[2]}", f" {self.word()} {{#{item[2]}", 1),
            2: renamed,
            3: "",
            4: f"{whole}{renamed}",
        }
        self.rewrite(name, lambda text: text.replace(whole, changes.get(kind, ""), 1))
        if kind == 5:
            other = f"{BRIEFS[name.startswith(BRIEFS[0])]}.en.md"
            self.rewrite(
                other, lambda text: text.rstrip("\n") + "\n" + re.sub(r"\{#([\w-]+).*?\}", rf"{{#{new}}}", whole)
            )

    def translate(self) -> None:
        """Start, fill in, change or spoil a translation, accept some of it, or wave something through."""
        name = f"{self.chance.choice(BRIEFS)}.{self.chance.choice(['fr', 'fr', 'ar'])}.md"
        kind = self.chance.randrange(7)
        if kind == 0 or not (self.root / name).exists():
            self.type("start", name)
        elif kind == 1:
            self.rewrite(name, lambda text: re.sub(r"(?m)^- \{#", f"- Mot {self.word()} {{#", text))
        elif kind == 2:
            items = [match[0] for match in re.finditer(r" \{#", (self.root / name).read_text("utf-8"))]
            at = self.chance.randrange(len(items)) if items else 0
            parts = iter(range(len(items)))
            self.rewrite(
                name,
                lambda text: re.sub(r" \{#", lambda m: f" {self.word()}{m[0]}" if next(parts) == at else m[0], text),
            )
        elif kind == 3:
            lines = (self.root / name).read_text("utf-8").split("\n")
            del lines[self.chance.randrange(5, len(lines))]
            (self.root / name).write_text("\n".join(lines), encoding="utf-8")
        elif kind == 4:
            unit = self.chance.choice(
                [unit for file in find_files(self.root) if file.path == name for unit in file.units]
            )
            self.type("patch", f"{name}#{unit.id}")
        else:
            self.accept(name)

    def accept(self, name: str) -> None:
        before = self.pairs("stale", "patched", "current", "missing")
        arguments = self.chance.choice([[name], [name, "--unchanged"], ["--all"], ["--all", "--unchanged"]])
        if self.chance.random() < 0.3:
            stale = [
                unit.id for file in find_files(self.root) if file.path == name for unit in file.units if unit.target
            ]
            arguments = [f"{name}#{unit}" for unit in stale[:2]] or arguments
        for address in re.findall(r"(?m)^accepted: (.*)$", self.type("accept", *arguments)):
            self.accepted |= {pair for (_, known), pair in before.items() if known == address}

    def commit(self) -> None:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", "x", "--allow-empty")

    def work(self, name: str, action: Callable[[], None]) -> None:
        git(self.root, "checkout", "-q", "-B", name, "main")
        for _ in range(self.chance.randint(1, 4)):
            action()
        self.commit()

    def merge(self, name: str) -> None:
        """Merge a branch; of a conflict in the source an editor chooses a side, in a translation it is left there."""
        git(self.root, "checkout", "-q", "main")
        command = ["git", "-C", str(self.root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run([*command, "merge", "-q", "-m", "x", name], capture_output=True, check=False)
        for path in git(self.root, "diff", "--name-only", "--diff-filter=U").split():
            if path.endswith(".en.md"):
                git(self.root, "checkout", self.chance.choice(["--ours", "--theirs"]), "--", path)
        self.commit()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300 if FUZZ else 4))
def test_what_is_merged_builds_and_nothing_is_current_that_nobody_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "GIT_CONFIG_GLOBAL", os.devnull)
    root = copy_accepted(tmp_path)
    git(root, "init", "-q")
    team = Team(root, seed)
    team.commit()
    git(root, "branch", "-M", "main")
    people = {"ed": team.edit_source, "eve": team.edit_source, "tom": team.translate, "tina": team.translate}
    for _ in range(3):
        for name, action in people.items():
            team.work(name, action)
        for name in team.chance.sample(list(people), len(people)):
            team.merge(name)
        unknown = {address: pair for address, pair in team.pairs("current").items() if pair not in team.accepted}
        assert not unknown
    result = build_site(root, tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    assert not check_site(tmp_path / "site")
