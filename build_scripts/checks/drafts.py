"""The drafts of a content → problems: a note for each, a warning where something published leads to one, an error where
one takes a published address away.

Receives `Content` whose drafts have been found. Only that error stops a build, and no preview. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from build_scripts.checks.links import place_of
from build_scripts.content.drafts import Draft
from build_scripts.content.entries import Content
from build_scripts.content.identifiers import Identifier, is_key
from build_scripts.content.succession import find_succession
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import Problem
from build_scripts.ground.shipped import COMMAND
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
    "unnamed": (
        Phrase("this is the name or the id that a new file was given: this is a draft, and is not published."),
        Phrase("Put your own in its place, other than the id of the report or page."),
    ),
    "rests": (
        Phrase("this point rests on a draft, and is not published before it."),
        Phrase("Publish that, or rest it on another."),
    ),
}
_OUT = {
    "declared": Phrase("Take the word draft away."),
    "unfilled": Phrase("Put words of your own in place of those of a new file."),
    "unnamed": Phrase("Put your own in its place, other than the id of the report or page."),
    "rests": Phrase("Publish what it rests on, or rest it on another."),
}
_ANOTHER = Phrase("Name another until then.")


def check_drafts(content: Content) -> Iterator[Problem]:
    """Name every draft, and the links that lead to one from what is published."""
    if content.drafts.names:
        yield from map(_note, content.drafts.found)
        yield from _check_links(content)
        yield from _check_home(content)
        yield from _check_published(content)


def _note(draft: Draft) -> Problem:
    return draft.place.note("draft", *_WHY[draft.reason])


def _check_published(content: Content) -> Iterator[Problem]:
    """What was published once is no draft, which would leave its addresses as dead as if it were gone."""
    data = content.published.data if content.published else None
    if not isinstance(data, list):  # which is a problem already, or nothing was published
        return
    before, after = find_succession(content), find_succession(without_drafts(content, ())[0])
    taken: defaultdict[Draft, list[Identifier]] = defaultdict(list)
    for text in data:
        kind, _, key = str(text).partition("/")
        one = before.find(Identifier(kind, key)) if is_key(kind, key) else None
        if one in before.living - after.living:
            for draft in [draft for draft in content.drafts.found if _takes(draft, one, content)][:1]:
                taken[draft] += [one]
    for draft, lost in taken.items():
        first = min(lost, key=lambda one: (one.kind != "report", one.kind != "brief"))
        message = Phrase(
            'the %(noun)s "%(id)s" was published; as a draft its address would lead nowhere.',
            noun=first.noun,
            id=first.key,
        )
        command = f'{COMMAND} withdraw --kind {first.kind} {first.key} --reason "…"'
        out = Phrase("If it is gone for good: `%(withdraw)s`.", withdraw=command)
        yield draft.place.error("draft-of-published", message, sentences(_OUT[draft.reason], out))


def _takes(draft: Draft, one: Identifier, content: Content) -> bool:
    """Tell whether something is not published because of a draft: as it is this, is in it, or holds or needs it."""
    own = draft.name.replace("comparisons/", "sectors/", 1)
    statements: tuple[str, ...] = ()
    match one.kind:
        case "event":
            statements = content.tables.events.entries[one.key].statements
        case "figure":
            report = content.reports_by_id[one.key.partition("/")[0]]
            statements = tuple(
                f"{report.id}/{figure.statement}" for figure in report.figures.values() if figure.id == one.own
            )
    folder = {"point": "sectors/", "page": ""}.get(one.kind, "reports/")
    paths = [f"reports/{key}" for key in statements] or [f"{folder}{one.key}"]
    return any(path == own or path.startswith((f"{own}/", f"{own}#")) or own.startswith(f"{path}#") for path in paths)


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
            message = Phrase('the figure "%(key)s" is of a draft, and is not shown before that is published.', key=key)
            yield place("highlights", no).warning("link-to-draft", message, _ANOTHER)
    if site and site.finding and content.drafts.has(f"sectors/{site.finding}"):
        message = Phrase('the point "%(key)s" is a draft, and is not shown before it is published.', key=site.finding)
        yield place("finding").warning("link-to-draft", message, _ANOTHER)
