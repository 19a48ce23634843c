"""Options that commands share, and the folders that they mean where nobody names them.

Receives the current folder; gives the content and the site of it, or of the nearest folder above that has a content.
Refuses, in one line that says what to do, to work where there is none.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from build_scripts.cli.speech import find_content
from build_scripts.ground.messages import Phrase
from build_scripts.ground.shipped import COMMAND

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_CONTENT, _SITE = "content", "site"


def find_home() -> Path:
    """Give the folder that the site of the current folder lies in: that itself, or the nearest above with a content."""
    here = Path.cwd()
    if (here / _CONTENT).is_dir():
        return Path()
    return next((folder for folder in here.parents if (folder / _CONTENT / "site.yml").is_file()), Path())


def default_site() -> Path:
    """Give where the site goes that nobody names."""
    return find_home() / _SITE


def default_content() -> Path:
    """Give the content that nobody names, whether it is there or not."""
    return find_home() / _CONTENT


def require_content(content: Path) -> Path:
    """Give a content folder back; raises `BadParameter` where there is none."""
    if content.is_dir():
        return content
    told = Phrase("there is no folder %(content)s.", content=content)
    if content == Path(_CONTENT):
        told = Phrase(
            "there is no folder content here or above. Go to the folder of your site, name its content with --content, "
            "or start a site with %(command)s init FOLDER.",
            command=COMMAND,
        )
    raise click.BadParameter(told, param_hint="--content")


class _ContentFolder(click.Path):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return require_content(Path(os.fsdecode(super().convert(value, param, ctx))))


content_option = click.option(
    "--content",
    type=_ContentFolder(path_type=Path),
    default=default_content,
    show_default="content, here or in the nearest folder above",
    help="The content folder.",
    callback=find_content,
)
site_option = click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_site,
    show_default="site, beside the content",
    help="Where the site goes.",
)
drafts_option = click.option("--drafts", is_flag=True, help="Show drafts too, marked: for yourself, never to publish.")
memory_option = click.option(
    "--memory/--no-memory", default=True, help="Use and keep what was computed, in .build/memory.", show_default=True
)
