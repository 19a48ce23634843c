"""Options that commands share."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
content_option = click.option(
    "--content", type=FOLDER, default=Path("content"), show_default=True, help="The content folder."
)
site_option = click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Where the site goes.",
)
drafts_option = click.option("--drafts", is_flag=True, help="Show drafts too, marked: for yourself, never to publish.")
memory_option = click.option(
    "--memory/--no-memory", default=True, help="Use and keep what was computed, in .build/memory.", show_default=True
)
