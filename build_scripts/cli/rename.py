"""The command that gives something of the content another id: `duizhao rename OLD NEW`.

Every file that names it is changed, of all languages, or none; the old id is left in `formerly`, so that its address
leads on. Refuses content of which a file cannot be read, ids that are taken or malformed, and what is ambiguous.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say, say_problems
from build_scripts.content.entries import Content
from build_scripts.content.identifiers import KINDS, Identifier, is_key
from build_scripts.content.load import load_content
from build_scripts.content.naming import NamingError
from build_scripts.content.succession import Succession, find_succession
from build_scripts.ground.file_changes import FileChanges, change_files, finish_changes
from build_scripts.ground.messages import Phrase, reported, sentences
from build_scripts.ground.problems import did_you_mean, has_errors, shown_path
from build_scripts.translation.renaming import rename as find_changes
from build_scripts.translation.states import find_states

kind_option = click.option(
    "--kind", type=click.Choice(KINDS), help="What it is, where several things have the same id."
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@kind_option
@dry_run_option
@click.option("--finish", is_flag=True, help="Carry out a change that was broken off, and nothing else.")
@content_option
def rename(old: str | None, new: str | None, kind: str | None, dry_run: bool, finish: bool, content: Path) -> None:
    """Give OLD the id NEW, in every file and language.

    OLD is the id of a report, sector, actor, term, event, indicator, place, page or reference, or report/brief,
    report/brief#statement, sector#point, report/figure, report/reference. NEW is what it is to be called there. If OLD
    was given another id by hand, NEW is that: then what still refers to OLD is changed, and OLD leads on.
    """
    if finish:
        is_done = finish_changes(content)
        say(Phrase("what was broken off is done") if is_done else Phrase("nothing was broken off"))
        return
    if old is None or new is None:
        raise click.UsageError(Phrase("give the id and what it is to be called."))
    loaded = read_for_change(content)
    succession = find_succession(loaded)
    one = _find(succession, old, new, kind)
    if not is_key(one.kind, one.beside(new).key):
        raise click.BadParameter(
            Phrase(
                '"%(id)s" can be no id (%(noun)s): use a–z, 0–9 and single hyphens, like open-data.',
                id=new,
                noun=one.noun,
            )
        )
    try:
        changes = find_changes(loaded, find_states(loaded)[0], one, one.beside(new))
    except NamingError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error
    apply_changes(content, changes, dry_run)


def read_for_change(content: Path) -> Content:
    """Read a content folder of which every file can be read, after what was broken off in it has been ended."""
    finish_changes(content)
    loaded, problems = load_content(content)
    if has_errors(problems) or loaded.site is None:
        say_problems([problem for problem in problems if problem.level == "error"], err=True)
        say(Phrase("Mend this first: a file that cannot be read cannot be changed."), err=True)
        sys.exit(1)
    return loaded


def apply_changes(content: Path, changes: FileChanges, dry_run: bool) -> None:
    """Change the files, and say which."""
    try:
        if not dry_run:
            change_files(content, changes)
    except OSError as error:
        place = shown_path(Path(error.filename or content))
        raise click.ClickException(
            Phrase("cannot write %(path)s: %(strerror)s", path=place, strerror=reported(error))
        ) from error
    for path in sorted({*changes.texts}.difference(changes.renamed.values())):
        say(shown_path(path))
    for old, new in sorted({**changes.moves, **changes.renamed}.items()):
        say(f"{shown_path(old)} → {shown_path(new)}")
    for path in sorted({*changes.removed}.difference(changes.renamed)):
        say(Phrase("%(path)s removed", path=shown_path(path)))
    if dry_run:
        say(Phrase("nothing was written"))


def _find(succession: Succession, old: str, new: str, kind: str | None) -> Identifier:
    """Find what an id is the id of; if of nothing, what was renamed by hand."""
    possible = [Identifier(each, old) for each in KINDS if kind in (None, each) and is_key(each, old)]
    living = [one for one in possible if one in succession.living]
    if not living:
        living = [one for one in possible if one not in succession.withdrawn and one.beside(new) in succession.living]
    return choose(living, old, succession, kind)


def choose(found: list[Identifier], key: str, succession: Succession, kind: str | None) -> Identifier:
    """Give the only one that was found, or refuse to guess."""
    if len(found) > 1:
        raise click.UsageError(
            Phrase(
                '"%(id)s" is the id of several things; say which with --kind: %(kinds)s.',
                id=key,
                kinds=[one.kind for one in found],
            )
        )
    if not found:
        hint = did_you_mean(key, [one.key for one in succession.living if kind in (None, one.kind)])
        raise click.ClickException(sentences(Phrase('there is nothing with the id "%(id)s".', id=key), hint))
    return found[0]
