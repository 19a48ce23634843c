"""Edits that make drafts of what was published, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path

from tests.exact.edits import edit
from tests.exact.markdown import ID, Text
from tests.exact.world import World, parse_yaml, plain, render_yaml, write_text

_FLAG = re.compile(r" draft(?=[ }])")


def _toggle(value: dict[str, object]) -> str:
    """Make a draft, or publish what is one."""
    if value.pop("draft", None) is not None:
        return "published"
    value["draft"] = plain("true")
    return "draft"


@edit("draft of a file")
def _edit_file(world: World) -> str | None:
    """Toggle a brief, an index, a page or a comparison in one language; a page of every kind stays."""
    path = world.rng.choice(world.files(".md"))
    text = Text(path)
    done = _toggle(text.front)
    text.save()
    return f"{done}: {path.relative_to(world.content)}"


@edit("draft of a report")
def _edit_report(world: World) -> str | None:
    path = world.content / "reports" / world.rng.choice(world.reports) / "report.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    done = _toggle(value)
    write_text(path, render_yaml(value))
    return f"{done}: {path.parent.name}"


@edit("draft of a statement")
def _edit_statement(world: World) -> str | None:
    paths = [path for path in world.files(".md") if _lines(path)]
    if not paths:
        return None
    text = Text(world.rng.choice(paths))
    no = world.rng.choice([no for no, line in enumerate(text.lines) if _is_statement(line)])
    line = text.lines[no]
    text.lines[no] = _FLAG.sub("", line) if _FLAG.search(line) else re.sub(r"(\{[^{}]*#[a-z0-9-]+)", r"\1 draft", line)
    text.save()
    return f"{text.path.relative_to(world.content)}:{no + 1}"


def _lines(path: Path) -> list[str]:
    return [line for line in Text(path).lines if _is_statement(line)]


def _is_statement(line: str) -> bool:
    return bool(ID.search(line)) and not line.startswith("#")
