"""The command `duizhao nginx`: how the web server nginx serves the site."""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path
from typing import cast

import click

from build_scripts.cli.files import output_option, write_output
from build_scripts.cli.options import content_option, memory_option, site_option
from build_scripts.cli.speech import say_problems
from build_scripts.ground.memory import Memory
from build_scripts.ground.messages import Phrase
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.outputs.nginx import Part, Place, nginx_configuration
from build_scripts.publish.build import load_published, open_memory, work_folder


def _find_place(_: click.Context, __: click.Parameter, value: str) -> str:
    """Give a port or an address back; raises `BadParameter` where it is neither."""
    if not re.fullmatch(r"(?:(?:[\w.-]+|\[[0-9a-fA-F:]+\]):)?\d{1,5}", value, re.ASCII):
        raise click.BadParameter(Phrase('"%(value)s" is neither a port nor ADDRESS:PORT.', value=value))
    return value


@click.command()
@content_option
@site_option
@click.option("--root", help="Where the site lies on the server; by default where it lies here.")
@click.option("--listen", default="80", show_default=True, help="The port, or ADDRESS:PORT.", callback=_find_place)
@click.option("--brotli", is_flag=True, help="nginx has the module that sends .br files.")
@click.option(
    "--part",
    type=click.Choice(["all", "http", "server"]),
    default="all",
    show_default=True,
    help="All of it, or for a host that has more: what belongs outside its server block, or inside.",
)
@output_option
@memory_option
def nginx(
    content: Path,
    site_dir: Path,
    root: str | None,
    listen: str,
    brotli: bool,
    part: str,
    output: Path | None,
    memory: bool,
) -> None:
    """Print a configuration of nginx: languages, old addresses, compressed files, caching, security headers."""
    with contextlib.closing(open_memory(work_folder(site_dir)) if memory else Memory(lasting=False)) as known:
        terms, interfaces, problems = load_published(content, known)
    if terms is None:
        say_problems(problems, err=True)
        sys.exit(1)
    place = Place(root or str(site_dir.absolute()), listen, brotli)
    write_output(nginx_configuration(terms, interfaces, TEMPLATES, place, cast(Part, part)), output)
