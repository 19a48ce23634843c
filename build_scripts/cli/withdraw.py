"""The command that takes something out of the content and leaves word of it: `duizhao withdraw ID --reason TEXT`.

Its address stays, and says since when and why, and what stands instead. Refuses content of which a file cannot be read,
and what others still name.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from build_scripts.cli.options import content_option
from build_scripts.cli.rename import apply_changes, choose, dry_run_option, read_for_change
from build_scripts.cli.speech import say
from build_scripts.content.identifiers import Identifier, is_key
from build_scripts.content.naming import NamingError
from build_scripts.content.succession import find_succession
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import shown_path
from build_scripts.translation.states import find_states
from build_scripts.translation.withdrawing import KINDS, Reason, find_reread
from build_scripts.translation.withdrawing import withdraw as find_changes


@click.command()
@click.argument("address", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in the source language; readers see it.")
@click.option("--on", "since", default="", metavar="DATE", help="Since when (EDTF), if not from today.")
@click.option("--instead", multiple=True, metavar="ID", help="What stands instead; of another kind as sector/roads.")
@click.option("--kind", type=click.Choice(KINDS), help="What it is, where several things have the same id.")
@dry_run_option
@content_option
def withdraw(
    address: str, reason: str, since: str, instead: tuple[str, ...], kind: str | None, dry_run: bool, content: Path
) -> None:
    """Take ID out of the content, and say at its address since when and why.

    ID is that of a report, term or event, or report/brief, report/brief#statement, sector#point, report/figure. What
    is gone already needs its kind.
    """
    loaded = read_for_change(content)
    succession = find_succession(loaded)
    possible = [Identifier(each, address) for each in KINDS if kind in (None, each) and is_key(each, address)]
    found = [one for one in possible if one in succession.living] or (possible if kind or len(possible) == 1 else [])
    one = choose(found, address, succession, kind)
    others = []
    for text in instead:
        try:
            others.append(Identifier(one.kind, text) if is_key(one.kind, text) else Identifier.parse(text))
        except ValueError as error:
            raise click.BadParameter(Phrase("%(field)s: %(reason)s.", field="--instead", reason=error)) from error
    try:
        if since:
            parse_edtf(since)
    except ValueError as error:
        raise click.BadParameter(Phrase("%(field)s: %(reason)s.", field="--on", reason=error)) from error
    if not reason.strip():
        raise click.BadParameter(Phrase("--reason: say why, in a few words."))
    why = Reason(since or date.today().isoformat(), loaded.source, " ".join(reason.split()), tuple(others))
    try:
        changes = find_changes(loaded, find_states(loaded)[0], one, why)
    except NamingError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error
    again = find_reread(changes, others)
    apply_changes(content, changes, dry_run)
    if again:
        say(Phrase("these lines named it, and now name what stands instead; read them again:"))
    for path, line, text in again:
        say(f"{shown_path(path)}:{line}: {text}")
    if len(loaded.languages) > 1:
        say(Phrase("next: translate the reason in withdrawn.yml"))
