"""Blocks that most likely stand where they were not meant to: outside their statement, or page numbers → findings.

Receives a source file; returns findings with place and unit, so that a waiver can say that one is meant. Refuses
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from build_scripts.checks.pair import Finding
from build_scripts.content.entries import MarkdownEntry
from build_scripts.content.outline import RawStatement, Run, Section, is_note
from build_scripts.ground.markdown import Prose
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place
from build_scripts.translation.units import run_name

# As PDF files and word processors set them at the edge of a page.
_PAGE_NUMBER = re.compile(
    r"[-–—·|•\s]*(?:[0-9]{1,3}"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|第\s*[0-9]{1,4}\s*页.{0,10}|(?:page|p\.)\s*[0-9]{1,4}(?: of [0-9]+)?)"
    r"[-–—·|•\s]*",
    re.IGNORECASE,
)
Found = Iterator[tuple[Place, str, Finding]]


def check_strays(entry: MarkdownEntry[Any]) -> Found:
    """Find what stands alone in a source file."""
    for name, prose in _prose(entry):
        yield from _page_numbers(entry, name, prose)
    for no, section in enumerate(entry.outline.sections, 1):
        if section.attributes.get("kind"):
            yield from _outside(entry, no, section)


def _prose(entry: MarkdownEntry[Any]) -> Iterator[tuple[str, Prose]]:
    yield "intro", entry.outline.intro
    for no, section in enumerate(entry.outline.sections, 1):
        yield from ((run_name(no, count), run.prose) for count, run in enumerate(section.runs, 1))
        for statement in section.statements:
            yield from ((statement.id, prose) for name, prose in statement.parts if not is_note(name))


def _page_numbers(entry: MarkdownEntry[Any], name: str, prose: Prose) -> Found:
    """A number alone is a paragraph of the text to readers."""
    for before, token in zip(prose.tokens, prose.tokens[1:], strict=False):
        if before.type == "paragraph_open" and token.map and _is_page_number(token.content):
            message = Phrase("“%(number)s” stands alone, like the number of a page.", number=token.content.strip())
            place = Place(entry.path, entry.body_line + token.map[0])
            yield place, name, Finding("stray-block", message, Phrase("Remove the line."), "warning")


def _is_page_number(text: str) -> bool:
    return _PAGE_NUMBER.fullmatch(text) is not None


def _outside(entry: MarkdownEntry[Any], number: int, section: Section) -> Found:
    """What follows a statement without being indented is not part of it: readers see it below, translators apart."""
    before: Run | RawStatement | None = None
    count = 0
    for part in section.parts:
        count += isinstance(part, Run)
        if isinstance(part, Run) and isinstance(before, RawStatement) and part.prose and not _stands_alone(part):
            message = Phrase('stands outside the statement "%(id)s" above, and is no part of it.', id=before.id)
            hint = Phrase("Indent it by four spaces if it belongs to the statement; else put it before the first one.")
            place = Place(entry.path, part.first)
            yield place, run_name(number, count), Finding("stray-block", message, hint, "warning")
        before = part


def _stands_alone(run: Run) -> bool:
    """Tell whether a run says by itself that it is no part of the statement above.

    Pictures are, and what introduces other statements; quotations and page numbers are problems of their own.
    """
    first, *rest = run.prose.tokens
    words = run.prose.words.strip()
    is_picture = bool(rest) and all(child.type == "image" for child in rest[0].children or () if child.content)
    is_known = first.type == "blockquote_open" or (first.type == "paragraph_open" and is_picture)
    return is_known or words.endswith((":", "：")) or _is_page_number(words)
