"""The command `duizhao build`."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Collection, Mapping
from importlib.util import find_spec
from pathlib import Path

import click

from build_scripts.cli.check import say_offer
from build_scripts.cli.options import content_option, drafts_option, memory_option, site_option
from build_scripts.cli.speech import say, say_problems
from build_scripts.cli.terminal import Progress
from build_scripts.content.drafts import DRAFT
from build_scripts.ground.memory import Memory
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.ground.problems import shown_path
from build_scripts.ground.processes import watched
from build_scripts.ground.shipped import COMMAND, PROJECT, TEMPLATES
from build_scripts.publish.engine import ENGINES
from build_scripts.publish.exchange import BuildRunningError, restore, work_folder
from build_scripts.publish.known import BuildResult, look, open_memory
from build_scripts.publish.packed import PACKAGE


@click.command()
@content_option
@site_option
@click.option("--clean", is_flag=True, help="Build every page afresh.")
@memory_option
@click.option("--profile", is_flag=True, help="Print what each stage takes.")
@drafts_option
@click.option("--packed", is_flag=True, help="Put compressed files beside the texts, for servers that send these.")
@click.option("--pdf", is_flag=True, help="Put PDFs of reports and sectors beside their pages, by WeasyPrint.")
@click.option("--engine", type=click.Choice(ENGINES), default="mkdocs", show_default=True, help="What makes the HTML.")
def build(
    content: Path,
    site_dir: Path,
    clean: bool,
    memory: bool,
    profile: bool,
    drafts: bool,
    packed: bool,
    pdf: bool,
    engine: str,
) -> None:
    """Build the site."""
    for package in (engine, PACKAGE) if packed else (engine,):
        _require(package)
    known = None if memory else Memory(lasting=False)
    result = build_and_say(
        content, site_dir, engine, clean, known, drafts=drafts, packed=packed, pdf=pdf and _can_make_pdfs()
    )
    if profile:
        click.echo(
            "".join(f"{stage}\t{seconds:.3f}\n" for stage, seconds in result.seconds.items()), err=True, nl=False
        )
    sys.exit(1 if result.failed else 0)


def _can_make_pdfs() -> bool:
    """Tell whether PDFs can be made; say so where they cannot, as the site is whole without them."""
    from build_scripts.outputs.pdf_writer import has_pdf_maker  # who asks for none waits for nothing

    if not has_pdf_maker():
        say(Phrase("No PDFs are made: WeasyPrint, or the Pango that it needs, is not installed."), err=True)
    return has_pdf_maker()


def _require(package: str) -> None:
    """Refuse to go on without a package that an option asks for."""
    if find_spec(package) is None:
        raise click.UsageError(
            Phrase(
                "%(engine)s is not installed; install it with %(executable)s -m pip install %(engine)s.",
                engine=package,
                executable=sys.executable,
            )
        )


def build_and_say(
    content: Path,
    site_dir: Path,
    engine: str = "mkdocs",
    clean: bool = False,
    memory: Memory | None = None,
    published: Callable[[Collection[str]], None] = lambda _: None,
    *,
    drafts: bool = False,
    packed: bool = False,
    pdf: bool = False,
    outdated: Callable[[], bool] | None = None,
) -> BuildResult:
    """Build a site, and say how far that is and what came of it."""
    _refuse_foreign_folder(site_dir, content)
    started = time.monotonic()
    try:
        with contextlib.nullcontext(memory) if memory else _opened(site_dir, clean) as known:
            asked = {"drafts": drafts, "packed": packed, "pdf": pdf}
            result = _build(content, site_dir, engine, clean, known, published, outdated, asked)
    except BuildRunningError as error:
        raise click.ClickException(Phrase("%(reason)s", reason=error)) from error
    except OSError as error:
        raise click.ClickException(Phrase("cannot write the site: %(error)s", error=error)) from error
    others = [problem for problem in result.problems if problem.rule != DRAFT]
    if others:
        say_problems(others, err=True)
        say_offer(others, err=True)
    left_out = len(result.problems) - len(others)
    if left_out and not drafts:
        names = Phrase("`%(command)s serve` shows them, `%(command)s check` names them.", command=COMMAND)
        say(sentences(Phrase("Drafts left out: %(count)s.", count=left_out), names), err=True)
    if result.failed:
        say(Phrase("The site was not changed."), err=True)
        return result
    built = [
        Phrase("%(language)s: all pages", language=run.language)
        if run.fresh
        else Phrase("%(language)s: %(count)s changed page(s)", language=run.language, count=result.pages[run.language])
        for run in result.runs
    ]
    ready = Phrase(
        "%(site)s/ is ready (%(built)s; %(seconds)s s, engine %(engine)s s)",
        site=shown_path(site_dir),
        built=built,
        seconds=f"{time.monotonic() - started:.1f}",
        engine=f"{result.engine_seconds:.2f}",
    )
    say(ready)
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
    outdated: Callable[[], bool] | None,
    asked: Mapping[str, bool],
) -> BuildResult:
    """Give the result at once where nothing has changed."""
    site = site_dir.resolve()
    restore(site, work_folder(site))
    looked = look(content, site, engine, memory, [PROJECT / "mkdocs.yml", TEMPLATES], **asked)
    if looked.result is not None:
        return looked.result
    from build_scripts.publish.build import build_site  # takes longer to import than to look

    progress = Progress()
    with watched(progress.tell):
        return build_site(
            content, site, engine, clean, progress.report, memory, published, looked, outdated=outdated, **asked
        )


def _refuse_foreign_folder(site_dir: Path, content: Path) -> None:
    """Never replace a folder that is not a site of ours, nor write where the content is read."""
    site, texts, reason = site_dir.resolve(), content.resolve(), NOTHING
    if site_dir.exists() and any(site_dir.iterdir()) and not (site_dir / "sitemap.xml").is_file():
        reason = Phrase("%(folder)s holds other files; name an empty or new folder.", folder=site_dir)
    elif site in (PROJECT, *PROJECT.parents):
        reason = Phrase("%(folder)s holds the project itself.", folder=site_dir)
    elif site in (texts, *texts.parents):
        reason = Phrase("%(folder)s holds the content.", folder=site_dir)
    elif texts in site.parents:
        reason = Phrase(
            "%(folder)s lies inside the content; name a folder beside %(content)s.", folder=site_dir, content=content
        )
    if reason:
        raise click.BadParameter(reason, param_hint="--site-dir")
