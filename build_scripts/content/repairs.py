"""A file of the content → the same file without the slips that have one right answer, and what was mended.

Receives the bytes of a Markdown or YAML file; returns bytes and `Repair`s by line. Mended are: encodings that are
certain, byte order marks, line ends and separators; bullets of word processors before statements; full-width characters
in braces, in ids, in marks of footnotes and after keys of YAML; spaces that only look like such where Markdown and YAML
want one; characters that nobody sees, or that stand for others; letters that were taken apart. Words stay as they are,
and so does code. Refuses nothing: what cannot be read stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from build_scripts.content.attributes import half_width, parse_attributes
from build_scripts.content.bullets import INVISIBLE, find_bullet
from build_scripts.content.left_braces import LEFT_BRACES
from build_scripts.ground.characters import write_as_meant
from build_scripts.ground.encodings import form_of, guess_encoding, unix_lines
from build_scripts.ground.languages import HAN
from build_scripts.ground.markdown import parse
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place
from build_scripts.ground.strict_yaml import parse_yaml

_SEPARATOR = re.compile("[\u0085\u2028\u2029]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Scripts without spaces in which a zero-width space tells where a line may break.
_BREAKING = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_SPLIT = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+|[\u1100-\u11ff]{2,}")
_WIDE = rf"{HAN}\u3000-\u303f\uff01-\uffef"
_HARD_SPACE = re.compile(rf"(?<=[{_WIDE}])\u00a0|\u00a0(?=[{_WIDE}{{｛])|\u00a0+$")
_FOOTNOTE = re.compile(r"[\[［][\^＾][ 　]*(?P<label>[^\[\]［］\s]+)[ 　]*[\]］]")
_NOTE_COLON = re.compile(r"^(?P<mark> {0,3}\[\^[^\]\s]+\])[ 　]*：\s*")
_HEADING = re.compile(rf"[{INVISIBLE}]*(?P<signs>[#＃]{{1,6}})[{INVISIBLE} ]*(?P<words>\S.*)")
_CODE = re.compile(r"(`+[^`]*`+)")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_KEY = r"[A-Za-z_][\w-]*"
_FIELD = re.compile(rf"(?P<lead>\s*(?:-\s+)?)(?P<key>{_KEY})(?P<colon>\s*：\s*|:[{INVISIBLE}]+[ ]*)(?P<rest>.*)")
_YAML_INDENT = re.compile(rf"[ ]*[{INVISIBLE}][{INVISIBLE} ]*(?=\S)")
_IDS = "id|code|sector|kind|actor|statement|indicator|geography|unit|qualifier|year|date|value|low|high|baseline"
_ID_FIELD = re.compile(
    rf"(?P<lead>\s*(?:-\s+)?(?:{_IDS}):\s+)(?P<value>[!-~\uff01-\uff5e]*[\uff01-\uff5e][!-~\uff01-\uff5e]*)$"
)
_NAMES_OF_LINE_ENDS = {"\r\n": Phrase("Windows line ends (CRLF)"), "\r": Phrase("old line ends (CR)")}
_NO_SPACES = Phrase("spaces that are none to YAML")
_BLOCK = re.compile(r":\s*[|>][-+0-9]*\s*(?:#.*)?$")
_MOST_ROUNDS = 6

Mended = tuple[str, list[Phrase]]


@dataclass(frozen=True, order=True, slots=True)
class Repair:
    """What was mended, and on which line."""

    line: int
    what: Phrase
    is_of_file: bool = False


def repair_file(raw: bytes, path: Path) -> tuple[bytes, tuple[Repair, ...]]:
    """Mend the bytes of a file.

    >>> new, repairs = repair_file("• 句。 ｛＃a｝\\r\\n".encode(), Path("a.md"))
    >>> new.decode(), [repair.what for repair in repairs]
    ('- 句。 {#a}\\n', ['Windows line ends (CRLF)', 'braces in full-width characters', 'the bullet “•”'])
    """
    decoded = _decode(raw)
    if decoded is None:
        return raw, ()
    text, found = decoded
    mend = _mend_markdown if path.suffix == ".md" else _mend_yaml
    for _ in range(_MOST_ROUNDS):  # what is mended may make a list or note of what looked like code
        new, more = mend(text)
        if new == text:
            break
        text, found = new, [*found, *more]
    return text.encode("utf-8"), tuple(sorted(set(found)))


def _decode(raw: bytes) -> tuple[str, list[Repair]] | None:
    """Give the text of a file with Unix line ends, and what of its bytes was mended; nothing for what is no text."""
    encoding = ""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:  # UTF-16 without a mark of its order can be read as UTF-8
        encoding = guess_encoding(raw)
        if not encoding:
            return None
        text = raw.decode(encoding)
    what = Phrase("the encoding %(encoding)s, now UTF-8", encoding=encoding.upper())
    return unix_lines(text), [Repair(1, what, is_of_file=True)] if encoding else list(_of_bytes(raw))


def _of_bytes(raw: bytes) -> Iterator[Repair]:
    form = form_of(raw)
    if form.bom:
        yield Repair(1, Phrase("the byte order mark"))
    for sign in (b"\r\n", b"\r"):
        rest = raw if sign == b"\r\n" else raw.replace(b"\r\n", b"\n")
        if sign in rest:
            yield Repair(rest.count(b"\n", 0, rest.index(sign)) + 1, _NAMES_OF_LINE_ENDS[sign.decode()])


def _mend_markdown(text: str) -> tuple[str, list[Repair]]:
    """Mend a Markdown file: its front matter as YAML, its body where it is no code."""
    fences = list(_FENCE.finditer(text))[:2]
    start = fences[1].end() + 1 if len(fences) == 2 and fences[0].start() == 0 else 0
    head, found = _mend_yaml(text[:start])
    body = text[start:]
    code, first = _code_lines(body), text.count("\n", 0, start) + 1
    lines: list[str] = []
    for no, line in enumerate(body.split("\n")):
        new, whats = (line, []) if no in code else _markdown_line(line, lines[-1] if lines else "")
        lines.append(new)
        found += [Repair(first + no, what) for what in whats]
    return head + "\n".join(lines), found


def _mend_yaml(text: str) -> tuple[str, list[Repair]]:
    """Mend a YAML text; where spaces and colons stand only if it cannot be read as it is, but then."""
    found: list[Repair] = []
    lines = []
    block = -1  # the indentation of a text in a block, which is words
    is_broken = _is_broken(text)
    for no, line in enumerate(text.split("\n"), 1):
        indent = len(line) - len(line.lstrip(" "))
        block = -1 if line.strip() and indent <= block else block
        line, whats = _yaml_line(line, is_broken, is_text=block >= 0)
        block = indent if block < 0 and _BLOCK.search(line) else block
        lines.append(line)
        found += [Repair(no, what) for what in whats]
    new = "\n".join(lines)
    return (text, []) if is_broken and _is_broken(new) and new != _plain_characters(text) else (new, found)


def _is_broken(text: str) -> bool:
    """Tell whether a YAML text, or front matter with its fences, cannot be read as fields."""
    value, problems = parse_yaml(_FENCE.sub("", text), Path())
    return bool(problems) or isinstance(value.data, str)


def _plain_characters(text: str) -> str:
    return "\n".join(_characters(line)[0] for line in text.split("\n"))


def _code_lines(body: str) -> set[int]:
    """Give the lines of a body that are code, or hold half of a code span."""
    found: set[int] = set()
    for token in parse(body).tokens:
        if token.map and (token.type in ("fence", "code_block") or _has_long_code(token.content)):
            found |= set(range(*token.map))
    return found


def _has_long_code(source: str) -> bool:
    """Tell whether a span of code may run over the end of a line."""
    return "\n" in source and any(len(re.findall("`+", line)) % 2 for line in source.split("\n"))


def _markdown_line(line: str, before: str) -> Mended:
    found: list[Phrase] = []
    for step in (_characters, _footnote, _braces):
        line, what = step(line)
        found += what
    if (
        not before.strip() or before.startswith("#") or before.rstrip().endswith("}")
    ):  # else it goes on with a paragraph
        line, what = _beginning(line)
        found += what
    return line, found


def _yaml_line(line: str, is_broken: bool, is_text: bool) -> Mended:
    line, found = _characters(line)
    if is_text:
        return line, found
    value = _ID_FIELD.match(line)
    if value and (plain := unicodedata.normalize("NFKC", value["value"])).isascii():
        line = value["lead"] + plain
        found.append(Phrase("an id in full-width characters"))
    indent = _YAML_INDENT.match(line) if is_broken else None
    if indent and not line.lstrip().startswith("#"):
        blank = indent[0].replace("\u3000", "  ")
        line = re.sub(f"[{INVISIBLE}]", " ", blank) + line[indent.end() :]
        found.append(_NO_SPACES)
    field = _FIELD.match(line) if is_broken else None
    if field:
        line = f"{field['lead']}{field['key']}: {field['rest']}".rstrip()
        found.append(Phrase("a full-width colon") if "：" in field["colon"] else _NO_SPACES)
    return line, found


def _characters(line: str) -> Mended:
    """Mend single characters outside code spans."""
    if line.isascii():
        return line, []
    found: list[Phrase] = []
    parts = _CODE.split(line)
    for no in range(0, len(parts), 2):
        new = write_as_meant(parts[no])
        if new != parts[no]:
            parts[no] = new
            found.append(Phrase("characters that stand for others"))
        for pattern, put, what in _CHARACTERS:
            new = pattern.sub(put, parts[no])
            if new != parts[no]:
                parts[no] = new
                found.append(what)
    return "".join(parts), list(dict.fromkeys(found))


def _footnote(line: str) -> Mended:
    """Mend marks of footnotes, and the colon after that of a note, in full-width characters."""
    parts = _CODE.split(line)
    for no in range(0, len(parts), 2):
        parts[no] = _FOOTNOTE.sub(r"[^\g<label>]", parts[no])
    new = _NOTE_COLON.sub(r"\g<mark>: ", "".join(parts))
    return new, [Phrase("the mark of a footnote")] if new != line else []


def _without_unseen(match: re.Match[str]) -> str:
    around = match.string[max(match.start() - 1, 0) : match.start()] + match.string[match.end() : match.end() + 1]
    return match[0] if _BREAKING.search(around) else ""


_CHARACTERS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], Phrase], ...] = (
    (_SEPARATOR, " ", Phrase("a line separator")),
    (_UNSEEN, _without_unseen, Phrase("a character that nobody sees")),
    (_HARD_SPACE, " ", Phrase("a non-breaking space")),
    (_SPLIT, lambda match: unicodedata.normalize("NFC", match[0]), Phrase("letters taken apart (NFC)")),
)


def _braces(line: str) -> Mended:
    """Write the attributes at the end of a line with half-width characters, where they can be read then."""
    found = max(LEFT_BRACES.finditer(line), key=lambda each: each.start(), default=None)
    if found is None or line[found.end() :].strip():
        return line, []
    plain = half_width(found[0]).replace("‘", '"').replace("’", '"').replace("='", '="').replace("'}", '"}')
    plain = re.sub(r"'(?=\s)", '"', plain)
    if plain == found[0] or parse_attributes(plain[1:-1], Place(Path()))[1]:
        return line, []
    before = line[: found.start()].rstrip(" \t\u00a0\u3000")
    return f"{before} {plain}", [Phrase("braces in full-width characters")]


def _beginning(line: str) -> Mended:
    """Mend the beginning of a line that ends in attributes, which show that it is a statement or heading."""
    braces = re.search(r"\{([^{}]*)\}\s*$", line)
    if braces is None or line.startswith(("    ", "\t")):
        return line, []
    attributes, problems = parse_attributes(braces[1], Place(Path()))
    if problems or not (attributes.id or attributes.words):
        return line, []
    mark = find_bullet(line.lstrip(" "))
    if mark and attributes.id and mark.mark not in "*+":  # which may open emphasis
        rest = line.lstrip(" ")[mark.length :]
        is_plain = mark.mark in "-*+"
        what = Phrase("a bullet without its space") if is_plain else Phrase("the bullet “%(sign)s”", sign=mark.mark)
        return f"- {rest}", [what]
    heading = _HEADING.fullmatch(line)
    if heading and attributes.get("kind"):
        new = f"{heading['signs'].replace('＃', '#')} {heading['words']}"
        return new, [Phrase("the signs of a heading")] if new != line else []
    return line, []
