"""The commands that write translations for translation software and bring them back: `export` and `import`."""

from __future__ import annotations

import codecs
import sys
from datetime import datetime
from pathlib import Path

import click

from build_scripts.cli.files import output_option, write_files, write_output
from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say, speech
from build_scripts.cli.translated_files import find_below, load_linked, load_states, one_line_refusals
from build_scripts.content.entries import Content
from build_scripts.ground.files import folder_name
from build_scripts.ground.messages import Phrase, Speech
from build_scripts.outputs.translator_notes import TranslatorNotes
from build_scripts.publish.trial import import_sound
from build_scripts.translation.accept import Reviewer
from build_scripts.translation.catalogue import Catalogue, Head, export_messages
from build_scripts.translation.imports import Skipped, Trust
from build_scripts.translation.po import export_po, read_po_file
from build_scripts.translation.xliff import export_xliff, read_xliff


@click.command("export")
@click.argument("language")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@output_option
@click.option(
    "--format", "style", type=click.Choice(["po", "xliff"]), help="The format; else as OUTPUT is named, or PO."
)
@content_option
def export_command(
    language: str, paths: tuple[str, ...], output: Path | None, style: str | None, content: Path
) -> None:
    """Write the units of LANGUAGE as PO or XLIFF: all, or those of files or of whole folders, such as a report's."""
    loaded, states, library = load_linked(content, language)
    own = [file for file in states if file.language == language]
    chosen = find_below(loaded, own, paths, language) if paths else own
    messages = export_messages(chosen, loaded.root, TranslatorNotes(library, states, language).describe)
    is_xliff = (style or _style(output)) == "xliff"
    with one_line_refusals():
        write_output((export_xliff if is_xliff else export_po)(messages, _head(loaded, language)), output)


def _style(output: Path | None) -> str:
    return "xliff" if output and output.suffix.lower() in (".xlf", ".xliff") else "po"


def _head(content: Content, language: str) -> Head:
    site = content.site
    locale = next((item.locale for item in site.languages if item.code == language), "") if site else ""
    name = site.name.pick(content.source) if site else ""
    report = site.contact or "" if site else ""
    return Head(content.source, language, locale or language, name or folder_name(content.root), report)


@click.command("import")
@click.argument("catalogue", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--overwrite", is_flag=True, help="Trust a catalogue that does not say what was exported to be the newer."
)
@click.option(
    "--not-reviewed", is_flag=True, help="Take fuzzy texts too, and accept none: for what a machine translated."
)
@click.option("--by", "name", default="", help="Who accepts what comes in, to be recorded.")
@click.option("--on", "date", type=click.DateTime(["%Y-%m-%d"]), help="On which day, to be recorded.")
@content_option
def import_command(
    catalogue: Path, overwrite: bool, not_reviewed: bool, name: str, date: datetime | None, content: Path
) -> None:
    """Bring the edits of a PO or XLIFF file back into the content."""
    if not_reviewed and (name or date):
        raise click.UsageError(
            Phrase("What is not reviewed is accepted by nobody: leave out --by and --on, or --not-reviewed.")
        )
    reviewer = Reviewer(" ".join(name.split()), date.date().isoformat() if date else "")
    loaded, states = load_states(content, None)
    with one_line_refusals():
        result = import_sound(loaded, states, _read(catalogue), Trust(overwrite, not not_reviewed, reviewer))
    write_files(result.files, quiet=True)
    for path, units in result.units.items():
        say(Phrase("%(path)s: %(units)s", path=path, units=units))
    for each in result.skipped:
        say(_skipped(each, speech(each.is_lost)), err=each.is_lost)
    say(Phrase("%(count)s unit(s) changed.", count=sum(map(len, result.units.values()))))
    if any(each.is_lost for each in result.skipped):
        sys.exit(1)


def _read(path: Path) -> Catalogue:
    data = path.read_bytes()
    return read_xliff(data) if data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<" else read_po_file(data)


def _skipped(each: Skipped, speech: Speech) -> str:
    """Give the line that says what was not written, and, where somebody must look, both texts below it."""
    if not each.is_lost:
        left = Phrase("left: %(address)s: %(reason)s", address=each.address, reason=each.reason)
        return left.said(speech)
    lines = [Phrase("not written: %(address)s: %(reason)s", address=each.address, reason=each.reason).said(speech)]
    for name, text in ((Phrase("here:"), each.ours), (Phrase("catalogue:"), each.theirs)):
        if text:
            lines.append(f"  {name.said(speech):<11}" + text.replace("\n", "\n" + " " * 13))
    return "\n".join(lines)
