"""Plain text → passages; form feeds part pages.

Receives a path; returns an `Original`. Some programs that write text from PDF put an empty line after every line: so a
line that is full and ends no sentence goes on, whatever stands after it. Refuses what is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from build_scripts.content.originals.passages import Original, OriginalError, Passage
from build_scripts.ground.encodings import guess_encoding, unix_lines
from build_scripts.ground.languages import HAN
from build_scripts.ground.messages import Phrase

_HAN = re.compile(f"[{HAN}]")
_WIDE = rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’—…·]"
_SPLIT_WORD = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")
_BULLET = re.compile(r"[●○•◦■▪◆–—*-]\s+(?=\S)")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)、）](?!\d)|[(（](?:\d{1,2}|[一二三四五六七八九十]+)[)）]|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章节])"
)
_ENDS = re.compile(r"[。！？!?.；;：:…][”’」』)）]?\d{0,3}$")
_SENTENCE = re.compile(r"[。！？；，,;：]|\.\s")
_LONGEST_HEADING = 40
_FULL = 0.75  # of the usual length of a full line


def read_plain(path: Path) -> Original:
    """Read a text file."""
    text = _text(path)
    pages = text.split("\f")
    lines = [(line, no if len(pages) > 1 else None) for no, page in enumerate(pages, 1) for line in page.split("\n")]
    blocks = list(_blocks(lines))
    passages = tuple(Passage(*_joined(block), page, no, *_kind(block)) for no, (block, page) in enumerate(blocks, 1))
    if not passages:
        raise OriginalError(Phrase("%(path)s has no text.", path=path.name))
    title = next((one.text for one in passages if one.kind == "heading"), passages[0].text)
    return Original(passages, title[:100], "zh" if len(_HAN.findall(text)) > len(text) / 10 else "en")


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return unix_lines(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        encoding = guess_encoding(raw)
        if not encoding:
            raise OriginalError(Phrase("%(path)s is no text.", path=path.name)) from error
        return unix_lines(raw.decode(encoding))


def _blocks(lines: Iterable[tuple[str, int | None]]) -> Iterator[tuple[list[str], int | None]]:
    """Give the lines of each passage, and the page that it begins on."""
    lines = list(lines)
    full = _FULL * _usual_length([line for line, _ in lines])
    block: list[str] = []
    page: int | None = None
    was_empty = False
    for line, own in lines:
        words = line.strip()
        if words and block:
            is_short, ends = _length(block[-1]) < full, bool(_ENDS.search(block[-1]))
            if _starts(line) or (was_empty and (is_short or ends)) or (is_short and ends):
                yield block, page
                block = []
        if words:
            page = page if block else own
            block.append(words)
        was_empty = not words
    if block:
        yield block, page


def _starts(line: str) -> bool:
    return bool(_BULLET.match(line.strip()) or _NUMBERED.match(line.strip()) or line.strip(" ").startswith("\u3000"))


def _length(line: str) -> int:
    """Give how wide a line is: a wide character is two."""
    return sum(2 if re.match(_WIDE, char) else 1 for char in line)


def _usual_length(lines: list[str]) -> int:
    """Give the length of a full line: nine in ten are not longer."""
    lengths = sorted(_length(line.strip()) for line in lines if line.strip()) or [0]
    return lengths[len(lengths) * 9 // 10]


def _joined(block: list[str]) -> tuple[str]:
    text = _SPLIT_WORD.sub("", " ".join(" ".join(block).split()))
    return (_BULLET.sub("", text, count=1),)


def _kind(block: list[str]) -> tuple[str, int]:
    words = block[0]
    if _BULLET.match(words):
        return "item", 0
    is_heading = len(block) == 1 and len(words) <= _LONGEST_HEADING and not _SENTENCE.search(words)
    if is_heading and not _ENDS.search(words):
        return "heading", 1
    return ("item" if _NUMBERED.match(words) else "text"), 0
