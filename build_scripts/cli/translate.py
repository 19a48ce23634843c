"""The commands for translators: `duizhao translate …`.

Thin, as in `cli`: states and texts come from the stages, this module prints them, writes them and exits.
"""

from __future__ import annotations

import difflib
import errno
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from build_scripts.checks.wording import WORDING_RULES
from build_scripts.cli.terminal import echo_data
from build_scripts.content.entries import Content
from build_scripts.content.load import split_name
from build_scripts.ground.problems import did_you_mean, has_errors, render_text, shown_path
from build_scripts.publish.build import check_content
from build_scripts.translation.edits import (
    TranslationError,
    choose_units,
    continue_translation,
    find_entry,
    record_units,
    start_translation,
)
from build_scripts.translation.history import find_old_sources
from build_scripts.translation.po import export_po, import_po
from build_scripts.translation.states import COMMAND, STATES, FileState, find_states, translation_path

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
content_option = click.option(
    "--content", type=FOLDER, default=Path("content"), show_default=True, help="The content folder."
)
language_option = click.option("--language", help="Only this language.")


@click.group()
def translate() -> None:
    """See and record what is translated."""


@translate.command()
@content_option
@language_option
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit 1 if less than this per cent is up to date.")
def status(content: Path, language: str | None, style: str, fail_under: float | None) -> None:
    """Say what is missing, stale and up to date, and what to do next."""
    loaded, states = _states(content, language)
    totals = {code: _totals(states, code) for code in loaded.languages[1:] if language in (None, code)}
    if style == "json":
        echo_data(json.dumps(_as_json(states, totals), ensure_ascii=False, indent=2) + "\n")
    else:
        for code, total in totals.items():
            click.echo("\n".join(_table(code, [file for file in states if file.language == code], total)))
    share = min((_share(total) for total in totals.values()), default=100.0)
    if fail_under is not None and share < fail_under:
        click.echo(f"{share:.1f} % is up to date, less than {fail_under:g} %.", err=True)
        sys.exit(1)


def _totals(states: Sequence[FileState], language: str) -> dict[str, int]:
    own = [file for file in states if file.language == language]
    counts = {state: sum(file.counts[state] for file in own) for state in STATES}
    return {"units": sum(counts.values())} | {str(state): count for state, count in counts.items()}


def _share(total: Mapping[str, int]) -> float:
    return 100 * (total["current"] + total["patched"]) / total["units"] if total["units"] else 100.0


def _as_json(states: Sequence[FileState], totals: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Give the contract's shape: per language, per path, and totals."""
    found: dict[str, Any] = {}
    for code, total in totals.items():
        found[code] = {
            file.path: {
                "units": len(file.units),
                **file.counts,
                "stale_units": [unit.id for unit in file.units if unit.state == "stale"],
                "missing_units": [unit.id for unit in file.units if unit.state == "missing"],
            }
            for file in states
            if file.language == code
        }
        found[code]["totals"] = dict(total)
    return found


def _table(code: str, states: Sequence[FileState], total: Mapping[str, int]) -> Iterator[str]:
    width = max((len(file.path) for file in states), default=4)
    yield f"{code}: {_share(total):.1f} % up to date ({total['units']} units)"
    yield f"  {'file':<{width}}  {'units':>6}" + "".join(f"  {state:>7}" for state in STATES)
    for file in states:
        yield f"  {file.path:<{width}}  {len(file.units):>6}" + "".join(f"  {file.counts[s]:>7}" for s in STATES)
    yield f"  {'total':<{width}}  {total['units']:>6}" + "".join(f"  {total[state]:>7}" for state in STATES)
    yield from _next_steps(states)


def _next_steps(states: Sequence[FileState]) -> Iterator[str]:
    stale = [file for file in states if any(unit.state == "stale" and unit.record for unit in file.units)]
    unreviewed = [file for file in states if any(unit.state == "stale" and not unit.record for unit in file.units)]
    missing = [file for file in states if file.counts["missing"]]
    if stale:
        yield f"  next: {COMMAND} diff {stale[0].path}   (then mend it, and: accept)"
    if unreviewed:
        yield f"  next: make check, then, when it is good: {COMMAND} accept {unreviewed[0].path}"
    if missing and not missing[0].is_labels:
        file = missing[0]
        todo = f"fill in {file.path}" if file.is_started else f"{COMMAND} start {file.path}"
        yield f"  next: {todo}"
    elif missing:
        first = next(unit for unit in missing[0].units if unit.state == "missing")
        yield f"  next: add {missing[0].language}: … to {first.id} in {missing[0].path}"
    if not stale and not unreviewed and not missing:
        yield "  nothing is left to do"


@translate.command()
@click.argument("path", type=click.Path(path_type=Path))
@content_option
@language_option
def start(path: Path, content: Path, language: str | None) -> None:
    """Write the translation file PATH to fill in, or add to it what it lacks."""
    loaded, _ = _states(content, language)
    target = _target_path(loaded, path, language)
    found = find_entry(loaded, target)
    if found is None:
        raise click.ClickException(f"{shown_path(target)} has no source file beside it.")
    source, group = found
    present = group.get(split_name(target)[1])  # type: ignore[index]
    if present is None:
        _write({target: start_translation(source)})
        return
    text = target.read_text(encoding="utf-8")
    fuller = _or_exit(lambda: continue_translation(text, source, present))
    if fuller == text:
        click.echo(f"{shown_path(target)} lacks nothing.")
    else:
        _write({target: fuller})


@translate.command()
@click.argument("paths", nargs=-1, metavar="PATH[#UNIT…] …")
@click.option("--all", "everything", is_flag=True, help="Accept every translated unit of the content.")
@content_option
@language_option
def accept(paths: tuple[str, ...], everything: bool, content: Path, language: str | None) -> None:
    """Record that units are good translations of the present source."""
    _record(paths, everything, content, language, patched=False)


@translate.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH#UNIT… …")
@content_option
@language_option
def patch(paths: tuple[str, ...], content: Path, language: str | None) -> None:
    """Wave an edit of the source through that changes no meaning."""
    _record(paths, False, content, language, patched=True)


def _record(paths: tuple[str, ...], everything: bool, content: Path, language: str | None, patched: bool) -> None:
    loaded, states = _states(content, language)
    if everything == bool(paths):
        raise click.UsageError("Name the files to accept, or --all.")
    wanted = [(file, []) for file in states] if everything else _wanted(loaded, states, paths, language)
    count = 0
    files: dict[Path, str] = {}
    unfinished: list[str] = []
    for file, names in wanted:
        chosen = _or_exit(lambda file=file, names=names: choose_units(file, names))  # type: ignore[misc]
        units = [unit for unit in chosen if not unit.lacking]
        unfinished += [f"{file.path}#{unit.id} lacks {', '.join(unit.lacking)}" for unit in chosen if unit.lacking]
        if units:
            files |= record_units(loaded, file, units, patched)
            count += sum(unit.state == "stale" for unit in units)
    _write(files, quiet=True)
    click.echo(f"{count} unit(s) {'waved through' if patched else 'accepted'}.")
    if unfinished:
        raise click.ClickException(f"not recorded, because it is not translated whole: {'; '.join(unfinished)}.")


@translate.command()
@click.argument("path")
@content_option
@language_option
def diff(path: str, content: Path, language: str | None) -> None:
    """Show what changed in the source of each stale unit of PATH, and its present translation."""
    loaded, states = _states(content, language)
    shown = 0
    for file, names in _wanted(loaded, states, (path,), language):
        _or_exit(lambda file=file, names=names: choose_units(file, names))  # type: ignore[misc]
        stale = [unit for unit in file.units if unit.state == "stale" and (not names or unit.id in names)]
        found = find_old_sources(file, [unit for unit in stale if not unit.old_source])
        for unit in stale:
            if unit.target:
                shown += 1
                click.echo(f"{file.path}#{unit.id}")
                old = unit.old_source or found.get(unit.id, "")
                for line in _compare(old, unit.source.whole, bool(unit.record)):
                    click.echo(f"  {line}")
                click.echo("  translation: " + unit.target.whole.replace("\n", "\n               "))
                click.echo()
    if not shown:
        click.echo("No unit is stale.")


def _compare(old: str, new: str, was_accepted: bool) -> Iterator[str]:
    if not old and was_accepted:
        yield "before: (not known: it is neither in translations/ nor in git)"
    elif not old:
        yield "before: (not known: it was never accepted)"
    elif old == new:
        yield "(the source is as it was when this was last accepted)"
    else:
        yield f"before: {old}"
    yield f"now:    {new}"
    if old and old != new:
        matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
        changes = [(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
        yield "change: " + "; ".join(f"“{before}” → “{after}”" for before, after in changes)


@translate.command("export")
@click.argument("language")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The PO file to write.")
@content_option
def export_command(language: str, output: Path | None, content: Path) -> None:
    """Write the units of LANGUAGE as a PO file."""
    loaded, states = _states(content, language)
    locale = next(item.locale for item in loaded.site.languages if item.code == language) if loaded.site else language
    text = export_po(states, locale, loaded.site.name[loaded.source] if loaded.site else loaded.root.name)
    if output:
        _write({output: text})
    else:
        echo_data(text)


@translate.command("import")
@click.argument("catalogue", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@content_option
def import_command(catalogue: Path, content: Path) -> None:
    """Bring the edits of a PO file back into the content."""
    loaded, states = _states(content, None)
    result = _or_exit(lambda: import_po(loaded, states, catalogue.read_bytes()))
    _write(result.files, quiet=True)
    for path, units in result.units.items():
        click.echo(f"{path}: {', '.join(units)}")
    click.echo(f"{sum(map(len, result.units.values()))} unit(s) changed.")


def _states(root: Path, language: str | None) -> tuple[Content, tuple[FileState, ...]]:
    """Load the content and its states; errors in it that make the states unsafe end the command."""
    loaded, _, problems = check_content(root)
    serious = [problem for problem in problems if problem.level == "error" and problem.rule not in _TOLERATED]
    if loaded.site is None or has_errors(serious):
        click.echo(render_text(serious or problems), err=True)
        sys.exit(1)
    if language is not None and language not in loaded.languages[1:]:
        hint = did_you_mean(language, loaded.languages[1:])
        raise click.BadParameter(f'"{language}" is not a language that is translated into. {hint}'.strip())
    states, more = find_states(loaded)
    if has_errors(more):
        click.echo(render_text(more), err=True)
        sys.exit(1)
    return loaded, tuple(file for file in states if language in (None, file.language))


# Errors of wording and structure are what a translator is about to mend.
_TOLERATED = (
    frozenset({"differs-from-source", "unknown-statement", "missing-source", "statement-without-id"}) | WORDING_RULES
)


def _target_path(content: Content, path: Path, language: str | None) -> Path:
    """Find the translation that a path means: as typed, in the content folder, or beside its source."""
    found = next((option for option in (path, content.root / path) if option.parent.is_dir()), path)
    parts = split_name(found)
    if parts is None or parts[1] not in content.languages:
        raise click.ClickException(f"{path} is not named like <id>.<language>.md.")
    if parts[1] != content.source:
        return found
    others = [language] if language else list(content.languages[1:])
    if len(others) != 1:
        raise click.ClickException(f"name the language: --language {'|'.join(others)}")
    return translation_path(found, content.source, others[0])


def _wanted(
    content: Content, states: Sequence[FileState], paths: Sequence[str], language: str | None
) -> list[tuple[FileState, list[str]]]:
    """Give the files that paths name, each with its units; `#unit` may follow its path or stand by itself."""
    found: dict[tuple[str, str], tuple[FileState, list[str]]] = {}
    last: list[FileState] = []
    for text in paths:
        name, *units = text.split("#")
        if name:
            last = _find_files(content, states, Path(name), language)
        if not last:
            raise click.UsageError(f"Name a file before the unit {text}.")
        for file in last:
            chosen = found.setdefault((file.language, file.path), (file, []))[1]
            chosen += [unit for unit in units if unit] or [unit.id for unit in file.units if unit.target and name]
    return [(file, list(dict.fromkeys(names))) for file, names in found.values()]


def _find_files(content: Content, states: Sequence[FileState], path: Path, language: str | None) -> list[FileState]:
    options = [_target_path(content, path, language)] if path.suffix == ".md" else [path, content.root / path]
    found = [file for file in states if any(file.file.resolve() == option.resolve() for option in options)]
    if not found:
        hint = did_you_mean(path.as_posix(), [file.path for file in states])
        raise click.ClickException(f"{path} is no translated file of {shown_path(content.root)}. {hint}".strip())
    return found


def _or_exit(action: Callable[[], Any]) -> Any:
    try:
        return action()
    except TranslationError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: {error.filename}") from error


def _write(files: Mapping[Path, str], quiet: bool = False) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
                _replace(path, text)
        except OSError as error:
            raise click.ClickException(f"cannot write {shown_path(path)}: {error.strerror}") from error
        if not quiet:
            click.echo(shown_path(path))


def _replace(path: Path, text: str) -> None:
    """Write a file whole beside its place and then exchange it, so that no interruption leaves half of it."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    target = path.resolve()  # a link stays a link
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
            Path(file.name).replace(target)
        finally:
            Path(file.name).unlink(missing_ok=True)


def _umask() -> int:
    present = os.umask(0)
    os.umask(present)
    return present
