"""Writing files that people edit: whole or not at all.

Receives texts by path; writes those that differ from what is there. Refuses, with one line, what cannot be written.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from build_scripts.ground.problems import shown_path


def write_files(files: Mapping[Path, str], quiet: bool = False) -> None:
    """Write texts, and say which unless `quiet`."""
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
                _replace(path, text)
        except OSError as error:
            raise click.ClickException(f"cannot write {shown_path(path)}: {error.strerror}") from error
        if not quiet:
            click.echo(shown_path(path))


def _replace(path: Path, text: str) -> None:
    """Write a file whole beside its place and then exchange it, so that no interruption leaves half of it."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    target = path.resolve()  # a link stays a link
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
            Path(file.name).replace(target)
        finally:
            Path(file.name).unlink(missing_ok=True)


def _umask() -> int:
    present = os.umask(0)
    os.umask(present)
    return present
