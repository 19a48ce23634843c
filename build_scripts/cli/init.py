"""The command that starts a site: `duizhao init`.

Asks five questions, of which each can be answered by an option, and writes a folder that `build` and `serve` work in at
once. Refuses a folder that is not empty, and answers that make no site, before anything is written.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from build_scripts.cli.files import create_tree, write_files
from build_scripts.cli.rename import apply_changes, read_for_change
from build_scripts.cli.speech import say, speech
from build_scripts.content.interface import MESSAGE_LANGUAGE
from build_scripts.content.naming import NamingError
from build_scripts.content.new_site import (
    Plan,
    default_words,
    find_languages,
    has_words,
    new_site,
    ready_languages,
    split_labels,
)
from build_scripts.content.scaffold import ScaffoldError
from build_scripts.ground.languages import own_name
from build_scripts.ground.messages import Phrase, said
from build_scripts.ground.problems import shown_path
from build_scripts.ground.shipped import COMMAND, TEMPLATES
from build_scripts.publish.build import read_content
from build_scripts.translation.accept import record_units
from build_scripts.translation.example import remove_example
from build_scripts.translation.states import find_states

_list = partial(click.option, multiple=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@_list("--language", "languages", metavar="CODE", help="A language, the source first; again, the next.")
@_list("--name", "names", metavar="NAME", help="What the site is called: Buses | 公交, or again for the next language.")
@_list(
    "--sector",
    "sectors",
    metavar="LABEL",
    help="What reports are compared by: Buses, or bus=Buses | 公交 (id=, and bars between languages).",
)
@_list("--actor", "actors", metavar="LABEL", help="Who statements speak of or to, written in the same way.")
@click.option("--report", help="The title of the first report, a draft with an example of everything; bars as above.")
@click.option("--remove-example", "is_removal", is_flag=True, help="Take the example out of the site in FOLDER.")
@click.option("--empty", "is_empty", is_flag=True, help="Begin without a report.")
@click.option("--yes", "is_quiet", is_flag=True, help="Ask nothing: what no option says is left to be changed later.")
def init(
    folder: Path,
    languages: Sequence[str],
    names: Sequence[str],
    sectors: Sequence[str],
    actors: Sequence[str],
    report: str | None,
    is_removal: bool,
    is_empty: bool,
    is_quiet: bool,
) -> None:
    """Start a site of your own in FOLDER, by default the present one.

    The first report is a draft: the preview shows it, and nothing of it is published.
    """
    folder = Path(os.path.normpath(folder.absolute()))
    if is_removal:
        _remove_example(folder)
        return
    _refuse_filled(folder)
    ask = _Questions(is_quiet)
    codes = tuple(languages) or ask.languages()
    with _one_line_refusals():  # before anything else is asked
        find_languages(codes)
    words = default_words(codes[0], TEMPLATES)
    plan = Plan(
        languages=codes,
        names=tuple(names) or tuple(ask.names(codes)),
        sectors=tuple(sectors) or ask.several(Phrase("What are the reports compared by?"), words["sectors"], codes),
        actors=tuple(actors) or ask.several(Phrase("Who do they speak of, or to?"), words["actors"], codes),
        report="" if is_empty else report or ask.report(words["report"], codes),
        is_empty=is_empty,
    )
    with _one_line_refusals():
        files = new_site(plan, TEMPLATES)
    create_tree(folder, files)
    _accept_all(folder / "content")
    _say_what_is_next(folder, files, codes[0])


@contextlib.contextmanager
def _one_line_refusals() -> Iterator[None]:
    try:
        yield
    except ScaffoldError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error


def _refuse_filled(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(
            Phrase("%(path)s is not empty; name a new folder. Nothing was changed.", path=shown_path(folder))
        )


class _Questions:
    """Asks what no option has said, unless nothing is to be asked; an answer left out stays open, as the empty text."""

    def __init__(self, is_quiet: bool) -> None:
        self.is_quiet = is_quiet

    def text(self, question: Phrase, default: str) -> str:
        """Give the answer to a question, nothing where it is the default, which is known in more languages."""
        answer = default if self.is_quiet else str(click.prompt(said(question, speech()), default=default)).strip()
        return "" if answer == default else answer

    def several(self, question: Phrase, default: str, codes: Sequence[str]) -> tuple[str, ...]:
        """Give the answer to a question as a list, nothing where it is the default."""
        form = Phrase("%(question)s (with commas)", question=question)
        if len(codes) > 1:
            form = Phrase(
                "%(question)s (with commas; in all languages with bars: %(example)s)",
                question=question,
                example=_barred(codes),
            )
        return split_labels(self.text(form, default))

    def report(self, default: str, codes: Sequence[str]) -> str:
        """Give the title of the report, nothing where it is the default."""
        form = Phrase("The title of the first report")
        if len(codes) > 1:
            form = Phrase("The title of the first report (%(example)s)", example=_barred(codes))
        return self.text(form, default)

    def languages(self) -> tuple[str, ...]:
        """Give the codes of the languages."""
        if not self.is_quiet:
            say(
                Phrase(
                    "The interface comes in %(codes)s; in other languages its words stay English until their catalogue "
                    "is translated.",
                    codes=ready_languages(TEMPLATES),
                )
            )
        answer = self.text(Phrase("Languages, the source first (such as: en zh)"), MESSAGE_LANGUAGE) or MESSAGE_LANGUAGE
        return tuple((answer or MESSAGE_LANGUAGE).replace(",", " ").split())

    def names(self, codes: Sequence[str]) -> list[str]:
        """Give what the site is called in each language, nothing where nobody says so in any."""
        named = [
            self.text(Phrase("The name of the site (%(code)s)", code=code), default_words(code, TEMPLATES)["site_name"])
            for code in codes
        ]
        return named if any(named) else []


def _barred(codes: Sequence[str]) -> str:
    """Give how a text is written in all languages, by their codes."""
    return " | ".join(f"… ({code})" for code in codes)


def _remove_example(folder: Path) -> None:
    content = folder / "content"
    if not content.is_dir():
        raise click.ClickException(Phrase("%(path)s holds no content/.", path=shown_path(folder)))
    loaded = read_for_change(content)
    try:
        changes = remove_example(loaded, find_states(loaded)[0], TEMPLATES)
    except NamingError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error
    apply_changes(content, changes, dry_run=False)


def _accept_all(content: Path) -> None:
    """Record that the translations that come with the generator are good ones."""
    loaded, _ = read_content(content)
    for file in find_states(loaded)[0]:
        done = [unit for unit in file.units if unit.target and not unit.lacking]
        if done:
            write_files(record_units(loaded, file, done), quiet=True)


def _say_what_is_next(folder: Path, files: Mapping[str, str], source: str) -> None:
    say(Phrase("%(path)s/ holds a new site: content/, README.md.", path=shown_path(folder)))
    if not has_words(source, TEMPLATES):
        say(
            Phrase(
                "Its texts and labels are in English yet: write them in %(language)s, all over content/.",
                language=own_name(source),
            )
        )
    for name in sorted(files):
        if name.startswith("content/locale/"):
            say(
                Phrase(
                    "The interface has no %(code)s yet, its words stay English: translate %(path)s.",
                    code=Path(name).stem,
                    path=name,
                )
            )
    for step in ([] if folder.resolve() == Path.cwd() else [f"cd {shown_path(folder)}"]) + [f"{COMMAND} serve"]:
        say(Phrase("next: %(command)s", command=step))
