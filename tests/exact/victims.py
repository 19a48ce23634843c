"""The commands that are killed: what builds, and every command that writes content.

Receives a content folder and two of its languages, the source first; gives them by name.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from build_scripts.cli.main import main as duizhao
from tests.built import replace


@dataclass(frozen=True)
class Victim:
    """A command that is killed: its arguments below a folder, and what is done to the content before it runs.

    One that `builds` begins with a site that was built where it lies, as files, times and memory tell.
    """

    name: str
    arguments: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _: None
    builds: bool = False
    is_first: bool = False  # there is no site from before

    def command(self, folder: Path) -> list[str]:
        places = {"CONTENT": str(folder / "content"), "SITE": str(folder / "site"), "FOLDER": str(folder)}
        return [re.sub("CONTENT|SITE|FOLDER", lambda match: places[match[0]], each) for each in self.arguments]


def _edit_source(brief: Path) -> Callable[[Path], None]:
    """Give the edit of one statement and of one label of the source."""

    def edit(folder: Path) -> None:
        replace(folder / "content" / brief, re.compile(r"(?= \{[^{}\n]*#)"), " …")
        replace(
            folder / "content" / "sectors.yml", re.compile(r"(label:.*?: *['\"]?)(\w)"), lambda m: f"{m[1]}A {m[2]}"
        )

    return edit


def _briefs(content: Path, source: str, other: str) -> tuple[Path, Path]:
    """Give the files of the first brief that has one in both languages, by their paths below the content."""
    for path in sorted((content / "reports").glob(f"*/*.{source}.md")):
        translation = path.with_name(path.name.replace(f".{source}.", f".{other}."))
        if translation.is_file() and not path.name.startswith("index."):
            return path.relative_to(content), translation.relative_to(content)
    raise AssertionError(f"no brief in {content} is translated")


def victims(root: Path, source: str, other: str) -> Mapping[str, Victim]:
    """Give what builds, and every command that writes content."""
    build = ("build", "--content", "CONTENT", "--site-dir", "SITE")
    content = ("--content", "CONTENT")
    brief, translated = _briefs(root, source, other)
    edit = _edit_source(brief)
    translation = f"CONTENT/{translated.as_posix()}"
    report = brief.parent.name

    def lose_half(folder: Path) -> None:
        path = folder / "content" / translated
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.rindex("\n- " if "\n- " in text else "\n1. ") + 1], encoding="utf-8")

    def lose(folder: Path) -> None:
        (folder / "content" / translated).unlink()

    def write_catalogue(folder: Path) -> None:
        _write_edited_catalogue(folder, other)

    found = (
        Victim("a build of an edit", build, edit, builds=True),
        Victim("a build of a new title", build, _retitle(brief), builds=True),
        Victim("a build of every page", (*build, "--clean"), edit, builds=True),
        Victim("the first build", build, builds=True, is_first=True),
        Victim("translate accept", ("translate", "accept", "--all", "--unchanged", "--by", "Someone", *content), edit),
        Victim("translate patch", ("translate", "patch", f"{translation}#title", *content), _retitle(brief)),
        Victim("translate start of half a file", ("translate", "start", translation, *content), lose_half),
        Victim("translate start", ("translate", "start", translation, *content), lose),
        Victim("translate import", ("translate", "import", "FOLDER/edited.po", *content), write_catalogue),
        Victim("translate migrate", ("translate", "migrate", *content), _forget_records),
        Victim("new report", ("new", "report", "one-more", *content)),
        Victim("new brief", ("new", "brief", report, "one-more", "--sector", _sector(root), *content)),
        Victim("new page", ("new", "page", "one-more", *content)),
    )
    return {victim.name: victim for victim in found}


def _retitle(brief: Path) -> Callable[[Path], None]:
    return lambda folder: replace(
        folder / "content" / brief, re.compile(r"^title: (['\"]?)", re.M), lambda m: f"{m[0]}A "
    )


def _forget_records(folder: Path) -> None:
    shutil.rmtree(folder / "content" / "translations")


def _sector(content: Path) -> str:
    match = re.search(r"^([a-z0-9-]+):", (content / "sectors.yml").read_text(encoding="utf-8"), re.M)
    assert match
    return match[1]


def _write_edited_catalogue(folder: Path, language: str) -> None:
    """Export a language and change every fourth of its translations."""
    catalogue = folder / "edited.po"
    command = ["translate", "export", language, "-o", str(catalogue), "--content", str(folder / "content")]
    assert CliRunner().invoke(duizhao, command).exit_code == 0
    rng = random.Random(language)
    text = catalogue.read_text(encoding="utf-8")
    changed = re.sub(
        r'(?<=\n)(msgid "[^"\n]+"\nmsgstr "[^"\n]+)(?=")',
        lambda match: f"{match[1]} Indeed." if rng.random() < 0.25 else match[1],
        text,
    )
    assert changed != text
    catalogue.write_text(changed, encoding="utf-8")
