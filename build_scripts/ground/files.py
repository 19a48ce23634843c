"""Text files of the content, and which files in a folder of people are theirs at all.

Receives paths; returns texts or problems, and paths in order without what programs left; writes a text whole or not at
all. Refuses, as problems, what is no text in UTF-8 with Unix line ends, and what is no file.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from build_scripts.ground.problems import Place, Problem, shown_path

# Of Windows' Explorer, and what vim makes for a moment to see whether it may write.
_NAMES = {"thumbs.db", "ehthumbs.db", "desktop.ini", "4913"}
_ENDINGS = ("~", ".bak", ".orig", ".rej", ".swo", ".swp", ".tmp")
_BEGINNINGS = (".", "~$", "#")  # hidden files, also macOS's; locks of office programs; copies that Emacs makes


def is_leftover(name: str) -> bool:
    """Tell whether a name is that of something a program left: `Thumbs.db`, `.a.md.swp`, `a.md~`, `a.md.orig`."""
    name = name.casefold()
    return name in _NAMES or name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS)


def list_below(folder: Path, pattern: str = "*") -> Iterator[Path]:
    """Give all that lies below a folder, sorted, without leftovers and what lies in hidden folders."""
    for path in sorted(folder.rglob(pattern)):
        if not any(map(is_leftover, path.relative_to(folder).parts)):
            yield path


def files_below(folder: Path) -> Iterator[Path]:
    """Give all files, in an order that does not depend on the file system."""
    for here, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(here, name) for name in sorted(files))


def folder_name(path: Path) -> str:
    """Give the name that a folder has, whatever path leads to it.

    >>> folder_name(Path("texts")), folder_name(Path("/a/texts/.")), folder_name(Path("/a/texts/pages/.."))
    ('texts', 'texts', 'texts')
    """
    return Path(os.path.normpath(path.absolute())).name


LARGEST = 10_000_000  # bytes of a text
_CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")
# Marks that git leaves; a row of = alone can also underline a heading.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)


def read_bytes(path: Path) -> bytes | None:
    """Read a file, or give None for what is none, or cannot be read; `read_text` says why."""
    try:
        return None if find_obstacle(path) else path.read_bytes()
    except OSError:
        return None


def read_text(path: Path, raw: bytes | None = None) -> tuple[str, list[Problem]]:
    """Read a UTF-8 file; a BOM, CRLF line ends, other encodings and emptiness are problems, not guesses.

    `raw` are its bytes where they have been read already.
    """
    place = Place(path)
    obstacle = find_obstacle(path) if raw is None else None
    if obstacle:
        return "", [obstacle]
    try:
        raw = path.read_bytes() if raw is None else raw
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return "", [place.error("unreadable-file", f"cannot read the file: {reason}.", "Check its permissions.")]
    if len(raw) > LARGEST:
        message = f"the file has {len(raw) / 1e6:.0f} MB, more than anybody writes."
        return "", [place.error("too-large", message, "Divide it into several, or look what has got into it.")]
    problems = []
    if raw.startswith(b"\xef\xbb\xbf"):
        hint = "Save it as UTF-8 without BOM."
        problems.append(place.error("byte-order-mark", "the file starts with a byte order mark.", hint))
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        where = Place(path, line, column)
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8."
        return "", [*problems, where.error("not-utf-8", message, "Save the file with the encoding UTF-8.")]
    if "\r" in text:
        problems.append(_line_ends(text, path))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        problems.append(Place(path, line).error("not-text", "the file holds a NUL character.", "Remove it."))
        text = text.replace("\x00", "")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = f"the file holds a control character (U+{ord(control[0]):04X}), which no page can show."
        problems.append(Place(path, line).error("not-text", message, "Remove it."))
        text = _CONTROL.sub("", text)
    conflict = _CONFLICT.search(text)
    if conflict:
        message = "here git has left two versions of the text, one above the other."
        hint = "Keep what is right of both, and remove the lines that start with <<<<<<<, ======= and >>>>>>>."
        problems.append(Place(path, text.count("\n", 0, conflict.start()) + 1).error("merge-mark", message, hint))
    if not text.strip():
        problems.append(place.error("empty-file", "the file is empty.", "Fill it or delete it."))
    return text, problems


def find_obstacle(path: Path) -> Problem | None:
    """Tell what stands in the place of a file: opening a pipe would wait for ever, a folder has no text."""
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        hint = "Mend or remove the link." if path.is_symlink() else "Check its permissions."
        return Place(path).error("unreadable-file", f"cannot read the file: {reason}.", hint)
    if stat.S_ISREG(kind):
        return None
    found = "a folder" if stat.S_ISDIR(kind) else "no regular file"
    return Place(path).error("unreadable-file", f'"{path.name}" is {found}.', "Put a text file in its place.")


def near_file(path: Path) -> str:
    """Give what to do about a YAML file that is missing."""
    other = path.with_suffix(".yaml")
    return f'Rename "{other.name}" to "{path.name}".' if other.is_file() else f"Create {shown_path(path)}."


def _line_ends(text: str, path: Path) -> Problem:
    """Tell Windows line ends from a carriage return alone, which is more likely damage, or an old Mac's."""
    alone = re.search(r"\r(?!\n)", text)
    line = text.count("\n", 0, alone.start() if alone else text.index("\r")) + 1
    found = "a carriage return (CR) without a line feed" if alone else "Windows line ends (CRLF)"
    return Place(path, line).error("line-ends", f"the file has {found}.", "Save it with Unix line ends (LF).")


def write_text_atomically(path: Path, text: str) -> None:
    """Write a file beside its place and then exchange it, so that no interruption leaves half of it.

    A link stays a link, a file keeps its permissions; raises `OSError` where it may not be written.
    """
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    target = path.resolve()
    # A hidden name: if the program is killed, what it leaves is no content.
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


def create_folder_atomically(folder: Path, texts: Mapping[str, str]) -> None:
    """Make a new folder with texts by their names, all of them or none; raises `OSError` where it is filled already."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    prepared = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, text in texts.items():
            write_text_atomically(prepared / name, text)
        prepared.chmod(0o777 & ~_umask())
        prepared.rename(folder)
    finally:
        shutil.rmtree(prepared, ignore_errors=True)


def _umask() -> int:
    present = os.umask(0)
    os.umask(present)
    return present
