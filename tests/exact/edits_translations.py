"""What translators do, by the commands that they use: start, accept, patch, migrate, export and import."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner, Result

from build_scripts.cli.main import main
from tests.exact.edits import edit
from tests.exact.markdown import Text
from tests.exact.words import appended, sentence
from tests.exact.world import World

_ENTRY = re.compile(r'^msgctxt "(?P<id>[^"\n]+)"\nmsgid "(?P<source>[^"\n]+)"\nmsgstr "(?P<text>[^"\n]+)"$', re.M)


def _translate(world: World, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["translate", *arguments, "--content", str(world.content)])


def _translations(world: World) -> list[Path]:
    return [path for path in world.files(".md") if path.name.split(".")[1] != world.source]


@edit("file accepted")
def _accept(world: World) -> str | None:
    """All units of a file; another edit of its source makes some stale again."""
    paths = _translations(world)
    if not paths:
        return None
    path = world.rng.choice(paths)
    result = _translate(world, "accept", str(path), *(["--by", "Someone"] if world.rng.random() < 0.5 else []))
    return result.output.strip() if result.exit_code == 0 else None


@edit("all accepted")
def _accept_all(world: World) -> str | None:
    result = _translate(world, "accept", "--all")
    return result.output.strip() if result.exit_code == 0 else None


@edit("record forgotten")
def _forget_record(world: World) -> str | None:
    """A unit of a record, or all of one: what stood for it counts as never accepted."""
    records = world.files(".yml", "content/translations")
    if not records:
        return None
    path = world.rng.choice(records)
    lines = path.read_text(encoding="utf-8").split("\n")
    units = [no for no, line in enumerate(lines) if line.startswith('"')]
    if not units or world.rng.random() < 0.3:
        path.unlink()
        return f"all of {path.name}"
    del lines[world.rng.choice(units)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"one unit of {path.name}"


@edit("translation started")
def _start(world: World) -> str | None:
    sources = world.files(f".{world.source}.md")
    if not sources:
        return None
    path, language = world.rng.choice(sources), world.rng.choice(world.languages[1:])
    result = _translate(world, "start", str(path), "--language", language)
    return f"{language} of {path.name}" if result.exit_code == 0 and "lacks nothing" not in result.output else None


@edit("edit waved through")
def _patch(world: World) -> str | None:
    """A sentence more in the source, which is said to change no meaning."""
    options = [path for path in world.files(f".{world.source}.md") if Text(path).items()]
    if not options:
        return None
    path = world.rng.choice(options)
    text = Text(path)
    item = world.rng.choice(text.items())
    line = text.lines[item.start]
    at = line.rfind(" {")
    if at < 0:
        return None
    text.lines[item.start] = appended(world.rng, world.source, line[:at]) + line[at:]
    text.save()
    language = world.rng.choice(world.languages[1:])
    translation = path.with_name(path.name.replace(f".{world.source}.", f".{language}."))
    result = _translate(world, "patch", f"{translation}#{item.id}")
    return f"{translation.name}#{item.id}" if result.exit_code == 0 else None


@edit("records migrated")
def _migrate(world: World) -> str | None:
    result = _translate(world, "migrate")
    return result.output.strip() if result.exit_code == 0 and not result.output.startswith("0 ") else None


@edit("catalogue imported")
def _import(world: World) -> str | None:
    """Some translations changed in an exported PO file, which then comes back."""
    language = world.rng.choice(world.languages[1:])
    catalogue = world.folder / f"{language}.po"
    if _translate(world, "export", language, "-o", str(catalogue)).exit_code:
        return None
    changed = 0

    def change(match: re.Match[str]) -> str:
        nonlocal changed
        if world.rng.random() > 0.1 or match["id"].startswith("site"):
            return match[0]
        changed += 1
        return match[0][: match.start("text") - match.start()] + _escaped(world, language, match["text"]) + '"'

    text = _ENTRY.sub(change, catalogue.read_text(encoding="utf-8"))
    catalogue.write_text(text, encoding="utf-8")
    result = _translate(world, "import", str(catalogue))
    written = re.search(r"(\d+) unit\(s\) changed", result.output)
    return f"{written[1]} of {changed} in {language}" if written and written[1] != "0" else None


def _escaped(world: World, language: str, text: str) -> str:
    return f"{text} {sentence(world.rng, language)}"
