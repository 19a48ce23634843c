"""The command that begins a translation, or goes on with it: `duizhao translate start`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say
from build_scripts.cli.translated_files import (
    find_wanted,
    language_option,
    load_states,
    one_line_refusals,
    target_path,
)
from build_scripts.content.entries import Content
from build_scripts.content.load import split_name
from build_scripts.ground.files import read_plain
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import shown_path
from build_scripts.translation.edits import TranslationError, continue_translation, find_entry, start_translation
from build_scripts.translation.moves import carry_over, find_moves
from build_scripts.translation.pairs import Earlier, find_earlier
from build_scripts.translation.rewrites import fill_text, scaffold_labels
from build_scripts.translation.states import FileState


@click.command("start")
@click.argument("path", type=click.Path(path_type=Path))
@content_option
@language_option
def start_command(path: Path, content: Path, language: str | None) -> None:
    """Write the translation file PATH to fill in, or add to it what it lacks; of labels PATH is `sectors.yml@fr`.

    What was translated and accepted before for the same source stands in it as a draft, which is not accepted.
    """
    loaded, states = load_states(content, language)
    if path.suffix != ".md":
        _start_labels(loaded, find_wanted(loaded, states, [str(path)], language))
        return
    target = target_path(loaded, path, language)
    found = find_entry(loaded, target)
    if found is None:
        raise click.ClickException(Phrase("%(target)s has no source file beside it.", target=shown_path(target)))
    source, group = found
    present = group.get(split_name(target)[1])  # type: ignore[index]
    text = read_plain(target) if present else ""
    with one_line_refusals():
        fuller = continue_translation(text, source, present) if present else start_translation(source)
    file = next(file for file in states if file.file.resolve() == target.resolve())
    with one_line_refusals():
        files, carried = carry_over(loaded, file, fuller, find_moves(states))
    earlier = [each for each in find_earlier(file, states) if each.change.unit.id not in carried]
    files[file.file], drafts = _fill_in(files[file.file], file, earlier)
    if files[file.file] == text:
        say(Phrase("%(path)s lacks nothing.", path=shown_path(target)))
        return
    # The record first: until it stands, what an old front matter says of acceptance must not be taken out of the file.
    write_files(files, quiet=True)
    click.echo(shown_path(target))
    for name in carried:
        say(Phrase("carried over: %(address)s", address=file.address(name)))
    if drafts:
        say(
            Phrase(
                "%(count)s unit(s) filled in with what was accepted elsewhere; read them, then accept them:",
                count=len(drafts),
            )
        )
    for draft in drafts:
        say(Phrase("  %(unit)s from %(origin)s", unit=draft.change.unit.id, origin=draft.origin))


def _start_labels(content: Content, wanted: Iterable[tuple[FileState, Sequence[str]]]) -> None:
    """Write an empty text for every label that is missing, in a language after the other, as they share the file."""
    for file, _ in wanted:
        with one_line_refusals():
            text = scaffold_labels(content, file)
        if text != read_plain(file.file):
            write_files({file.file: text}, quiet=True)
        count = file.counts["missing"]
        path = shown_path(file.file)
        left = Phrase(
            "%(path)s: %(count)s label(s) to fill in, at %(language)s:", path=path, count=count, language=file.language
        )
        say(left if count else Phrase("%(path)s lacks nothing.", path=file.name))


def _fill_in(text: str, file: FileState, earlier: Iterable[Earlier]) -> tuple[str, list[Earlier]]:
    """Fill earlier translations into a text one by one, but for those that it cannot hold."""
    filled = []
    for each in earlier:
        try:
            text = fill_text(text, file, [each.change])
        except TranslationError:
            continue  # it stays to be translated
        filled.append(each)
    return text, filled
