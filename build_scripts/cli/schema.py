"""The command `duizhao schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from build_scripts.content.json_schemas import json_schemas
from build_scripts.ground.files import write_text_atomically
from build_scripts.ground.messages import Phrase, reported
from build_scripts.ground.problems import shown_path


@click.command()
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
        raise click.ClickException(
            Phrase("cannot write %(path)s: %(strerror)s", path=folder, strerror=reported(error))
        ) from error
