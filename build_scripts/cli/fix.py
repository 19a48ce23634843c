"""The command `duizhao fix`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say
from build_scripts.content.mendable import MENDABLE
from build_scripts.content.repairs import Repair, repair_file
from build_scripts.ground.files import find_obstacle, list_below, write_bytes_atomically
from build_scripts.ground.messages import Phrase, reported
from build_scripts.ground.problems import shown_path


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@content_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def fix(paths: tuple[Path, ...], content: Path, dry_run: bool) -> None:
    """Mend in PATHS, or in all the content, what has one right answer; words stay as they are.

    Bullets of word processors, full-width characters in braces and ids, spaces and characters that nobody sees, line
    ends, byte order marks, and files that are not UTF-8.
    """
    count = files = 0
    for path in _files(paths or (content,)):
        raw = path.read_bytes()
        new, repairs = repair_file(raw, path)
        if new == raw:
            continue
        files, count = files + 1, count + len(repairs)
        for line in _diff(raw, new, path) if dry_run else _told(repairs, path):
            say(line)
        if not dry_run:
            _write(path, new)
    say(_sum(count, files, dry_run))


def _sum(count: int, files: int, dry_run: bool) -> Phrase:
    if not files:
        return Phrase("nothing to mend.")
    if dry_run:
        return Phrase("%(count)s slip(s) would be mended in %(files)s file(s).", count=count, files=files)
    return Phrase("%(count)s slip(s) mended in %(files)s file(s).", count=count, files=files)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Give the files to look at, each once; what was named must be one that can be mended."""
    seen: set[Path] = set()
    for path in paths:
        found = [path] if path.is_file() else [each for each in list_below(path) if each.suffix in MENDABLE]
        if path.is_file() and path.suffix not in MENDABLE:
            message = Phrase("%(path)s is neither Markdown (.md) nor YAML (.yml).", path=path)
            raise click.BadParameter(message, param_hint="PATHS")
        for each in found:
            if each.resolve() not in seen and find_obstacle(each) is None:
                seen.add(each.resolve())
                yield each


def _told(repairs: Sequence[Repair], path: Path) -> Iterator[Phrase]:
    name = shown_path(path)
    return (
        Phrase("%(path)s:%(line)s: mended %(what)s", path=name, line=repair.line, what=repair.what)
        for repair in repairs
    )


def _diff(raw: bytes, new: bytes, path: Path) -> Iterator[str]:
    """Give the difference, with what is not seen written out."""
    name = shown_path(path)
    before, after = (_visible(data) for data in (raw, new))
    return difflib.unified_diff(before, after, name, name, lineterm="", n=0)


def _visible(data: bytes) -> list[str]:
    """Give the lines of a file; characters that nobody sees, and bytes that are no UTF-8, are written as escapes."""
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    return ["".join(char if char.isprintable() or char == "\t" else _escape(char) for char in line) for line in lines]


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _write(path: Path, data: bytes) -> None:
    try:
        write_bytes_atomically(path, data)
    except OSError as error:
        message = Phrase("cannot write %(path)s: %(strerror)s", path=shown_path(path), strerror=reported(error))
        raise click.ClickException(message) from error
