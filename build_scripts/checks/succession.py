"""Ids that were published lead somewhere: `formerly`, `withdrawn.yml` and `published.yml` → problems.

Receives `Content`; returns problems: old ids that something has, or that two claim; what was withdrawn and stands
still, or leads nowhere; what was published and is neither there, nor named by a `formerly`, nor withdrawn. What may
stand in a file that could not be read is no problem of its own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from build_scripts.checks.links import is_misnamed, is_unread
from build_scripts.content.attributes import write_right
from build_scripts.content.comparisons import is_taken
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.fronts import BriefFront
from build_scripts.content.identifiers import Identifier, is_key
from build_scripts.content.outline import Section
from build_scripts.content.paths import RESERVED_PAGES
from build_scripts.content.succession import TABLE_KINDS, Former, Succession, find_succession, published_ids
from build_scripts.ground.messages import NOTHING, Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean, shown_path
from build_scripts.ground.shipped import COMMAND
from build_scripts.ground.texts import Texts

_ANCHORS = ("figures-in-brief", "events-mentioned")


def check_succession(content: Content) -> Iterator[Problem]:
    """What was renamed, withdrawn or published is found under its old id, and only once."""
    succession = find_succession(content)
    yield from _check_formers(content, succession)
    yield from _check_withdrawn(content, succession)
    yield from _check_published(content, succession)


def _check_formers(content: Content, succession: Succession) -> Iterator[Problem]:
    seen: dict[Identifier, Former] = {}
    headings = _headings(content)
    for former in succession.formers:
        old, place = former.old, former.place
        if old is None:
            message = Phrase('formerly: "%(id)s" can be no id (%(noun)s).', id=former.written, noun=former.new.noun)
            hint = Phrase(
                "Write the id that it had, within another part of the site with that of the part, like report/brief#id."
            )
            yield place.error("invalid-id", message, hint)
        elif old in succession.living or _today(succession, old) in succession.living:
            message = Phrase('formerly: the id "%(id)s" (%(noun)s) is in use.', id=old.key, noun=old.noun)
            yield place.error("formerly-taken", message, Phrase("Remove it here, or give that another id."))
        elif old in succession.withdrawn:
            message = Phrase('formerly: "%(id)s" (%(noun)s) is withdrawn.', id=old.key, noun=old.noun)
            hint = Phrase("Keep one of the two: what was renamed is not withdrawn.")
            yield place.error("formerly-taken", message, hint)
        elif _today(succession, old) in seen:
            before = seen[_today(succession, old)].new.key
            message = Phrase('formerly: "%(id)s" is claimed twice, first by "%(first)s".', id=old.key, first=before)
            yield place.error("formerly-taken", message, Phrase("Keep it where most of it stands now."))
        elif _is_of_the_site(content, old) or (old.parent, old.own) in headings:
            message = Phrase('formerly: the site itself has an address "%(id)s" there.', id=old.own)
            yield place.error("formerly-taken", message, Phrase("Remove it."))
        if old is not None:
            seen.setdefault(_today(succession, old), former)


def _today(succession: Succession, old: Identifier) -> Identifier:
    """Give an old id with what its container is called now: on one page an anchor stands once."""
    home = succession.home(old)
    is_there = home is not None and old.parent is not None and home.kind == old.parent.kind
    return old.inside(home.key) if home and is_there else old


def _headings(content: Content) -> frozenset[tuple[Identifier | None, str]]:
    """Give the ids of headings, with the brief that they stand in."""
    return frozenset(
        (Identifier("brief", f"{report.id}/{name}"), section.attributes.id)
        for report in content.reports
        for name, group in report.briefs.items()
        if content.source in group
        for section in _named(group[content.source].outline.sections)
    )


def _named(sections: Iterable[Section]) -> Iterator[Section]:
    return (section for section in sections if section.attributes.id)


def _is_of_the_site(content: Content, old: Identifier) -> bool:
    kinds = content.kinds.statements if content.kinds else ()
    match old.kind:
        case "page":
            return old.own in RESERVED_PAGES
        case "sector":
            return old.own == "index"
        case "point":
            return is_taken(old.own, kinds)
    return old.kind == "statement" and old.own in _ANCHORS


def _check_withdrawn(content: Content, succession: Succession) -> Iterator[Problem]:
    table = content.tables.withdrawn
    for text, entry in table.entries.items():
        try:
            one = Identifier.parse(text)
        except ValueError as error:
            yield table.place(text, "id").error("invalid-id", Phrase("%(reason)s.", reason=error))
            continue
        if one in succession.living or _today(succession, one) in succession.living:
            message = Phrase('the %(noun)s "%(id)s" still stands.', noun=one.noun, id=one.key)
            hint = Phrase("Remove the entry, or what it speaks of.")
            yield table.place(text, "id").error("withdrawn-stands", message, hint)
        yield from _untranslated(content, text, entry.reason)
        for no, other in enumerate(entry.instead):
            known = {str(each) for each in succession.living}
            if other not in known and not _is_unknown(content, other):
                place = table.place(text, "instead", no)
                message = Phrase('instead: there is no "%(id)s".', id=other)
                yield place.error("dangling-reference", message, did_you_mean(other, _alike(other, known)))


def _untranslated(content: Content, text: str, reason: Texts[str]) -> Iterator[Problem]:
    """Why something is gone is said in every language: there is nothing else on its page."""
    missing = [code for code in content.languages if code not in reason]
    if missing and content.source in reason:
        message = Phrase('reason: the text in the language "%(code)s" is missing.', code=missing[0])
        hint = Phrase("Add %(language)s: … to it.", language=missing[0])
        yield content.tables.withdrawn.place(text, "reason").warning("not-translated", message, hint)


def _check_published(content: Content, succession: Succession) -> Iterator[Problem]:
    yaml = content.published
    if yaml is None or yaml.data is None:
        return
    if not isinstance(yaml.data, list):
        message = Phrase("expected a list of ids with their kinds, one a line.")
        hint = Phrase("Take the file back from git, or write it by `%(command)s publish-ids`.", command=COMMAND)
        yield yaml.place().error("invalid-value", message, hint)
        return
    for no, text in enumerate(yaml.data):
        try:
            one = Identifier.parse(str(text))
        except ValueError as error:
            yield yaml.place(no).error("invalid-value", Phrase("%(reason)s.", reason=error), Phrase("Remove the line."))
            continue
        if one.kind == "page" and one.own in content.handbook:
            continue  # the generator's own page stands there
        if succession.find(one) is None and not _is_unknown(content, str(one)):
            yield _lost(content, succession, one, yaml.place(no))


def _lost(content: Content, succession: Succession, one: Identifier, place: Place) -> Problem:
    """Say that what was published is gone, with both ways out, ready to copy."""
    published = published_ids(content)
    living = (each for each in succession.living if each.kind == one.kind and is_key(one.kind, each.key))
    new = {str(each) for each in living} - published
    near = difflib.get_close_matches(str(one), _alike(str(one), new), n=1, cutoff=0)
    name = near[0].partition("/")[2] if near else "NEW"
    message = Phrase(
        'the %(noun)s "%(id)s" was published, and its address leads nowhere now.', noun=one.noun, id=one.key
    )
    hint = _where_it_went(content, succession, one)
    if hint:
        return place.error("lost-id", message, hint)
    hint = Phrase(
        "If it has another id now: `%(rename)s`. If it is gone: `%(withdraw)s`.",
        rename=f"{COMMAND} rename --kind {one.kind} {one.key} {name}",
        withdraw=f'{COMMAND} withdraw --kind {one.kind} {one.key} --reason "…"',
    )
    return place.error("lost-id", message, hint)


def _where_it_went(content: Content, succession: Succession, one: Identifier) -> Phrase:
    """Say what to look at before anything is renamed: the same id elsewhere, or in text that is no statement now."""
    if one.kind != "statement" or one.parent is None:
        return NOTHING
    home = succession.find(one.parent)
    here = one.inside(home.key) if home and home.kind == one.parent.kind else one
    entry = _source_of(content, here)
    line = _line_of(entry, here.own) if entry else 0
    if entry and line:
        return Phrase(
            "Its braces stand in line %(line)s of %(path)s, which is not read as this statement: mend that line first.",
            line=line,
            path=shown_path(entry.path),
        )
    living = (each for each in succession.living if each.kind == "statement" and each.own == one.own and each != here)
    moved = sorted(each.key for each in living if str(each) not in published_ids(content))
    if not moved:
        return NOTHING
    return Phrase(
        "The same id stands in another file: %(moved)s. Put it back, or, if it was moved for good: `%(rename)s`.",
        moved=moved[0],
        rename=f"{COMMAND} rename --kind statement {one.key} {moved[0]}",
    )


def _source_of(content: Content, one: Identifier) -> MarkdownEntry[BriefFront] | None:
    """Give the file that a statement stands or stood in."""
    report, _, name = one.key.partition("#")[0].partition("/")
    folder = content.reports_by_id.get(report)
    return folder.briefs.get(name, {}).get(content.source) if folder else None


def _line_of(entry: MarkdownEntry[BriefFront], own: str) -> int:
    """Give the line of a file on which the braces of an id stand, also if these are written wrongly, or 0."""
    for found in re.finditer(r"[{｛]([^{}｛｝\n]{1,200})[}｝]?", entry.body):
        inside = write_right(found[1]) or found[1].strip()
        if re.match(rf"[#＃]{re.escape(own)}(?![\w-])", inside):
            return entry.body_line + entry.body.count("\n", 0, found.start())
    return 0


def _alike(text: str, known: Iterable[str]) -> list[str]:
    """Give what is of the same kind, and in the same container if anything is."""
    start = text[: -len(text.replace("#", "/").split("/")[-1])]
    return sorted(each for each in known if each.startswith(start)) or sorted(
        each for each in known if each.startswith(f"{text.partition('/')[0]}/")
    )


def _is_unknown(content: Content, text: str) -> bool:
    """Tell whether nobody can say if there is such a thing, as the file that would have it could not be read."""
    kind, _, key = text.partition("/")
    tables = {kind: getattr(content.tables, table) for table, kind in TABLE_KINDS.items()}
    if text in (content.tables.withdrawn.ids or ()):
        return True  # as its entry could not be read, which is a problem already
    if kind in tables:
        return tables[kind].ids is None
    if kind in ("report", "figure") and is_misnamed(content, key.partition("/")[0]):
        return True
    if kind == "point":
        sector = key.partition("#")[0]
        path = content.root / "comparisons" / f"{sector}.{content.source}.md"
        return path.exists() and not (sector in content.comparisons and content.source in content.comparisons[sector])
    if kind == "figure":
        report = content.reports_by_id.get(key.partition("/")[0])
        return bool(
            report and (report.facts is None or len(report.figures) < len(report.yaml.data.get("figures") or ()))
        )
    return kind in ("brief", "statement") and is_unread(content, key.partition("#")[0])
