"""The commands that write translations as PO and bring them back: `duizhao translate export` and `import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.terminal import echo_data
from build_scripts.cli.translated_files import load_states, one_line_refusals
from build_scripts.ground.files import folder_name
from build_scripts.publish.trial import import_sound
from build_scripts.translation.po import export_po


@click.command("export")
@click.argument("language")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The PO file to write.")
@content_option
def export_command(language: str, output: Path | None, content: Path) -> None:
    """Write the units of LANGUAGE as a PO file."""
    loaded, states = load_states(content, language)
    locale = next(item.locale for item in loaded.site.languages if item.code == language) if loaded.site else language
    text = export_po(states, locale, loaded.site.name[loaded.source] if loaded.site else folder_name(loaded.root))
    if output:
        write_files({output: text})
    else:
        echo_data(text)


@click.command("import")
@click.argument("catalogue", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--overwrite", is_flag=True, help="Trust a catalogue that does not say what was exported to be the newer."
)
@content_option
def import_command(catalogue: Path, overwrite: bool, content: Path) -> None:
    """Bring the edits of a PO file back into the content."""
    loaded, states = load_states(content, None)
    with one_line_refusals():
        result = import_sound(loaded, states, catalogue.read_bytes(), overwrite)
    write_files(result.files, quiet=True)
    for path, units in result.units.items():
        click.echo(f"{path}: {', '.join(units)}")
    for each in result.skipped:
        click.echo(f"{'not written: ' if each.is_lost else 'left: '}{each.address}: {each.reason}", err=each.is_lost)
    click.echo(f"{sum(map(len, result.units.values()))} unit(s) changed.")
    if any(each.is_lost for each in result.skipped):
        sys.exit(1)
