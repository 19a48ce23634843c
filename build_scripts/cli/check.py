"""The command `duizhao check`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from build_scripts.cli.options import FOLDER, memory_option
from build_scripts.cli.terminal import Progress, echo_data
from build_scripts.ground.memory import Memory
from build_scripts.ground.problems import Problem, has_errors, render_github, render_json, render_text
from build_scripts.ground.processes import watched
from build_scripts.publish.exchange import work_folder
from build_scripts.publish.known import PROJECT, TEMPLATES, digest_inputs, known_problems, open_memory

RENDERERS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
}
format_option = click.option(
    "--format", "style", type=click.Choice(list(RENDERERS)), default="text", show_default=True, help="How to print."
)


@click.command()
@click.option("--content", type=click.Path(path_type=Path), default=Path("content"), help="The content folder.")
@click.option("--site", type=FOLDER, help="Check a built site instead of the content.")
@memory_option
@format_option
def check(content: Path, site: Path | None, memory: bool, style: str) -> None:
    """Find all problems of the content, or of a built site."""
    if site is None and not content.is_dir():
        raise click.BadParameter(f"there is no folder {content}.", param_hint="--content")
    problems = _site_problems(site) if site else _problems(content, memory)
    if style == "text":
        click.echo(render_text(problems))
        offer = offer_of_fix(problems) if site is None else ""
        click.echo(offer, nl=bool(offer))
    else:
        echo_data(f"{RENDERERS[style](problems)}\n")
    sys.exit(1 if has_errors(problems) else 0)


def offer_of_fix(problems: Sequence[Problem]) -> str:
    """Say how many problems `duizhao fix` would mend, or nothing."""
    if not problems:
        return ""
    from build_scripts.content.mendable import count_mendable  # only where there is something to mend

    count = count_mendable(problems)
    return f"duizhao fix would mend {count} of them." if count else ""


def _site_problems(site: Path) -> list[Problem]:
    from build_scripts.checks.site import check_site

    return check_site(site)


def _problems(content: Path, memory: bool) -> list[Problem]:
    with contextlib.closing(open_memory(work_folder(Path("site"))) if memory else Memory(lasting=False)) as known:
        key = digest_inputs(content, "check", [PROJECT / "mkdocs.yml", TEMPLATES])
        found = known_problems(key, known)
        if found is not None:
            return found
        from build_scripts.publish.build import find_problems  # takes longer to import than to look

        progress = Progress()
        with watched(progress.tell) if sys.stderr.isatty() else contextlib.nullcontext():
            return find_problems(content, known, progress.report)
