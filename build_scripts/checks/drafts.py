"""The drafts of a content → problems: a note for each, and a warning where something published leads to one.

Receives `Content` whose drafts have been found. Nothing here stops a build. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.checks.links import place_of
from build_scripts.content.drafts import Draft
from build_scripts.content.entries import Content
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem
from build_scripts.translation.without_drafts import without_drafts

_WHY = {
    "declared": (
        Phrase("this is a draft, and is not published."),
        Phrase("Take the word draft away when it is finished."),
    ),
    "unfilled": (
        Phrase("these words are those of a new file: this is a draft, and is not published."),
        Phrase("Put your own in their place."),
    ),
    "rests": (
        Phrase("this point rests on a draft, and is not published before it."),
        Phrase("Publish that, or rest it on another."),
    ),
}


def check_drafts(content: Content) -> Iterator[Problem]:
    """Name every draft, and the links that lead to one from what is published."""
    if content.drafts.names:
        yield from map(_note, content.drafts.found)
        yield from _check_links(content)
        yield from _check_home(content)


def _note(draft: Draft) -> Problem:
    return draft.place.note("draft", *_WHY[draft.reason])


def _check_links(content: Content) -> Iterator[Problem]:
    """What is published leads to no draft: readers see the words of such a link, and no link."""
    drafts = content.drafts
    published = without_drafts(content, ())[0]
    for entry in (entry for _, group in published.all_groups for entry in group.values()):
        for link in (link for prose in entry.outline.pieces for link in prose.links):
            if link.target.startswith("ref:") and drafts.has(link.target.removeprefix("ref:")):
                message = Phrase(
                    '"%(target)s" leads to a draft; until that is published, readers see the words alone.',
                    target=link.target,
                )
                hint = Phrase("Publish the draft, or lead elsewhere.")
                yield place_of(entry, link).warning("link-to-draft", message, hint)


def _check_home(content: Content) -> Iterator[Problem]:
    """What the home page sets large is no draft, or it is not set."""
    site, place = content.site, content.site_yaml.place
    statements = {
        f"{report.id}/{figure.id}": f"reports/{report.id}/{figure.statement}"
        for report in content.reports
        for figure in report.figures.values()
    }
    for no, key in enumerate(site.highlights if site else ()):
        if content.drafts.has(statements.get(key, "")):
            message = Phrase('the figure "%(id)s" is of a draft, and is not shown before that is published.', id=key)
            yield place("highlights", no).warning("link-to-draft", message, Phrase("Name another until then."))
    if site and site.finding and content.drafts.has(f"sectors/{site.finding}"):
        message = Phrase('the point "%(id)s" is a draft, and is not shown before it is published.', id=site.finding)
        yield place("finding").warning("link-to-draft", message, Phrase("Name another until then."))
