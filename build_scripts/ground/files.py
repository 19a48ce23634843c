"""Text files of the content, and which files in a folder of people are theirs at all.

Receives paths; returns texts or problems, and paths in order without what programs left; writes a text whole or not at
all, in the form that its file has. Refuses, as problems, what is no text in UTF-8, and what is no file.
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

from build_scripts.ground.characters import find_misread_numbers, find_odd_characters
from build_scripts.ground.encodings import Form, form_of, guess_encoding, has_other_lines, unix_lines
from build_scripts.ground.messages import Phrase, reported
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


# Besides control characters what a program puts where it could not read one, and private ones, of no font but its own.
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufffd\ue000-\uf8ff]")
# But in scripts without spaces a zero-width space tells where a line may break.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\u202d\u202e](?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff].)")
_BREAK = re.compile("[\x85\u2028\u2029]")
# How files of programs begin whose names people change.
_OF_PROGRAMS = {
    b"PK\x03\x04": Phrase("a document of Word or WPS, or another archive"),
    b"\xd0\xcf\x11\xe0": Phrase("a document of Word or WPS"),
    b"{\\rtf": Phrase("a document in RTF"),
    b"%PDF-": Phrase("a PDF file"),
}
LARGEST = 10_000_000  # bytes of a text
# Marks that git leaves; a row of = alone can also underline a heading, but not an item, a note or nothing at all.
_CONFLICT = re.compile(
    r"^(?P<mark>(?:<{7}|>{7}|\|{7}) )"
    r"|^(?:[ \t]*|[ \t]*(?:[-*+>]|\d{1,9}[.)])[ \t].*|[ \t]{4}.*)\n(?P<left>={7})[ \t]*$",
    re.MULTILINE,
)


def read_bytes(path: Path) -> bytes | None:
    """Read a file, or give None for what is none, or cannot be read; `read_text` says why."""
    try:
        return None if find_obstacle(path) else path.read_bytes()
    except OSError:
        return None


def read_text(path: Path, raw: bytes | None = None) -> tuple[str, list[Problem]]:
    """Read a UTF-8 file, with or without a BOM, of any line ends; other encodings and emptiness are problems.

    `raw` are its bytes where they have been read already.
    """
    place = Place(path)
    obstacle = find_obstacle(path) if raw is None else None
    if obstacle:
        return "", [obstacle]
    try:
        raw = path.read_bytes() if raw is None else raw
    except OSError as error:
        reason = reported(error)
        return "", [
            place.error(
                "unreadable-file",
                Phrase("cannot read the file: %(reason)s.", reason=reason),
                Phrase("Check its permissions."),
            )
        ]
    kind = next((kind for start, kind in _OF_PROGRAMS.items() if raw.startswith(start)), None)
    if kind:
        message = Phrase("the file is no text, but %(kind)s.", kind=kind)
        hint = Phrase("Open it in its program, copy the words, and put them into a text file.")
        return "", [place.error("not-text", message, hint)]
    if len(raw) > LARGEST:
        message = Phrase("the file has %(size)s MB, more than anybody writes.", size=f"{len(raw) / 1e6:.0f}")
        hint = Phrase("Divide it into several, or look what has got into it.")
        return "", [place.error("too-large", message, hint)]
    try:
        text = unix_lines(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return "", [_other_encoding(raw, error, path)]
    problems = []
    if "\x00" in text and (encoding := guess_encoding(raw)):
        return "", [_in_other_encoding(Place(path), encoding)]
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        problems.append(
            Place(path, line).error("not-text", Phrase("the file holds a NUL character."), Phrase("Remove it."))
        )
        text = text.replace("\x00", "")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = Phrase(
            "the file holds a character that no page can show (U+%(code)s).", code=f"{ord(control[0]):04X}"
        )
        odd = next((each for each in find_odd_characters(text) if control[0] in each.found), None)
        hint = Phrase("Remove it.")
        if odd:
            hint = Phrase("Write “%(meant)s”.", meant=odd.meant)
        elif control[0] == "\ufffd":
            hint = Phrase("Write what was here before it was damaged.")
        problems.append(Place(path, line).error("not-text", message, hint))
        text = _CONTROL.sub("", _BREAK.sub(" ", text))
    unseen = _UNSEEN.search(text)
    if unseen:
        line = text.count("\n", 0, unseen.start()) + 1
        message = Phrase(
            "a character stands here that nobody sees (U+%(code)s); no search finds the word around it.",
            code=f"{ord(unseen[0]):04X}",
        )
        problems.append(Place(path, line).warning("unseen-character", message, Phrase("Remove it.")))
    odd = next(find_odd_characters(text), None)
    if odd:
        code = f"U+{ord(odd.found[0]):04X}"
        message = Phrase(
            "“%(found)s” (%(code)s) stands here for other characters, so that no search finds it.",
            found=odd.found,
            code=code,
        )
        hint = Phrase("Write “%(meant)s”.", meant=odd.meant)
        problems.append(Place(path, text.count("\n", 0, odd.start) + 1).warning("odd-character", message, hint))
    if number := next(find_misread_numbers(text), None):
        message = Phrase("“%(found)s” is no number, and no search finds it as one.", found=number.found)
        hint = Phrase("Write “%(meant)s”.", meant=number.meant)
        problems.append(Place(path, text.count("\n", 0, number.start) + 1).warning("odd-character", message, hint))
    conflict = _CONFLICT.search(text)
    if conflict:
        message = Phrase("here git has left two versions of the text, one above the other.")
        hint = Phrase("Keep what is right of both, and remove the lines that start with <<<<<<<, ======= and >>>>>>>.")
        line = text.count("\n", 0, max(conflict.start("mark"), conflict.start("left"))) + 1
        problems.append(Place(path, line).error("merge-mark", message, hint))
    if not text.strip():
        problems.append(place.error("empty-file", Phrase("the file is empty."), Phrase("Fill it or delete it.")))
    return text, problems


def find_obstacle(path: Path) -> Problem | None:
    """Tell what stands in the place of a file: opening a pipe would wait for ever, a folder has no text."""
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = reported(error)
        hint = Phrase("Mend or remove the link.") if path.is_symlink() else Phrase("Check its permissions.")
        return Place(path).error("unreadable-file", Phrase("cannot read the file: %(reason)s.", reason=reason), hint)
    if stat.S_ISREG(kind):
        return None
    found = Phrase("a folder") if stat.S_ISDIR(kind) else Phrase("no regular file")
    return Place(path).error(
        "unreadable-file",
        Phrase('"%(name)s" is %(found)s.', name=path.name, found=found),
        Phrase("Put a text file in its place."),
    )


def near_file(path: Path) -> Phrase:
    """Give what to do about a YAML file that is missing."""
    other = path.with_suffix(".yaml")
    if other.is_file():
        return Phrase('Rename "%(other)s" to "%(name)s".', other=other.name, name=path.name)
    return Phrase("Create %(path)s.", path=shown_path(path))


def read_plain(path: Path) -> str:
    """Read a text that has been read without problems before, to be edited; raises `OSError`."""
    return unix_lines(path.read_bytes().decode("utf-8"))


_UTF_16 = Phrase("UTF-16, which Notepad calls Unicode")
_NAMES_OF_ENCODINGS = {
    "utf-16": _UTF_16,
    "utf-16-le": _UTF_16,
    "utf-16-be": _UTF_16,
    "gb18030": Phrase("GBK, which Notepad calls ANSI"),
    "cp1252": Phrase("Windows-1252, which Notepad calls ANSI"),
}
_SAVE_AS_UTF_8 = Phrase("Save the file with the encoding UTF-8; in Notepad: File, Save as, Encoding.")


def _other_encoding(raw: bytes, error: UnicodeDecodeError, path: Path) -> Problem:
    """Say where a file is no UTF-8, and what it is where that is certain."""
    line = raw.count(b"\n", 0, error.start) + 1
    column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
    where = Place(path, line, column)
    encoding = guess_encoding(raw)
    if encoding:
        return _in_other_encoding(Place(path) if encoding.startswith("utf-16") else where, encoding)
    message = Phrase("byte 0x%(byte)s is not UTF-8.", byte=f"{raw[error.start]:02x}")
    hint = Phrase("The other lines are UTF-8: type this one anew.") if has_other_lines(raw) else _SAVE_AS_UTF_8
    return where.error("not-utf-8", message, hint)


def _in_other_encoding(where: Place, encoding: str) -> Problem:
    message = Phrase("the file is written in %(encoding)s, not in UTF-8.", encoding=_NAMES_OF_ENCODINGS[encoding])
    return where.error("not-utf-8", message, _SAVE_AS_UTF_8)


def write_text_atomically(path: Path, text: str) -> None:
    """Write a file beside its place and then exchange it, so that no interruption leaves half of it.

    A file keeps its byte order mark, its line ends and its permissions, a link stays a link; raises `OSError` where it
    may not be written.
    """
    write_bytes_atomically(path, encoded_like(path, text))


def encoded_like(path: Path, text: str) -> bytes:
    """Give the bytes of a text for a file, in the form that the file has if it is there; raises `OSError`."""
    return (form_of(path.read_bytes()) if path.is_file() else Form()).encode(text)


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """Write bytes as `write_text_atomically` does a text; raises `OSError`."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    target = path.resolve()
    # A hidden name: if the program is killed, what it leaves is no content.
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
            Path(file.name).replace(target)
        finally:
            Path(file.name).unlink(missing_ok=True)


def create_folder_atomically(folder: Path, texts: Mapping[str, str]) -> None:
    """Make a new folder with texts by their paths in it, all or none; raises `OSError` where it is filled already.

    An empty folder that is there stays the same one, as somebody may stand in it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    prepared = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, text in texts.items():
            (prepared / name).parent.mkdir(parents=True, exist_ok=True)
            write_text_atomically(prepared / name, text)
        prepared.chmod(0o777 & ~_umask())
        if folder.is_dir() and not any(folder.iterdir()):
            for path in prepared.iterdir():
                path.rename(folder / path.name)
        else:
            prepared.rename(folder)
    finally:
        shutil.rmtree(prepared, ignore_errors=True)


def _umask() -> int:
    present = os.umask(0)
    os.umask(present)
    return present
