"""The command `duizhao build`."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Collection
from importlib.util import find_spec
from pathlib import Path

import click

from build_scripts.cli.options import content_option, drafts_option, memory_option, site_option
from build_scripts.cli.terminal import Progress
from build_scripts.content.drafts import DRAFT
from build_scripts.ground.memory import Memory
from build_scripts.ground.problems import render_text, shown_path
from build_scripts.ground.processes import watched
from build_scripts.publish.engine import ENGINES
from build_scripts.publish.exchange import BuildRunningError, restore, work_folder
from build_scripts.publish.known import PROJECT, TEMPLATES, BuildResult, look, open_memory


@click.command()
@content_option
@site_option
@click.option("--clean", is_flag=True, help="Build every page afresh.")
@memory_option
@click.option("--profile", is_flag=True, help="Print what each stage takes.")
@drafts_option
@click.option("--engine", type=click.Choice(ENGINES), default="mkdocs", show_default=True, help="What makes the HTML.")
def build(content: Path, site_dir: Path, clean: bool, memory: bool, profile: bool, drafts: bool, engine: str) -> None:
    """Build the site."""
    if find_spec(engine) is None:
        raise click.UsageError(f"{engine} is not installed; install it with {sys.executable} -m pip install {engine}.")
    result = build_and_say(content, site_dir, engine, clean, None if memory else Memory(lasting=False), drafts=drafts)
    if profile:
        click.echo(
            "".join(f"{stage}\t{seconds:.3f}\n" for stage, seconds in result.seconds.items()), err=True, nl=False
        )
    sys.exit(1 if result.failed else 0)


def build_and_say(
    content: Path,
    site_dir: Path,
    engine: str = "mkdocs",
    clean: bool = False,
    memory: Memory | None = None,
    published: Callable[[Collection[str]], None] = lambda _: None,
    *,
    drafts: bool = False,
) -> BuildResult:
    """Build a site, and say how far that is and what came of it."""
    _refuse_foreign_folder(site_dir, content)
    started = time.monotonic()
    try:
        with contextlib.nullcontext(memory) if memory else _opened(site_dir, clean) as known:
            result = _build(content, site_dir, engine, clean, known, published, drafts)
    except BuildRunningError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot write the site: {error}") from error
    others = [problem for problem in result.problems if problem.rule != DRAFT]
    if others:
        click.echo(render_text(others), err=True)
    left_out = len(result.problems) - len(others)
    if left_out and not drafts:
        click.echo(f"Drafts left out: {left_out}. duizhao serve shows them, duizhao check names them.", err=True)
    if result.failed:
        click.echo("The site was not changed.", err=True)
        return result
    built = ", ".join(
        f"{run.language}: {'all pages' if run.fresh else f'{result.pages[run.language]} changed page(s)'}"
        for run in result.runs
    )
    seconds = time.monotonic() - started
    click.echo(f"{shown_path(site_dir)}/ is ready ({built}; {seconds:.1f} s, engine {result.engine_seconds:.2f} s)")
    return result


def _opened(site_dir: Path, clean: bool) -> contextlib.closing[Memory]:
    """Open the memory beside a site, which is closed at the end: then it keeps what is new."""
    return contextlib.closing(open_memory(work_folder(site_dir), forget=clean))


def _build(
    content: Path,
    site_dir: Path,
    engine: str,
    clean: bool,
    memory: Memory,
    published: Callable[[Collection[str]], None],
    drafts: bool,
) -> BuildResult:
    """Give the result at once where nothing has changed."""
    site = site_dir.resolve()
    restore(site, work_folder(site))
    looked = look(content, site, engine, memory, [PROJECT / "mkdocs.yml", TEMPLATES], drafts=drafts)
    if looked.result is not None:
        return looked.result
    from build_scripts.publish.build import build_site  # takes longer to import than to look

    progress = Progress()
    with watched(progress.tell):
        return build_site(content, site, engine, clean, progress.report, memory, published, looked, drafts=drafts)


def _refuse_foreign_folder(site_dir: Path, content: Path) -> None:
    """Never replace a folder that is not a site of ours, nor write where the content is read."""
    site, texts, reason = site_dir.resolve(), content.resolve(), ""
    if site_dir.exists() and any(site_dir.iterdir()) and not (site_dir / "sitemap.xml").is_file():
        reason = "holds other files; name an empty or new folder."
    elif site in (PROJECT, *PROJECT.parents):
        reason = "holds the project itself."
    elif site in (texts, *texts.parents):
        reason = "holds the content."
    elif texts in site.parents:
        reason = f"lies inside the content; name a folder beside {content}."
    if reason:
        raise click.BadParameter(f"{site_dir} {reason}", param_hint="--site-dir")
