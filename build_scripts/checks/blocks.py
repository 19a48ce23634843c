"""What a translation has more or less of than its source: paragraphs, list items, prose in other places → findings.

Receives a `Pair` of texts, or a source file with its translation; returns findings or problems. More paragraphs than in
the source are an error in a brief or a comparison, so that nothing is published as a translation that is none; pages of
prose may be cut otherwise, so there it is a warning, as what is missing is anywhere. Refuses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from build_scripts.checks.pair import Finding, Pair
from build_scripts.content.entries import MarkdownEntry
from build_scripts.content.outline import Run, Section
from build_scripts.ground.markdown import Prose
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Level, Place, Problem

_BLOCKS = {
    "paragraph_open": Phrase("paragraph(s)"),
    "list_item_open": Phrase("list item(s)"),
    "blockquote_open": Phrase("quotation(s)"),
    "tr_open": Phrase("table row(s)"),
    "fence": Phrase("code block(s)"),
    "code_block": Phrase("code block(s)"),
}
_HINT = Phrase("Remove it, or add it to the source first.")


def check_blocks(pair: Pair) -> Iterator[Finding]:
    """The translation has as many paragraphs, list items, quotations, rows and blocks of code as the source."""
    theirs, ours = _count(pair.source), _count(pair.target)
    if theirs == ours:
        return
    more, less = ours - theirs, theirs - ours
    found = [
        Phrase("%(ours)s %(noun)s where the source has %(theirs)s", ours=ours[noun], noun=noun, theirs=theirs[noun])
        for noun in sorted(more | less)
    ]
    hint = (
        Phrase("Remove what the source has not, or add it there first.")
        if more
        else Phrase("Translate what is missing.")
    )
    if pair.is_page:
        hint = Phrase("If paragraphs were only joined or divided: a waiver says so.")
    level: Level = "error" if more and not pair.is_page else "warning"
    yield Finding("blocks-differ", Phrase("%(differences)s.", differences=found), hint, level)


def _count(prose: Prose) -> Counter[Phrase]:
    return Counter(_BLOCKS[token.type] for token in prose.tokens if token.type in _BLOCKS)


def check_extra_text(source: MarkdownEntry[Any], entry: MarkdownEntry[Any]) -> Iterator[Problem]:
    """A translation has text only where the source has some: before its headings, and around the same statements."""
    if getattr(entry.front, "section", None) and not getattr(source.front, "section", None):
        yield entry.yaml.place("section").error("text-without-source", Phrase("section: the source has none."), _HINT)
    opening = entry.outline.opening
    if opening and opening.prose and not source.outline.opening:
        yield _extra(entry, opening, Phrase("before the first heading"))
    theirs, ours = source.outline.sections, entry.outline.sections
    if [section.level for section in theirs] != [section.level for section in ours]:
        return  # which is a problem of its own
    for its, mine in zip(theirs, ours, strict=True):
        known = dict(_by_neighbour(its))
        if _order(its, mine) != _order(mine, its):
            continue  # which is a problem of its own
        for neighbour, run in _by_neighbour(mine):
            lost = _lost_id(its, mine, neighbour, run)
            if lost:
                message = Phrase(
                    "this is most likely the translation of the statement “%(id)s”, without its id.", id=lost
                )
                hint = Phrase("End it with {#%(id)s}.", id=lost)
                yield Place(entry.path, run.first).error("text-without-source", message, hint)
            elif neighbour not in known:
                after = Phrase('after the statement "%(id)s"', id=neighbour)
                where = after if neighbour else Phrase("under this heading")
                yield _extra(entry, run, where)


def _order(section: Section, other: Section) -> list[str]:
    """Give the ids of a section that another has too, in order."""
    ids = {statement.id for statement in other.statements}
    return [statement.id for statement in section.statements if statement.id in ids]


def _lost_id(its: Section, mine: Section, neighbour: str, run: Run) -> str:
    """Give the statement that a list without ids stands in the place of: the one that follows in the source."""
    if run.prose.tokens[0].type not in ("bullet_list_open", "ordered_list_open"):
        return ""
    order, here = [statement.id for statement in its.statements], {statement.id for statement in mine.statements}
    after = order[order.index(neighbour) + 1 :] if neighbour in order else order
    return after[0] if after and after[0] not in here else ""


def _by_neighbour(section: Section) -> Iterator[tuple[str, Run]]:
    """Give each run of prose with the id of the statement before it; notes at the foot alone are none."""
    before = ""
    for part in section.parts:
        if isinstance(part, Run):
            if part.prose:
                yield before, part
        else:
            before = part.id


def _extra(entry: MarkdownEntry[Any], run: Run, where: Phrase) -> Problem:
    message = Phrase("the source has no text %(where)s, so readers are not shown this.", where=where)
    return Place(entry.path, run.first).error("text-without-source", message, _HINT)
