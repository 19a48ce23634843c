"""Words and addresses that a new site comes with, where they would be published → problems.

Receives `Content` whose drafts have been found, and the folder of the templates; returns warnings: a text that is still
word for word that of a new site, an address that nobody can have, and a site of which every report is a draft. Refuses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_scripts.content.entries import Content
from build_scripts.content.labels import walk_texts
from build_scripts.content.new_site import PLACEHOLDER_URL, known_words
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.translation.units import label_entries, markdown_units
from build_scripts.translation.without_drafts import without_drafts

# The words that nobody can mean to publish; of the others, such as “Government”, a site may well make use.
_EXAMPLE = ("report", "index", "publisher", "source", "brief", "found", "note", "aimed", "footnote", "recommended")
_LEFT = (*_EXAMPLE, "event", "definition", "point", "site_name", "about_more", "sectors")
_YOURS = Phrase("Put your own in its place.")
_REMOVE = Phrase("Put your own in its place, or take the example out: `duizhao init --remove-example`.")


def check_left_overs(content: Content, templates: Path) -> Iterator[Problem]:
    """Say what a new site still has of what it came with, but for what is not published."""
    if content.site is None:
        return
    if content.site.base_url == PLACEHOLDER_URL:
        message = Phrase("%(url)s is the address that a new site comes with.", url=content.site.base_url)
        hint = Phrase("Set base_url to the address that the site will have.")
        yield content.site_yaml.place("base_url").warning("left-over", message, hint)
    drafts = content.drafts.names
    if content.reports and all(f"reports/{report.id}" in drafts for report in content.reports):
        message = Phrase("every report is a draft, so the published site has no report.")
        hint = Phrase("Take the line draft: true out of a report that is finished.")
        yield content.site_yaml.place("name").warning("left-over", message, hint)
    published = without_drafts(content, ())[0]
    yield from _labels(published, known_words(templates, _LEFT))
    yield from _texts(published, known_words(templates, _LEFT))


def _labels(content: Content, words: frozenset[str]) -> Iterator[Problem]:
    for yaml, entries in label_entries(content):
        for _, start, entry in entries:
            for path, texts in walk_texts(entry):
                left = [(code, text) for code, text in texts.items() if isinstance(text, str) and text in words]
                for language, text in left[:1]:
                    yield _left_over(yaml.place(*start, *path, language), text)


def _texts(content: Content, words: frozenset[str]) -> Iterator[Problem]:
    for _, group in content.all_groups:
        for entry in group.values():
            for unit in markdown_units(entry).values():
                paragraphs = (part for text in unit.pieces.values() for part in text.split("\n\n"))
                for part in (part for part in paragraphs if part in words):
                    yield _left_over(unit.place, part)


def _left_over(place: Place, text: str) -> Problem:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    hint = _REMOVE if place.path.name in ("glossary.yml", "events.yml") else _YOURS
    return place.warning("left-over", Phrase("“%(text)s” is what a new site comes with.", text=shown), hint)
