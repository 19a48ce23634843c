"""The command `duizhao`: thin commands over the stages. The only place that prints or exits.

Exit codes: 0 fine, 1 problems were found, 2 the command was not used rightly.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import click

from build_scripts.checks.site import check_site
from build_scripts.cli.files import create_files
from build_scripts.cli.terminal import OneLineErrors, Progress, TextArguments, echo_data
from build_scripts.cli.translate import translate
from build_scripts.cli.translated_files import content_option
from build_scripts.content import scaffold
from build_scripts.content.decode import parse_names
from build_scripts.content.entries import Content
from build_scripts.content.interface import Interface
from build_scripts.content.json_schemas import json_schemas
from build_scripts.ground.files import read_text, write_text_atomically
from build_scripts.ground.memory import Memory
from build_scripts.ground.problems import Problem, has_errors, render_github, render_json, render_text, shown_path
from build_scripts.ground.processes import watched
from build_scripts.ground.strict_yaml import parse_yaml
from build_scripts.publish.build import (
    PROJECT,
    TEMPLATES,
    BuildResult,
    BuildRunningError,
    build_site,
    check_content,
    find_problems,
    open_memory,
    work_folder,
)
from build_scripts.publish.engine import ENGINES
from build_scripts.publish.preview import Preview, Published
from build_scripts.quantities import Names, PairResult, compare_pairs

RENDERERS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
}

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
site_option = click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Where the site goes.",
)
memory_option = click.option(
    "--memory/--no-memory", default=True, help="Use and keep what was computed, in .build/memory.", show_default=True
)
format_option = click.option(
    "--format", "style", type=click.Choice(list(RENDERERS)), default="text", show_default=True, help="How to print."
)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duizhao")
def main() -> None:
    """Turn structured summaries of reports into a bilingual static site."""
    # What is read stays until the end: to look through it for rings again and again takes a tenth of the time.
    gc.set_threshold(50_000, 20, 20)


main.add_command(translate)


@main.command()
@content_option
@site_option
@click.option("--clean", is_flag=True, help="Build every page afresh.")
@memory_option
@click.option("--profile", is_flag=True, help="Print what each stage takes.")
@click.option("--engine", type=click.Choice(ENGINES), default="mkdocs", show_default=True, help="What makes the HTML.")
def build(content: Path, site_dir: Path, clean: bool, memory: bool, profile: bool, engine: str) -> None:
    """Build the site."""
    if find_spec(engine) is None:
        raise click.UsageError(f"{engine} is not installed; install it with {sys.executable} -m pip install {engine}.")
    result = _build(content, site_dir, engine, clean, memory)
    if profile:
        click.echo(
            "".join(f"{stage}\t{seconds:.3f}\n" for stage, seconds in result.seconds.items()), err=True, nl=False
        )
    sys.exit(1 if result.failed else 0)


def _build(
    content: Path,
    site_dir: Path,
    engine: str = "mkdocs",
    clean: bool = False,
    memory: Memory | bool = True,
    published: Published = lambda _: None,
) -> BuildResult:
    _refuse_foreign_folder(site_dir, content)
    started = time.monotonic()
    progress = Progress()
    try:
        with watched(progress.tell):
            result = build_site(content, site_dir, engine, clean, progress.report, memory, published)
    except BuildRunningError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot write the site: {error}") from error
    if result.problems:
        click.echo(render_text(result.problems), err=True)
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


def _refuse_foreign_folder(site_dir: Path, content: Path) -> None:
    """Never replace a folder that is not a site of ours, nor write where the content is read."""
    if site_dir.exists() and any(site_dir.iterdir()) and not (site_dir / "sitemap.xml").is_file():
        message = f"{site_dir} holds other files; name an empty or new folder."
        raise click.BadParameter(message, param_hint="--site-dir")
    site, texts = site_dir.resolve(), content.resolve()
    if site in (PROJECT, *PROJECT.parents):
        raise click.BadParameter(f"{site_dir} holds the project itself.", param_hint="--site-dir")
    if site == texts or site in texts.parents:
        raise click.BadParameter(f"{site_dir} holds the content.", param_hint="--site-dir")
    if texts in site.parents:
        message = f"{site_dir} lies inside the content; name a folder beside {content}."
        raise click.BadParameter(message, param_hint="--site-dir")


@main.command()
@content_option
@site_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port.")
def serve(content: Path, site_dir: Path, port: int) -> None:
    """Preview all languages; an edit shows by itself."""
    memory = open_memory(work_folder(site_dir), lasting=True)
    result = _build(content, site_dir, memory=memory)  # whatever is wrong with it, pages and terminal show
    gc.freeze()  # what stays is not looked through again and again
    rebuild = partial(_rebuild, content, site_dir, memory)
    try:
        preview = Preview(site_dir, [content, TEMPLATES], rebuild, port, _errors(result))
    except OSError as error:
        raise click.ClickException(f"cannot use port {port}: {error.strerror}. Try --port {port + 1}.") from error
    click.echo(f"Preview at {preview.address} (Ctrl+C ends it)")
    try:
        preview.run()
    except KeyboardInterrupt:
        click.echo("\nPreview ended.", err=True)


def _rebuild(content: Path, site_dir: Path, memory: Memory, published: Published) -> str:
    """Build during a preview; whatever goes wrong is said here and on the pages, and the preview goes on."""
    try:
        return _errors(_build(content, site_dir, memory=memory, published=published))
    except click.ClickException as error:
        error.show()
        return error.format_message()


def _errors(result: BuildResult) -> str:
    """Give what kept a build from changing the site, or nothing."""
    return render_text([problem for problem in result.problems if problem.level == "error"]) if result.failed else ""


@main.command()
@click.option("--content", type=click.Path(path_type=Path), default=Path("content"), help="The content folder.")
@click.option("--site", type=FOLDER, help="Check a built site instead of the content.")
@memory_option
@format_option
def check(content: Path, site: Path | None, memory: bool, style: str) -> None:
    """Find all problems of the content, or of a built site."""
    if site is None and not content.is_dir():
        raise click.BadParameter(f"there is no folder {content}.", param_hint="--content")
    problems = check_site(site) if site else _problems(content, memory)
    if style == "text":
        click.echo(render_text(problems))
    else:
        echo_data(f"{RENDERERS[style](problems)}\n")
    sys.exit(1 if has_errors(problems) else 0)


def _problems(content: Path, memory: bool) -> list[Problem]:
    with contextlib.closing(open_memory(work_folder(Path("site"))) if memory else Memory(lasting=False)) as known:
        if not sys.stderr.isatty():
            return find_problems(content, known)
        progress = Progress()
        with watched(progress.tell):
            return find_problems(content, known, progress.report)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of the YAML files into FOLDER."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in json_schemas().items():
            path = folder / f"{name.removesuffix('.yml')}.schema.json"
            write_text_atomically(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
            click.echo(shown_path(path))
    except OSError as error:
        raise click.ClickException(f"cannot write to {folder}: {error.strerror}") from error


@main.command(cls=TextArguments)
@click.argument("texts", nargs=-1, metavar="[ZH EN]")
@click.option("--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A TSV of id, zh, en.")
@click.option("--names", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Names that hold digits.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def numbers(texts: tuple[str, ...], pairs: Path | None, names: Path | None, style: str) -> None:
    """Compare the quantities of a Chinese and an English text, or of many pairs."""
    if (pairs is None) == (len(texts) != 2):
        raise click.UsageError("Give a Chinese and an English text, or --pairs FILE.tsv.")
    try:
        lines = (
            pairs.read_text(encoding="utf-8-sig").split("\n")
            if pairs
            else ["\t".join(_one_line(t) for t in ("", *texts))]
        )
        results = list(compare_pairs(lines, _read_names(names)))
    except (ValueError, OSError) as error:
        raise click.ClickException(f"{pairs or 'the texts'}: {error}") from error
    if style == "json":
        echo_data(json.dumps([_pair_data(result) for result in results], ensure_ascii=False, indent=2) + "\n")
    else:
        for result in results:
            click.echo("\n".join(_pair_lines(result)))
        if pairs:
            counts = Counter(result.verdict for result in results)
            click.echo(", ".join(f"{counts[verdict]} {verdict}" for verdict in ("agree", "differ", "unreadable")))
    sys.exit(0 if all(result.verdict == "agree" for result in results) else 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read_names(path: Path | None) -> Names:
    """Read a file of names, by default that of the content folder where there is one."""
    if path is None:
        path = Path("content/names.yml")
        if not path.is_file():
            return Names()
    text, problems = read_text(path)
    yaml, more = parse_yaml(text, path)
    names, others = parse_names(yaml)
    errors = [problem for problem in (*problems, *more, *others) if problem.level == "error"]
    if errors:
        raise click.ClickException(str(errors[0]))
    return names


def _pair_data(result: PairResult) -> dict[str, object]:
    """Give a result under the keys of the command's JSON, which name the languages of its two texts."""
    return {
        "id": result.id,
        "verdict": result.verdict,
        "zh": result.source,
        "en": result.target,
        "unmatched_zh": result.unmatched_source,
        "unmatched_en": result.unmatched_target,
        "slips": result.slips,
    }


def _pair_lines(result: PairResult) -> Iterator[str]:
    slips = f"  (likely slip: {', '.join(result.slips)})" if result.slips else ""
    yield f"{result.id}: {result.verdict}{slips}".removeprefix(": ")
    if result.verdict != "agree":
        for side, found, alone in (
            ("zh", result.source, result.unmatched_source),
            ("en", result.target, result.unmatched_target),
        ):
            yield f"  {side}: {'; '.join(found) or 'no quantities'}"
            if alone:
                yield f"  only in {side}: {'; '.join(alone)}"


@main.group()
def new() -> None:
    """Start a report, a brief or a page."""


@new.command("report")
@click.argument("name")
@content_option
def new_report(name: str, content: Path) -> None:
    """Start the report NAME (its id: a–z, 0–9, hyphens)."""
    _scaffold(content, lambda loaded, interface: scaffold.new_report(loaded, interface, TEMPLATES, name))


@new.command("brief")
@click.argument("report")
@click.argument("name")
@click.option("--sector", help="The sector, where NAME is not one.")
@content_option
def new_brief(report: str, name: str, sector: str | None, content: Path) -> None:
    """Start a brief of REPORT; NAME is a sector, or any id with --sector."""
    _scaffold(content, lambda loaded, interface: scaffold.new_brief(loaded, interface, TEMPLATES, report, name, sector))


@new.command("page")
@click.argument("name")
@content_option
def new_page(name: str, content: Path) -> None:
    """Start the page NAME."""
    _scaffold(content, lambda loaded, interface: scaffold.new_page(loaded, interface, TEMPLATES, name))


def _scaffold(content: Path, make: Callable[[Content, Interface], Mapping[Path, str]]) -> None:
    loaded, interfaces, problems = check_content(content)
    if loaded.site is None:
        click.echo(render_text(problems), err=True)
        sys.exit(1)
    try:
        create_files(make(loaded, interfaces[loaded.source]))
    except scaffold.ScaffoldError as error:
        raise click.ClickException(str(error)) from error
