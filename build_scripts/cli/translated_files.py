"""What the commands for translators have in common: options, the files and units that a command line names.

Receives paths as they were typed; gives the content with the states of its translations, and those that are meant.
Refuses, with the problems or one line, content that is not sound enough, and names of nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from build_scripts.checks.wording import WORDING_RULES
from build_scripts.cli.speech import say_problems
from build_scripts.content.entries import Content
from build_scripts.content.load import split_name
from build_scripts.ground.messages import Phrase, reported, sentences
from build_scripts.ground.problems import Problem, did_you_mean, shown_path
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.publish.build import read_content
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.edits import TranslationError
from build_scripts.translation.set_aside import set_aside
from build_scripts.translation.states import FileState, find_states, translation_path

Held = tuple[str, ...]

language_option = click.option("--language", help="Only this language.")


def load_states(root: Path, language: str | None) -> tuple[Content, tuple[FileState, ...]]:
    """Load the content and its states to write translations; errors that make that unsafe end the command."""
    loaded, states, _ = load_held(root, language)
    return loaded, states


def load_held(root: Path, language: str | None) -> tuple[Content, tuple[FileState, ...], dict[UnitAddress, Held]]:
    """Load the same, with the rules for which units are held back from readers."""
    loaded, problems = _load(root, language)
    _end_on([problem for problem in problems if problem.rule not in _TOLERATED])
    states, _ = find_states(loaded)
    shown = set_aside(loaded, states, problems)[1]
    held = {file.address(unit.id): unit.held_by for file in shown for unit in file.units if unit.held_by}
    return loaded, tuple(file for file in states if language in (None, file.language)), held


def load_checked(root: Path, language: str | None) -> tuple[Content, tuple[FileState, ...], list[Problem]]:
    """Load the content and its states to tell of them, with all problems; those of translations end no command."""
    loaded, problems = _load(root, language)
    states, _ = find_states(loaded)
    _end_on(set_aside(loaded, states, problems)[2])
    return loaded, tuple(file for file in states if language in (None, file.language)), problems


def load_shown(root: Path, language: str | None) -> tuple[Content, tuple[FileState, ...], list[Problem]]:
    """Load the same with the states as readers have them: what cannot be shown is held."""
    loaded, problems = _load(root, language)
    _, states, told = set_aside(loaded, find_states(loaded)[0], problems)
    _end_on(told)
    return loaded, tuple(file for file in states if language in (None, file.language)), problems


def load_linked(root: Path, language: str) -> tuple[Content, tuple[FileState, ...], Library]:
    """Load the content with the states of all languages, and the library as the site shows it."""
    loaded, problems = _load(root, language)
    states, _ = find_states(loaded)
    shown, shown_states, told = set_aside(loaded, states, problems)
    _end_on(told)
    return loaded, states, link_content(shown, shown_states)


def _load(root: Path, language: str | None) -> tuple[Content, list[Problem]]:
    loaded, problems = read_content(root)
    if loaded.site is None:
        _end_on(problems)
    if language is not None and language not in loaded.languages[1:]:
        hint = did_you_mean(language, loaded.languages[1:])
        message = Phrase('"%(language)s" is not a language that is translated into.', language=language)
        raise click.BadParameter(sentences(message, hint))
    return loaded, problems


def _end_on(problems: Sequence[Problem]) -> None:
    """End the command if there are errors, and say which."""
    serious = [problem for problem in problems if problem.level == "error"]
    if serious:
        say_problems(serious, err=True)
        sys.exit(1)


# Errors of wording and structure are what a translator is about to mend.
_TOLERATED = (
    frozenset({"differs-from-source", "unknown-statement", "missing-source", "statement-without-id"})
    | frozenset({"text-without-source", "dangling-reference"})
    | WORDING_RULES
)


def target_path(content: Content, path: Path, language: str | None) -> Path:
    """Find the translation that a path means: as typed, in the content folder, or beside its source."""
    found = next((option for option in (path, content.root / path) if option.parent.is_dir()), path)
    parts = split_name(found)
    if parts is None or parts[1] not in content.languages:
        raise click.ClickException(Phrase("%(path)s is not named like <id>.<language>.md.", path=path))
    if parts[1] != content.source:
        return found
    others = [language] if language else list(content.languages[1:])
    if len(others) != 1:
        raise click.ClickException(Phrase("name the language: --language %(names)s", names="|".join(others)))
    return translation_path(found, content.source, others[0])


def find_wanted(
    content: Content, states: Sequence[FileState], paths: Sequence[str], language: str | None
) -> list[tuple[FileState, list[str]]]:
    """Give the files that paths name, each with its units; `#unit` may follow its path or stand by itself.

    A file that is named whole has no units beside it; it may stand there twice if some of its units are named too.
    """
    found: dict[tuple[str, str, bool], tuple[FileState, list[str]]] = {}
    last: list[FileState] = []
    for text in paths:
        name, *units = text.split("#")
        if name:
            last = _find_files(content, states, name, language)
        if not last:
            raise click.UsageError(Phrase("Name a file before the unit %(text)s.", text=text))
        for file in last:
            whole = "#".join(units)  # the ids of what is withdrawn hold the sign themselves
            named = [whole] if file.unit(whole) else [unit for unit in units if unit]
            found.setdefault((file.language, file.path, bool(named)), (file, []))[1].extend(named)
    return [(file, list(dict.fromkeys(names))) for file, names in found.values()]


def find_below(content: Content, states: Sequence[FileState], paths: Sequence[str], language: str) -> list[FileState]:
    """Give the files that paths name, each itself or by a folder above it, in their order."""
    found: list[FileState] = []
    for text in paths:
        folders = [path.resolve() for path in (Path(text), content.root / text) if path.is_dir()]
        inside = [file for file in states if any(file.file.resolve().is_relative_to(folder) for folder in folders)]
        found += inside or _find_files(content, states, text, language)
    return [file for file in states if file in found]


def _find_files(content: Content, states: Sequence[FileState], name: str, language: str | None) -> list[FileState]:
    """Give the files that a path means, in one language if it names that: `sectors.yml@fr`."""
    stem, _, own = name.rpartition("@")
    if stem and own in content.languages[1:]:
        return _find_files(content, [file for file in states if file.language == own], stem, language or own)
    path = Path(name)
    options = [target_path(content, path, language)] if path.suffix == ".md" else [path, content.root / path]
    found = [file for file in states if any(file.file.resolve() == option.resolve() for option in options)]
    if not found:
        hint = did_you_mean(path.as_posix(), [file.path for file in states])
        message = Phrase("%(path)s is no translated file of %(content)s.", path=path, content=shown_path(content.root))
        raise click.ClickException(sentences(message, hint))
    return found


@contextmanager
def one_line_refusals() -> Iterator[None]:
    """Say in one line why what is done meanwhile cannot be done, and exit."""
    try:
        yield
    except TranslationError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error
    except OSError as error:
        raise click.ClickException(
            Phrase("%(strerror)s: %(filename)s", strerror=reported(error), filename=error.filename)
        ) from error
