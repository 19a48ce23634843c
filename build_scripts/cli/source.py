"""The commands for the original of a report: `duizhao source check REPORT FILE`."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path

import click

from build_scripts.checks.source.page_numbers import pages_to_write, write_pages
from build_scripts.checks.source.proof import Proof, proofread
from build_scripts.checks.source.words import GAP_NAMES, as_data, faults_of, place_of
from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option, default_site
from build_scripts.cli.rename import apply_changes, read_for_change
from build_scripts.cli.speech import say, say_problems, speech
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.load import load_content
from build_scripts.content.naming import NamingError
from build_scripts.content.originals import Original, OriginalError, read_original
from build_scripts.ground.file_changes import FileChanges
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import did_you_mean, shown_path
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.outputs.source_page import proof_page, summary_of
from build_scripts.publish.exchange import work_folder

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def source() -> None:
    """Hold a report to its original."""


@source.command()
@click.argument("report")
@click.argument("file", type=_FILE)
@click.option("--language", help="The language of the statements to compare; else that of the original, if it has one.")
@click.option("--json", "json_file", type=_OUT, help="Write all results as JSON to this file.")
@click.option("--html", "html_file", type=_OUT, help="Write a page for the browser to this file.")
@click.option("--write", is_flag=True, help="Write page= at the statements that have none, where it is plain.")
@content_option
def check(
    report: str,
    file: Path,
    language: str | None,
    json_file: Path | None,
    html_file: Path | None,
    write: bool,
    content: Path,
) -> None:
    """Hold the statements of REPORT to its original, a FILE of text, PDF, Word or HTML that stays where it is.

    What statements say otherwise than the original is told, and what of it they leave out. Nothing of the original is
    stored in the content or the site.
    """
    for path in filter(None, (json_file, html_file)):
        _check_private(path, content)
    loaded = read_for_change(content) if write else _load(content)
    entry = _find_report(loaded, report)
    proof = proofread(loaded, entry, read_source(file), _language(loaded, entry, language))
    _say(proof)
    if json_file:
        write_files({json_file: json.dumps(as_data(proof), ensure_ascii=False, indent=2) + "\n"})
    if html_file:
        write_files({html_file: proof_page(proof, speech(data=True), TEMPLATES)})
    if write:
        _write_pages(content, loaded, entry, proof)
    sys.exit(0 if proof.is_clean else 1)


def _load(content: Path) -> Content:
    """Read a content folder, whatever is wrong with it, as long as it is one of a site."""
    loaded, problems = load_content(content)
    if loaded.site is None:
        say_problems(problems, err=True)
        sys.exit(1)
    return loaded


def _check_private(path: Path, content: Path) -> None:
    """Refuse a file with sentences of the original where they would be published or kept."""
    site = default_site()
    for folder in (content, site, work_folder(site)):
        if path.resolve().is_relative_to(folder.resolve()):
            message = Phrase("it would hold sentences of the original; write it outside %(folder)s.", folder=folder)
            raise click.BadParameter(message, param_hint=str(path))


def _find_report(content: Content, name: str) -> ReportEntry:
    found = content.reports_by_id.get(name)
    if found is None:
        message = Phrase('there is no report "%(name)s".', name=name)
        raise click.BadParameter(sentences(message, did_you_mean(name, content.reports_by_id)), param_hint="REPORT")
    return found


def read_source(file: Path) -> Original:
    """Read an original; what is wrong with the file ends the command."""
    try:
        return read_original(file)
    except OriginalError as error:
        raise click.ClickException(Phrase("%(file)s: %(reason)s", file=file.name, reason=error.reason)) from error


def _language(content: Content, report: ReportEntry, wished: str | None) -> str:
    """Give the language of the statements: the one wished for, that of the report if the site has it, the first."""
    if wished is None:
        own = report.facts.language if report.facts else ""
        return own if own in content.languages else content.source
    if wished not in content.languages:
        message = Phrase('the site has no language "%(code)s".', code=wished)
        raise click.BadParameter(sentences(message, did_you_mean(wished, content.languages)), param_hint="--language")
    return wished


def _say(proof: Proof) -> None:
    """Print what is to be looked at: statements first, then the original page by page."""
    for one in proof.checked:
        for phrase in faults_of(one, proof):
            place = f"{shown_path(one.claim.path)}:{one.claim.line}"
            say(Phrase("%(place)s: %(statement)s: %(fault)s", place=place, statement=one.claim.key, fault=phrase))
    for place, gaps in groupby((gap for gap in proof.coverage.gaps if not gap.reason), lambda gap: gap.segment.passage):
        words = tuple(Phrase("%(kind)s “%(text)s”", kind=GAP_NAMES[gap.kind], text=gap.text) for gap in gaps)
        where = place_of(proof.index.original.passages[place])
        say(Phrase("%(place)s, in no statement: %(parts)s", place=where, parts=words))
    for spot in proof.needless:
        say(Phrase("%(place)s: nothing needs this any more. Remove it.", place=f"{shown_path(spot.path)}:{spot.line}"))
    for phrase in summary_of(proof):
        say(phrase)


def _write_pages(content: Path, loaded: Content, report: ReportEntry, proof: Proof) -> None:
    pages = pages_to_write(proof)
    try:
        apply_changes(content, FileChanges(texts=write_pages(loaded, report, pages)), dry_run=False)
    except NamingError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error
    say(Phrase("%(count)s statements got a page", count=len(pages)))
