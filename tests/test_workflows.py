"""The workflows that publish the site at GitHub and GitLab: their form, by the published schemas, and their steps."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.built import CONTENT, PROJECT

GITHUB, GITLAB = PROJECT / ".github" / "workflows" / "pages.yml", PROJECT / ".gitlab-ci.yml"
ADDRESS = "https://someone.example/reports"


def read(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def commands(path: Path) -> Iterator[str]:
    """Give what a workflow types, in its order."""
    if path == GITLAB:
        yield from read(path)["pages"]["script"]
        return
    for job in read(path)["jobs"].values():
        yield from (step["run"].strip() for step in job["steps"] if "run" in step)


@pytest.mark.parametrize(
    ("path", "schema"),
    [(GITHUB, ["vendor.github-workflows"]), (GITLAB, ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"])],
    ids=["github", "gitlab"],
)
def test_workflows_have_the_form_that_is_asked_for(path: Path, schema: list[str]) -> None:
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", *schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_others_made_is_pinned_to_its_bytes() -> None:
    used = [step["uses"] for job in read(GITHUB)["jobs"].values() for step in job["steps"] if "uses" in step]
    assert len(used) > 4 and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) for name in used)


@pytest.mark.parametrize("path", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_the_address_is_that_of_the_host_and_nothing_else_changes(path: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    site = Path(shutil.copy(CONTENT / "site.yml", tmp_path / "content"))
    before = site.read_text(encoding="utf-8")
    (line,) = (command for command in commands(path) if "base_url" in command)
    for address in (ADDRESS, f"{ADDRESS}/"):
        given = {"PATH": "/usr/bin:/bin", "URL": address, "CI_PAGES_URL": address}
        subprocess.run(["sh", "-ec", line], cwd=tmp_path, env=given, check=True)
        after = site.read_text(encoding="utf-8")
        assert yaml.safe_load(after) == {**yaml.safe_load(before), "base_url": f"{ADDRESS}/"}
        assert len(after.splitlines()) == len(before.splitlines())


@pytest.mark.parametrize("path", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_content_is_checked_before_anything_is_built(path: Path) -> None:
    """And what is built there exists: targets of make, options of the command, the folder that is published."""
    typed = list(commands(path))
    build = next(no for no, command in enumerate(typed) if re.search(r"make site|duizhao build", command))
    assert "make check" in typed[:build]
    for command in typed:
        if command.startswith("make "):
            subprocess.run(["make", "-n", *command.split()[1:]], cwd=PROJECT, capture_output=True, check=True)
