"""The commands that write what translation software works with besides the texts: `glossary` and `memory`."""

from __future__ import annotations

from pathlib import Path

import click

from build_scripts.cli.files import output_option, write_output
from build_scripts.cli.options import content_option
from build_scripts.cli.translated_files import load_checked, one_line_refusals
from build_scripts.ground.files import folder_name
from build_scripts.translation.pairs import accepted_pairs
from build_scripts.translation.termbase import export_table, export_tbx
from build_scripts.translation.tmx import export_tmx


@click.command("glossary")
@click.argument("language")
@output_option
@click.option("--format", "style", type=click.Choice(["tbx", "table"]), default="tbx", help="A table is for OmegaT.")
@content_option
def glossary_command(language: str, output: Path | None, style: str, content: Path) -> None:
    """Write the glossary in the source language and LANGUAGE, as a TBX termbase or a tab-separated table."""
    loaded, _, _ = load_checked(content, language)
    title = loaded.site.name.pick(loaded.source) if loaded.site else ""
    terms = loaded.tables.glossary.entries.values()
    if style == "table":
        write_output(export_table(terms, loaded.source, language), output)
        return
    with one_line_refusals():
        write_output(export_tbx(terms, loaded.source, language, title or folder_name(loaded.root)), output)


@click.command("memory")
@click.argument("language")
@output_option
@content_option
def memory_command(language: str, output: Path | None, content: Path) -> None:
    """Write what was accepted in LANGUAGE as a TMX translation memory."""
    loaded, states, _ = load_checked(content, language)
    with one_line_refusals():
        write_output(export_tmx(accepted_pairs(states), loaded.source, language), output)
