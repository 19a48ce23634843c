"""The generator away from its project: a wheel of it, installed, run from any folder, and from any folder of a site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_scripts.cli.main import main
from build_scripts.ground import shipped
from tests.built import PROJECT
from tests.conftest import VALID_SITES

VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the files that git knows, made without a network."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheels")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name.startswith(("build_scripts/", "templates/")) or (name and "/" not in name):
            copy = source / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            if (PROJECT / name).is_file():
                shutil.copy(PROJECT / name, copy)
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command as a wheel puts it into an environment of its own, which has the tools of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    python = folder / "bin" / "python"
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "tools.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*pip, "--force-reinstall", str(wheel)], check=True)
    return folder / "bin" / "duizhao"


def run(command: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={"PATH": "", "DUIZHAO_LANG": "en"},
        check=False,
    )


@pytest.mark.slow
def test_a_wheel_has_all_that_the_generator_reads(wheel: Path) -> None:
    names = {name.removeprefix("build_scripts/") for name in zipfile.ZipFile(wheel).namelist()}
    for folder in ("templates", "build_scripts"):
        wanted = [path for path in (PROJECT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        base = PROJECT / folder if folder == "build_scripts" else PROJECT
        assert {path.relative_to(base).as_posix() for path in wanted} <= names
    assert "mkdocs.yml" in names and not any(name.startswith(("tests/", "content/pages/")) for name in names)


@pytest.mark.slow
def test_an_installed_command_builds_a_site_far_from_the_project(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(VALID_SITES / "minimal", tmp_path / "content")
    assert run(installed, tmp_path, "--version").stdout.split()[-1] == VERSION
    below = tmp_path / "content" / "reports"
    checked = run(installed, below, "check")
    assert (checked.returncode, checked.stdout) == (0, "no problems\n"), checked.stderr
    built = run(installed, below, "build")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "en" / "reports" / "index.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".build", "content", "site"]
    whence = run(installed.with_name("python"), tmp_path, "-c", "import build_scripts; print(build_scripts.__file__)")
    assert whence.stdout.startswith(str(installed.parents[1]))


@pytest.mark.slow
def test_a_site_is_started_and_built_with_an_installed_command(installed: Path, tmp_path: Path) -> None:
    """As the readme of a new site says: start it, go there, check, build, go on."""
    made = run(installed, tmp_path, "init", "mine", "--language", "fr", "--language", "en", "--yes")
    assert made.returncode == 0, made.stderr
    home = tmp_path / "mine"
    for command in (["new", "report", "next"], ["new", "brief", "next", "first-topic"], ["build"], ["check"]):
        done = run(installed, home, *command)
        assert done.returncode == 0, done.stderr
    assert (home / "site" / "fr" / "edit" / "index.html").is_file()
    assert f"{installed} translate" in run(installed, home, "translate", "status").stdout  # as nothing finds it by name


# From which folder a command is called


@pytest.mark.parametrize("below", [".", "content", "content/reports", "notes/mine"])
def test_a_site_is_found_from_any_folder_of_it(
    copy_site: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    home = copy_site("minimal").parent
    (home / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(home / below)
    made = CliRunner().invoke(main, ["new", "page", "late-hours"])
    assert made.exit_code == 0 and (home / "content" / "pages" / "late-hours.zh.md").is_file()
    assert CliRunner().invoke(main, ["check", "--no-memory"]).exit_code == 0


def test_where_no_site_is_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder above that is only named like a content is none."""
    (tmp_path / "content").mkdir()
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    for command in (["check"], ["build"], ["new", "page", "x"], ["translate", "status"]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 2
        assert "there is no folder content here or above" in result.stderr and "duizhao init FOLDER" in result.stderr


@pytest.mark.parametrize(
    ("called", "path", "typed"),
    [
        ("bin/duizhao", "", "bin/duizhao"),
        ("bin/duizhao", "bin", "duizhao"),
        ("my tools/duizhao", "", '"my tools/duizhao"'),
        ("bin/other", "", "duizhao"),
    ],
)
def test_hints_name_the_command_as_it_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str, path: str, typed: str
) -> None:
    program = tmp_path / called
    program.parent.mkdir()
    program.write_text("", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(program), "check"])
    monkeypatch.setenv("PATH", str(tmp_path / path) if path else "")
    assert shipped.typed_command() == typed
