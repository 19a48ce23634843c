"""A text that has been read → what looks like Markdown to an editor, but not to the reader, who shows it as it stands.

Receives an `Outline` and where it stands; returns problems: marks of other dialects and of word processors, bullets and
numbers that make no list, headings, quotations, tables and footnotes in full-width characters, paragraphs that are
indented like code, underlined like headings. Who means them as words puts a backslash before them, or backticks
around them. Refuses nothing else.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from build_scripts.content.bullets import INVISIBLE, Mark, find_bullet, find_number
from build_scripts.content.left_braces import LEFT_BRACES
from build_scripts.content.outline import Outline
from build_scripts.content.paragraphs import Paragraph, paragraphs_of
from build_scripts.ground.languages import HAN
from build_scripts.ground.markdown import OBJECT, find_end, located
from build_scripts.ground.markdown.addresses import BARE
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.ground.problems import Place, Problem

_SHOWN = 40
_ASCII_MARKS = frozenset(string.punctuation)  # those that a backslash makes a word
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_EMPHASIS = Phrase("Write **words**, with half-width stars that touch the words.")
_FORMULA = Phrase("Write it in words, or small characters as in H<sub>2</sub>O and m<sup>3</sup>.")
_FOOTNOTE = Phrase("Write the mark as [^1], and the note on a line of its own: [^1]: …")
_LINK = Phrase("Write it as [words](address), with half-width brackets.")
_NUMBER = Phrase("Begin the line with “1. ”, a number, a point and a space, and leave an empty line before.")
_BULLET = Phrase("Begin the line with “- ”, a hyphen and a space, and leave an empty line before.")
_COMMENT = Phrase("Write a comment as <!-- … -->, in half-width characters.")

# What is found anywhere in a paragraph, and what to write instead.
_ANYWHERE: tuple[tuple[re.Pattern[str], Phrase], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.MULTILINE), hint)
    for pattern, hint in (
        (
            r"(?<!~)~~(?=[^\s~])[^~\n]*[^\s~]~~(?!~)",
            Phrase("Nothing can be struck through; leave out what no longer holds."),
        ),
        (r"(?<![A-Za-z0-9=])==(?=[^\s=])[^=\n]*[^\s=]==(?!=)", _EMPHASIS),
        (r"(?<![A-Za-z0-9+])\+\+(?=[^\s+])[^+\n]*[^\s+]\+\+(?!\+)", _EMPHASIS),
        (r"[A-Za-z)\]）]~(?:[0-9]{1,4}[+-]?|[nxi+-])~", Phrase("Write <sub>…</sub>, as in H<sub>2</sub>O.")),
        (r"\S\^(?:[0-9+−-]{1,4}|[a-z]{1,3})\^", Phrase("Write <sup>…</sup>, as in m<sup>3</sup>.")),
        (r"\$\$\s*[^$\s][^$]*\$\$", _FORMULA),
        (r"\$(?=\S)[^$\n]{0,90}(?:\\[A-Za-z]|[_^])[^$\n]{0,90}(?<=\S)\$(?![0-9A-Za-z])|\$[A-Za-z]\$", _FORMULA),
        (r"[＊∗﹡⁎✱]{2}[^＊∗﹡⁎✱\n]+[＊∗﹡⁎✱]{2}", _EMPHASIS),
        (r"\*\*[^*\n]+\*\*|\*\*(?=[^\s*0-9])|(?<=[^\s*0-9])\*\*", _EMPHASIS),
        (rf"__[^_\n{HAN}]*[{HAN}][^_\n]*__|(?<![A-Za-z0-9_])_ ?[{HAN}]+ ?_(?![A-Za-z0-9_])", _EMPHASIS),
        (r"\[\[[^\[\]\n]+\]\]", _LINK),
        (r"\^\[[^\]\n]{1,300}\]|［\^[^［］\]\n]+[］\]]|\[\^[ 　][^\[\]\n]*\]|\[\^[^\[\]\n]*[ 　]\]", _FOOTNOTE),
        (r"\[@[A-Za-z][\w:.-]*[^\[\]\n]{0,80}\]", _FOOTNOTE),
        (r"\{(?:--|\+\+|~~|>>|==)[^{}\n]+\}", Phrase("Leave out what was struck out, and the signs around the rest.")),
        (
            r"\{\s*(?:HYPERLINK|INCLUDEPICTURE|MERGEFIELD|NOTEREF|PAGEREF|REF|SEQ|STYLEREF|TOC)\s[^{}\n]*\}",
            Phrase("It is a field of Word: write the words or the link that stood there."),
        ),
        (
            r"\{\{[<%]\s[^{}\n]+\s[>%]\}\}",
            Phrase("It belongs to another program; write the words that it stood for."),
        ),
        (r"[.．·…]{4,}[ \t]*[0-9]{1,4}$", Phrase("Remove it; pages make their contents themselves.")),
        (r"(?!<!--)[<＜]\s*[!！]\s*(?:--|—|－－)|<!—", _COMMENT),
        (r"＜/?[A-Za-z]+\s*/?＞", Phrase("Write tags in half-width characters, like <br>.")),
        (r"｀[^｀\n]+｀", Phrase("Write code between half-width backticks.")),
    )
)
# What is found at the beginning of a line of a paragraph.
_AT_START: tuple[tuple[re.Pattern[str], Phrase], ...] = tuple(
    (re.compile(pattern), hint)
    for pattern, hint in (
        (
            # What Markdown would read as a heading or quotation has spaces before it that it does not know.
            rf"[#＃]*＃|#{{1,6}}[\s{INVISIBLE}]|#{{2,}}[^\s#]|#(?!\w+#)[^\W\d_]|#{{7,}}\s",
            Phrase("Write a heading as ## and a space, at the beginning of the line and with an empty line before."),
        ),
        (r"＞|&gt;|>", Phrase("Begin a quotation or note with >, half-width, and only ordinary spaces before it.")),
        (r"[-*+]\s", Phrase("Begin the item with only ordinary spaces before it, and leave an empty line before.")),
        (r":\s+\S", Phrase("Write the word and what it means in one line.")),
        (r"[›»》]", Phrase("Begin a quotation or note with >.")),
        (
            r"(?:!!!|\?\?\?\+?)\s*\w|===\+?\s*[\"“!]|:::+\s*\w|:::+$",
            Phrase("Write it as a quotation: lines that begin with >."),
        ),
        (r"\[![A-Za-z]+\]", Phrase("Write what it is in words.")),
        (r"\[(?i:toc)\]$|\\(?:newpage|pagebreak)\b", Phrase("Remove it; pages make their contents themselves.")),
        (r"\\(?:begin|end)\{|\$\$", _FORMULA),
        (r"\*\[[^\]]+\]:", Phrase('Write <abbr title="…">…</abbr>, or a term of glossary.yml.')),
        (r"[‘’']{3}|｀{3}", Phrase("Write ``` with half-width backticks.")),
        (r"\[\^[^\]]+\]\s*：|［\^[^］\]]*[］\]]\s*[:：]", _FOOTNOTE),
    )
)
_END_SIGNS = re.compile(r"\s#+\s*$")  # before braces they are words
_TEX = re.compile(r"\\\([^()\n]{0,80}[_^\\][^()\n]{0,80}\\\)|\\\[[^\[\]\n]{0,80}[_^\\][^\[\]\n]{0,80}\\\]")
_TASK = re.compile(r"\[[ xX✓　]?\]\s")
_BARS = ("|", "｜")
_SENTENCE = re.compile(r"[。！？；，]|[:：]$|(?=.*[a-z)][.!?]$)[A-Z][a-z]* [a-z]+ [a-z]+")
_LONG_HEADING = 60
_LONGEST_LINE = 400  # of what is looked at, so that no line takes longer than its length


def find_lookalikes(outline: Outline, place: Place) -> Iterator[Problem]:
    """Find what would be shown otherwise than meant; `place` is that of the first line of the text."""
    yield from _Looker(outline, place).look()


@dataclass(frozen=True)
class _Looker:
    outline: Outline
    place: Place

    def look(self) -> Iterator[Problem]:
        for paragraph in paragraphs_of(self.outline.document):
            yield from self._anywhere(paragraph)
            if paragraph.kind == "paragraph":
                yield from self._at_start(paragraph)
                yield from self._items(paragraph)
                yield from self._table(paragraph)
            elif paragraph.kind == "heading" and (found := _END_SIGNS.search(paragraph.text)):
                yield self._problem(paragraph.first, found[0].strip(), Phrase("Leave out the signs after the heading."))
        for no, token in enumerate(self.outline.document.tokens):
            if token.type == "code_block":
                yield from self._code(token)
            elif token.type == "heading_open" and token.markup in ("-", "="):
                yield from self._underlined(token, self.outline.document.tokens[no + 1].content)
            elif token.type == "inline":
                yield from self._links(token)
            elif token.type == "ordered_list_open":
                yield from self._numbers(no)
            elif token.type == "tr_open":
                yield from self._row(token)

    def _links(self, token: Token) -> Iterator[Problem]:
        """An address that words follow has no clear end, a link needs words, and a picture a half-width sign."""
        children = [child for child, _ in located([token])]
        lines = [line for _, line in located([token])]
        for no, child in enumerate(children):
            before, after = children[no - 1].content if no else "", _content(children, no + 1)
            line = lines[no]
            if child.type == "link_close" and child.info == BARE and after[:1].isalpha() and not after[0].isascii():
                address = children[no - 1].content
                hint = Phrase("Write <%(address)s>, or an empty space after it.", address=address)
                message = Phrase("nothing tells where the address %(address)s ends.", address=address)
                yield self._place(line).error("unreadable-link", message, hint)
            elif child.type == "link_open" and _content(children, no + 1, "link_close") == "":
                message = Phrase("this link has no words, and nobody could follow it.")
                yield self._place(line).error("unreadable-link", message, Phrase("Write it as [words](address)."))
            elif child.type == "link_open" and before.endswith("！") and _is_picture(child):
                hint = Phrase("Write a picture as ![words](images/…), with a half-width “!”.")
                yield self._problem(line, "！[", hint)

    def _place(self, line: int) -> Place:
        return Place(self.place.path, self.place.line + line)

    def _problem(self, line: int, found: str, hint: Phrase, message: Phrase = NOTHING) -> Problem:
        message = message or Phrase(
            "“%(text)s” is no markup here, and would be shown as it stands.", text=_shortened(found)
        )
        is_sign = found[:1] in _ASCII_MARKS
        escape = Phrase("If it is meant as words, put a backslash before it.") if is_sign else NOTHING
        return self._place(line).error("unread-markup", message, sentences(hint, escape))

    def _anywhere(self, paragraph: Paragraph) -> Iterator[Problem]:
        text, source = paragraph.text, _ESCAPED.sub("", paragraph.source)
        if tex := _TEX.search(paragraph.source):
            line = paragraph.first + paragraph.source.count("\n", 0, tex.start())
            yield self._problem(line, tex[0], _FORMULA)
        for pattern, hint in _ANYWHERE:
            found = pattern.search(text)
            if found and pattern.search(source):
                yield self._problem(paragraph.first + text.count("\n", 0, found.start()), found[0], hint)

    def _at_start(self, paragraph: Paragraph) -> Iterator[Problem]:
        for no, line, source in paragraph.pairs():
            is_code = line[:1] == OBJECT != source[:1] and not source.startswith("[^")
            for pattern, hint in _AT_START if not is_code else ():
                found = pattern.match(source)
                if found and not LEFT_BRACES.search(line):
                    yield self._problem(no, source, hint)
                    break
            if paragraph.depth and paragraph.is_first and no == paragraph.first and _TASK.match(source):
                yield self._problem(no, line, Phrase("Write ☐ or ☑, or leave the box out."))

    def _items(self, paragraph: Paragraph) -> Iterator[Problem]:
        """Lines that begin as items do run into one line."""
        marks = [(no, find_bullet(source) or _find_digits(source), line) for no, line, source in paragraph.pairs()]
        kinds = Counter(mark.is_number for _, mark, _ in marks if mark)
        for position, (no, mark, line) in enumerate(marks):
            if mark is None or LEFT_BRACES.search(line):
                continue
            before = marks[position - 1][2] if position else ""
            several = kinds[mark.is_number] > 1
            if mark.is_sure or several or self._is_meant(mark, before, no):
                message = Phrase(
                    "“%(text)s” looks like an item of a list, but is none, and runs into the lines around it.",
                    text=_shortened(line),
                )
                yield self._problem(no, line, _NUMBER if mark.is_number else _BULLET, message)
                return

    def _is_meant(self, mark: Mark, before: str, line: int) -> bool:
        """Tell whether a mark that can begin a sentence is a bullet: after a colon, or where statements stand."""
        if before:
            return before.endswith((":", "："))
        number = line + self.place.line
        runs = (run for section in self.outline.sections if section.attributes.get("kind") for run in section.runs)
        return not mark.is_number and any(run.first <= number <= run.last for run in runs)

    def _table(self, paragraph: Paragraph) -> Iterator[Problem]:
        rows = [(no, line) for no, line, source in paragraph.pairs() if _is_row(line) and "\\|" not in source]
        if rows and (len(rows) > 1 or sum(map(rows[0][1].count, _BARS)) > 2):
            hint = Phrase("Write half-width bars |, and below the first row one like | - | - | with as many cells.")
            message = Phrase(
                "“%(text)s” looks like the row of a table, but would be shown as it stands.",
                text=_shortened(rows[0][1]),
            )
            yield self._problem(*rows[0], hint, message)
        tabs = [(no, line) for no, line, _ in paragraph.pairs() if "\t" in line]
        if len(tabs) > 1:
            hint = Phrase("Write a table with bars: | a | b |, and below the first row | - | - |.")
            message = Phrase(
                "“%(text)s” looks like a table with tabs, but would be shown as one line.", text=_shortened(tabs[0][1])
            )
            yield self._problem(*tabs[0], hint, message)

    def _numbers(self, start: int) -> Iterator[Problem]:
        """The items of a list are numbered one after the other, whatever stands before them."""
        tokens = self.outline.document.tokens
        end, level = find_end(tokens, start), tokens[start].level + 1
        items = [token for token in tokens[start:end] if token.type == "list_item_open" and token.level == level]
        written = [int(item.info) for item in items if item.info.isdecimal()]
        shown = list(range(written[0], written[0] + len(written))) if written else []
        if len(set(written)) > 1 and written != shown and not any("attributes" in item.meta for item in items):
            no = next(no for no, pair in enumerate(zip(written, shown, strict=True)) if pair[0] != pair[1])
            message = Phrase(
                "this item is numbered %(written)s, but would be shown as number %(shown)s.",
                written=written[no],
                shown=shown[no],
            )
            hint = Phrase(
                "Number the items one after the other, or write %(written)s\\. for a sentence that begins with it.",
                written=written[no],
            )
            yield self._place((items[no].map or [0])[0]).error("unread-markup", message, hint)

    def _row(self, token: Token) -> Iterator[Problem]:
        """A line right below a table is a row of it, though it has no bars."""
        no = (token.map or [0])[0]
        line = self.outline.document.lines[no] if token.map else "|"
        if "|" not in line:
            hint = Phrase("Leave an empty line after the table, or put bars | around the cells.")
            message = Phrase("“%(text)s” stands right below a table, and would be a row of it.", text=_shortened(line))
            yield self._problem(no, line.strip(), hint, message)

    def _code(self, token: Token) -> Iterator[Problem]:
        """Four spaces before a paragraph make it code, which nobody means who writes a sentence."""
        first = token.content.split("\n", 1)[0].strip()
        if (
            token.map
            and (_SENTENCE.search(first[:_LONGEST_LINE]) or first.startswith((">", "＞")))
            and not LEFT_BRACES.search(first)
        ):
            hint = Phrase("Take away the spaces before it, or put ``` before and after code.")
            message = Phrase("“%(text)s” is indented so far that it is code.", text=_shortened(first))
            yield self._problem(token.map[0], first, hint, message)

    def _underlined(self, token: Token, words: str) -> Iterator[Problem]:
        """A line of hyphens or equals signs right under a paragraph makes a heading of it."""
        is_heading = "\n" not in words and len(words) <= _LONG_HEADING and not re.search(r"[。！？；：:，]", words)
        if token.map and not is_heading:
            hint = Phrase(
                "Leave an empty line before the row of signs, or remove it; write a heading with ## and a space."
            )
            message = Phrase(
                "“%(text)s” has a row of signs right below, which makes a heading of it.", text=_shortened(words)
            )
            yield self._problem(token.map[0], words, hint, message)


def _shortened(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _content(children: Sequence[Token], start: int, end: str = "") -> str:
    """Give the words from a token on, up to one of a type, or of the next token alone."""
    ends = (no for no in range(start, len(children)) if children[no].type == end) if end else ()
    last = next(iter(ends), start + 1)
    return "".join(child.content or child.tag for child in children[start:last])


def _is_row(line: str) -> bool:
    return len(line) > 1 and line.startswith(_BARS) and line.endswith(_BARS)


def _is_picture(token: Token) -> bool:
    return str(token.attrs.get("href", "")).startswith("images/")


def _find_digits(line: str) -> Mark | None:
    """Give the number in digits that a line begins with; （1）, ① and 一、 also count within a line of text."""
    mark = find_number(line)
    return mark if mark and mark.mark[0].isdecimal() else None
