"""The commands that start something: `duizhao new …`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from build_scripts.cli.files import create_files
from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say_problems
from build_scripts.content import scaffold
from build_scripts.content.entries import Content
from build_scripts.content.interface import Interface
from build_scripts.content.originals import Original, OriginalError, read_original
from build_scripts.content.scaffold_from import new_report_from
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import shown_path
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.publish.build import check_content


@click.group()
def new() -> None:
    """Start a report, a brief, a comparison or a page."""


@new.command("report")
@click.argument("name")
@click.option(
    "--from",
    "original",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The original (text, PDF, Word, HTML), whose outline and passages are proposed.",
)
@content_option
def new_report(name: str, original: Path | None, content: Path) -> None:
    """Start the report NAME (its id: a–z, 0–9, hyphens)."""
    read = _read(original) if original else None
    _scaffold(
        content,
        lambda loaded, interface: (
            new_report_from(loaded, interface, TEMPLATES, name, read)
            if read
            else scaffold.new_report(loaded, interface, TEMPLATES, name)
        ),
    )


def _read(path: Path) -> Original:
    try:
        return read_original(path)
    except OriginalError as error:
        message = Phrase("%(path)s cannot be used: %(reason)s", path=shown_path(path), reason=error.reason)
        raise click.ClickException(message) from error


@new.command("brief")
@click.argument("report")
@click.argument("name")
@click.option("--sector", help="The sector, where NAME is not one.")
@content_option
def new_brief(report: str, name: str, sector: str | None, content: Path) -> None:
    """Start a brief of REPORT; NAME is a sector, or any id with --sector."""
    _scaffold(content, lambda loaded, interface: scaffold.new_brief(loaded, interface, TEMPLATES, report, name, sector))


@new.command("comparison")
@click.argument("sector")
@content_option
def new_comparison(sector: str, content: Path) -> None:
    """Start the comparison of the reports on SECTOR."""
    _scaffold(content, lambda loaded, interface: scaffold.new_comparison(loaded, interface, TEMPLATES, sector))


@new.command("page")
@click.argument("name")
@content_option
def new_page(name: str, content: Path) -> None:
    """Start the page NAME."""
    _scaffold(content, lambda loaded, interface: scaffold.new_page(loaded, interface, TEMPLATES, name))


def _scaffold(content: Path, make: Callable[[Content, Interface], Mapping[Path, str]]) -> None:
    loaded, interfaces, problems = check_content(content)
    if loaded.site is None:
        say_problems(problems, err=True)
        sys.exit(1)
    try:
        create_files(make(loaded, interfaces[loaded.source]))
    except scaffold.ScaffoldError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error
