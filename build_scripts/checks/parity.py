"""Translations have the structure of their source → problems.

Receives `Content`; returns problems: pages without a source, statements and headings that the source has not, or has in
another order or place. Refuses nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from build_scripts.checks.blocks import check_extra_text
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.fronts import BriefFront, ComparisonFront
from build_scripts.content.outline import RawStatement, Section
from build_scripts.content.shapes import is_id
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean


def check_translations(content: Content) -> Iterator[Problem]:
    """Translations have a source, and the headings and statements of it in its order."""
    for name, group in content.all_groups:
        source = group.get(content.source) if content.languages else None
        for language, entry in sorted(group.items()):
            if source is None:
                if os.path.lexists(entry.path.with_name(f"{name}.{content.source}.md")):
                    continue  # it cannot be read, which is a problem already
                message = Phrase(
                    'the page "%(name)s" has no text in the source language "%(source)s".',
                    name=name,
                    source=content.source,
                )
                hint = Phrase("Create %(name)s.%(source)s.md beside it.", name=name, source=content.source)
                yield Place(entry.path).error("missing-source", message, hint)
            elif language != content.source and source.is_whole and entry.is_whole:
                yield from _check_parity(source, entry)


def _check_parity(source: MarkdownEntry[Any], entry: MarkdownEntry[Any]) -> Iterator[Problem]:
    if isinstance(entry.front, BriefFront) and entry.front.sector not in (None, source.front.sector):
        hint = Phrase("Leave it out: it is inherited.")
        yield entry.yaml.place("sector").error("differs-from-source", Phrase("sector: differs from the source."), hint)
    if getattr(entry.front, "formerly", ()) not in ((), getattr(source.front, "formerly", ())):
        message, hint = Phrase("formerly: differs from the source."), Phrase("Leave it out: it is inherited.")
        yield entry.yaml.place("formerly").error("differs-from-source", message, hint)
    if isinstance(entry.front, ComparisonFront) and entry.front.considered not in (None, source.front.considered):
        message, hint = Phrase("considered: differs from the source."), Phrase("Leave it out: it is inherited.")
        yield entry.yaml.place("considered").error("differs-from-source", message, hint)
    if getattr(source.front, "title", None) and not entry.front.title and any(entry.outline.pieces):
        message = Phrase("title: is empty, so the page says that it has not been translated.")
        yield entry.yaml.place("title").warning("empty-title", message, Phrase("Translate the title."))
    known = {statement.id: section for section in source.outline.sections for statement in section.statements}
    order = list(known)
    last = -1
    for statement in entry.outline.statements:
        if statement.id not in known:
            message = Phrase('no statement "%(id)s" in %(name)s.', id=statement.id, name=source.path.name)
            yield statement.place.error("unknown-statement", message, did_you_mean(statement.id, filter(is_id, known)))
            continue
        if order.index(statement.id) < last:
            hint = Phrase('The source has it after "%(id)s".', id=order[max(order.index(statement.id) - 1, 0)])
            if order.index(statement.id) == 0:
                hint = Phrase("The source has it first.")
            message = Phrase('the statement "%(id)s" is out of order.', id=statement.id)
            yield statement.place.error("differs-from-source", message, hint)
        last = max(last, order.index(statement.id))
    yield from _check_headings(source, entry)
    yield from check_extra_text(source, entry)


def _check_headings(source: MarkdownEntry[Any], entry: MarkdownEntry[Any]) -> Iterator[Problem]:
    theirs = source.outline.sections
    ours = entry.outline.sections
    if not ours:
        return
    pairs = zip(ours, theirs, strict=False)
    other = next(((mine, its) for mine, its in pairs if mine.level != its.level), None)
    if other and len(ours) == len(theirs):
        message = Phrase(
            "“%(words)s” is a heading of level %(level)s, in %(name)s one of level %(other)s.",
            words=other[0].title.words,
            level=other[0].level,
            name=source.path.name,
            other=other[1].level,
        )
        yield other[0].place.error("differs-from-source", message, Phrase("Keep the headings of the source."))
        return
    if odd := _find_odd_heading(ours, theirs):
        message = Phrase(
            "“%(words)s” is a heading that %(name)s does not have.", words=odd.title.words, name=source.path.name
        )
        yield odd.place.error("differs-from-source", message, Phrase("Remove it, or add it to the source first."))
        return
    if other or len(ours) != len(theirs):
        place = ours[min(len(ours), len(theirs)) - 1].place
        message = Phrase(
            "%(ours)s heading(s) where %(name)s has %(theirs)s, or of other levels.",
            ours=len(ours),
            name=source.path.name,
            theirs=len(theirs),
        )
        yield place.error("differs-from-source", message, Phrase("Keep the headings of the source, in its order."))
        return
    for mine, its in zip(ours, theirs, strict=True):
        yield from _check_attributes(mine, its)
        ids = {statement.id: statement for statement in its.statements}
        for statement in mine.statements:
            original = ids.get(statement.id)
            if original is None:
                if any(statement.id == s.id for s in source.outline.statements):
                    message = Phrase(
                        'the statement "%(id)s" stands under another heading than in the source.', id=statement.id
                    )
                    yield statement.place.error(
                        "differs-from-source", message, Phrase('Move it under "%(words)s".', words=its.title.words)
                    )
                continue
            yield from _check_attributes(statement, original)


def _find_odd_heading(ours: Sequence[Section], theirs: Sequence[Section]) -> Section | None:
    """Give the first heading that the source has none for, where all of the source's have theirs."""
    rest, odd = list(theirs), list[Section]()
    for section in ours:
        if rest and _corresponds(section, rest[0]):
            rest.pop(0)
        else:
            odd.append(section)
    return odd[0] if odd and not rest else None


def _corresponds(mine: Section, its: Section) -> bool:
    ids, others = ({statement.id for statement in section.statements} for section in (mine, its))
    return mine.level == its.level and (bool(ids & others) or ids == others)


def _check_attributes(mine: RawStatement | Section, its: RawStatement | Section) -> Iterator[Problem]:
    differing = [f"{key}=" for key, words in mine.attributes.words.items() if words != its.attributes.get(key)]
    for name in differing + sorted(mine.attributes.flags - its.attributes.flags - {"draft"}):
        message = Phrase("%(name)s differs from the source.", name=name)
        yield mine.place.error("differs-from-source", message, Phrase("Leave it out: it is inherited."))
