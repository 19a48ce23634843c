"""Writing files that people edit: whole or not at all.

Receives texts by path; writes those that differ from what is there. Refuses, with one line, what cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from build_scripts.cli.terminal import echo_data
from build_scripts.ground.files import create_folder_atomically, encoded_like, write_text_atomically
from build_scripts.ground.messages import Phrase, reported
from build_scripts.ground.problems import shown_path


def write_files(files: Mapping[Path, str], quiet: bool = False) -> None:
    """Write texts, one file after the other, and say which unless `quiet`."""
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_bytes() != encoded_like(path, text):
                write_text_atomically(path, text)
        except OSError as error:
            raise click.ClickException(
                Phrase("cannot write %(path)s: %(strerror)s", path=shown_path(path), strerror=reported(error))
            ) from error
        if not quiet:
            click.echo(shown_path(path))


output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, instead of printing."
)


def write_output(text: str, output: Path | None) -> None:
    """Write a text for programs into a file, or print it."""
    if output:
        write_files({output: text})
    else:
        echo_data(text)


def create_files(files: Mapping[Path, str]) -> None:
    """Write new files and say which: those of one new folder all at once, for they are of no use alone."""
    folders = {path.parent for path in files}
    if len(files) > 1 and len(folders) == 1 and not min(folders).exists():
        _create_folder(min(folders), files)
    else:
        write_files(files)


def create_tree(folder: Path, texts: Mapping[str, str]) -> None:
    """Write texts by their paths in a new or empty folder, all or none."""
    try:
        create_folder_atomically(folder, texts)
    except OSError as error:
        raise click.ClickException(
            Phrase("cannot write %(path)s: %(strerror)s", path=shown_path(folder), strerror=reported(error))
        ) from error


def _create_folder(folder: Path, files: Mapping[Path, str]) -> None:
    create_tree(folder, {path.name: text for path, text in files.items()})
    for path in files:
        click.echo(shown_path(path))
