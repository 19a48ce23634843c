"""The command `duizhao serve`."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from build_scripts.checks.source.beside import Originals
from build_scripts.cli.build import build_and_say
from build_scripts.cli.check import offer_of_fix
from build_scripts.cli.options import content_option
from build_scripts.cli.refusals import refusal_of
from build_scripts.cli.source import read_source
from build_scripts.cli.speech import say
from build_scripts.content.originals import Original
from build_scripts.ground.memory import Memory
from build_scripts.ground.messages import LANGUAGES, Phrase, load_speech, reported
from build_scripts.ground.problems import render_text
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.publish.exchange import work_folder
from build_scripts.publish.known import BuildResult, open_memory
from build_scripts.publish.preview import Preview, Published, Told


@click.command()
@content_option
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".build/preview"),
    show_default=True,
    help="Where the preview goes. It has drafts: do not publish it.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="REPORT=FILE",
    help="Show beside the statements of a report what of its original they rest on, to you only.",
)
def serve(content: Path, site_dir: Path, port: int, sources: tuple[str, ...]) -> None:
    """Preview all languages, with drafts; an edit shows by itself."""
    originals = Originals(content, dict(_read_source(content, option) for option in sources))
    gc.enable()  # what a build leaves behind must not pile up
    memory = open_memory(work_folder(site_dir), lasting=True)
    # Whatever is wrong with it, pages and terminal show.
    result = build_and_say(content, site_dir, memory=memory, drafts=True)
    gc.freeze()  # what stays is not looked through again and again
    rebuild = partial(_rebuild, content, site_dir, memory)
    beside = originals.beside if originals.by_report else None
    try:
        preview = Preview(site_dir, [content, TEMPLATES], rebuild, port, _errors(result), beside)
    except OSError as error:
        raise click.ClickException(
            Phrase(
                "cannot use port %(port)s: %(strerror)s. Try --port %(other)s.",
                port=port,
                strerror=reported(error),
                other=port + 1,
            )
        ) from error
    say(Phrase("Preview at %(address)s (Ctrl+C ends it)", address=preview.address))
    try:
        preview.run()
    except KeyboardInterrupt:
        say(Phrase("\nPreview ended."), err=True)


def _read_source(content: Path, option: str) -> tuple[str, Original]:
    report, _, name = option.partition("=")
    path = Path(name).expanduser()
    if not report or not (content / "reports" / report).is_dir() or not path.is_file():
        reason = Phrase("write REPORT=FILE, with a report and a file that there are.")
        raise click.BadParameter(reason, param_hint="--source")
    return report, read_source(path)


def _rebuild(content: Path, site_dir: Path, memory: Memory, published: Published, outdated: Callable[[], bool]) -> Told:
    """Build during a preview; whatever goes wrong is said here and on the pages, and the preview goes on."""
    try:
        result = build_and_say(content, site_dir, memory=memory, published=published, drafts=True, outdated=outdated)
    except click.ClickException as error:
        reason = refusal_of(error)
        say(Phrase("error: %(reason)s", reason=reason), err=True)
        return {language: reason.said(load_speech(language)) for language in LANGUAGES}
    return _errors(result)


def _errors(result: BuildResult) -> Told:
    """Give what kept a build from changing the site, and what would mend it, in each language, or nothing."""
    if not result.failed:
        return {}
    errors = [problem for problem in result.problems if problem.level == "error"]
    told: dict[str, str] = {}
    for language in LANGUAGES:
        speech = load_speech(language)
        lines = (render_text(errors, speech, is_for_people=True), offer_of_fix(errors).said(speech))
        told[language] = "\n".join(filter(None, lines))
    return told
