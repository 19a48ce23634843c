"""The command that gives something of the content another id: `duizhao rename OLD NEW`.

Every file that names it is changed, of all languages, or none; the old id is left in `formerly`, so that its address
leads on. Refuses content of which a file cannot be read, ids that are taken or malformed, and what is ambiguous.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from build_scripts.cli.options import content_option
from build_scripts.content.entries import Content
from build_scripts.content.identifiers import KINDS, Identifier, is_key
from build_scripts.content.load import load_content
from build_scripts.content.naming import NamingError
from build_scripts.content.succession import Succession, find_succession
from build_scripts.ground.file_changes import FileChanges, change_files, finish_changes
from build_scripts.ground.problems import did_you_mean, has_errors, render_text, shown_path
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
        click.echo("what was broken off is done" if finish_changes(content) else "nothing was broken off")
        return
    if old is None or new is None:
        raise click.UsageError("give the id and what it is to be called.")
    loaded = read_for_change(content)
    succession = find_succession(loaded)
    one = _find(succession, old, new, kind)
    if not is_key(one.kind, one.beside(new).key):
        raise click.BadParameter(f'"{new}" is no id of a {one.kind}: use a–z, 0–9 and single hyphens, like open-data.')
    try:
        changes = find_changes(loaded, find_states(loaded)[0], one, one.beside(new))
    except NamingError as error:
        raise click.ClickException(str(error)) from error
    apply_changes(content, changes, dry_run)


def read_for_change(content: Path) -> Content:
    """Read a content folder of which every file can be read, after what was broken off in it has been ended."""
    finish_changes(content)
    loaded, problems = load_content(content)
    if has_errors(problems) or loaded.site is None:
        click.echo(render_text([problem for problem in problems if problem.level == "error"]), err=True)
        click.echo("Mend this first: a file that cannot be read cannot be changed.", err=True)
        sys.exit(1)
    return loaded


def apply_changes(content: Path, changes: FileChanges, dry_run: bool) -> None:
    """Change the files, and say which."""
    try:
        if not dry_run:
            change_files(content, changes)
    except OSError as error:
        raise click.ClickException(f"cannot write {error.filename or content}: {error.strerror}") from error
    for path in sorted(changes.texts):
        click.echo(shown_path(path))
    for old, new in sorted(changes.moves.items()):
        click.echo(f"{shown_path(old)} → {shown_path(new)}")
    for path in sorted(changes.removed):
        click.echo(f"{shown_path(path)} removed")
    if dry_run:
        click.echo("nothing was written")


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
        kinds = ", ".join(one.kind for one in found)
        raise click.UsageError(f'"{key}" is the id of several things; say which with --kind: {kinds}.')
    if not found:
        hint = did_you_mean(key, [one.key for one in succession.living if kind in (None, one.kind)])
        raise click.ClickException(f'there is nothing with the id "{key}". {hint}'.strip())
    return found[0]
