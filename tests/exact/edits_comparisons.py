"""Edits of what the editors say of several reports: points, what they rest on, and what the site opens with."""

from __future__ import annotations

import re
from pathlib import Path

from tests.exact.edits import edit
from tests.exact.markdown import ID, Text, set_attribute
from tests.exact.words import appended, sentence
from tests.exact.world import World, parse_yaml, render_yaml, write_text


def _texts(world: World) -> list[Text]:
    """Give a comparison in its languages, the source first."""
    starts = _sources(world)
    if not starts:
        return []
    start = world.rng.choice(starts)
    stem = start.name.split(".")[0]
    return [Text(start), *(Text(path) for path in sorted(start.parent.glob(f"{stem}.*.md")) if path != start)]


def _keys(world: World) -> list[str]:
    """Give the keys of all statements."""
    found = []
    for path in sorted((world.content / "reports").glob(f"*/*.{world.source}.md")):
        brief = f"{path.parent.name}/{path.name.split('.')[0]}"
        found += [f"{brief}#{item.id}" for item in Text(path).items()]
    return found


@edit("point")
def _edit_point(world: World) -> str | None:
    texts = _texts(world)
    if not texts:
        return None
    text = world.rng.choice(texts)
    lines = [no for no, line in enumerate(text.lines) if ID.search(line)]
    if not lines:
        return None
    no = world.rng.choice(lines)
    head, brace, tail = text.lines[no].partition(" {#")
    text.lines[no] = appended(world.rng, text.language, head) + brace + tail
    text.save()
    return f"{text.path.name}:{no + 1}"


@edit("what a point rests on")
def _edit_rests(world: World) -> str | None:
    texts, keys = _texts(world), _keys(world)
    lines = [no for no, line in enumerate(texts[0].lines) if "rests=" in line] if texts else []
    if not lines:
        return None
    no, rests = world.rng.choice(lines), world.rng.sample(keys, min(len(keys), world.rng.randint(1, 3)))
    changed = set_attribute(texts[0].lines[no], "rests", " ".join(rests))
    if changed is None:
        return None
    texts[0].lines[no] = changed
    texts[0].save()
    return f"{' '.join(rests)} at {texts[0].path.name}:{no + 1}"


@edit("point added")
def _add_point(world: World) -> str | None:
    texts, keys = _texts(world), _keys(world)
    if not texts or not texts[0].items():
        return None
    place, name = world.rng.choice(texts[0].items()).id, world.new_id()
    rests = " ".join(world.rng.sample(keys, min(len(keys), 2)))
    for text in texts:
        item = text.item(place)
        if item:
            attributes = f' rests="{rests}"' if text is texts[0] else ""
            text.lines[item.end : item.end] = [f"- {sentence(world.rng, text.language)} {{#{name}{attributes}}}", ""]
            text.save()
    return f"#{name} in {texts[0].path.name}"


@edit("point removed")
def _remove_point(world: World) -> str | None:
    texts = _texts(world)
    items = texts[0].items() if texts else []
    if not items:
        return None
    name = world.rng.choice(items).id
    for text in texts:
        item = text.item(name)
        if item:
            del text.lines[item.start : item.end]
            text.save()
    return f"#{name} of {texts[0].path.name}"


@edit("reports that a comparison considered")
def _edit_considered(world: World) -> str | None:
    texts = _texts(world)
    if not texts:
        return None
    reports = world.rng.sample(world.reports, world.rng.randint(0, len(world.reports)))
    texts[0].front["considered"] = reports
    texts[0].save()
    return f"{texts[0].path.name}: {' '.join(reports)}"


@edit("comparison removed")
def _remove_comparison(world: World) -> str | None:
    texts = _texts(world)
    for text in texts:
        text.path.unlink()
    return ", ".join(text.path.name for text in texts) or None


@edit("statement that carries its brief")
def _edit_key(world: World) -> str | None:
    paths = sorted((world.content / "reports").glob(f"*/*.{world.source}.md"))
    texts = [text for path in paths for text in [Text(path)] if text.items()]
    if not texts:
        return None
    text = world.rng.choice(texts)
    no = world.rng.choice([no for no, line in enumerate(text.lines) if ID.search(line)])
    line = text.lines[no]
    text.lines[no] = (
        re.sub(r" key\b", "", line)
        if re.search(r"\{[^}]* key\b", line)
        else re.sub(r"(\{#[a-z0-9-]+)", r"\1 key", line)
    )
    text.save()
    return f"{text.path.name}:{no + 1}"


@edit("what the home page opens with")
def _edit_finding(world: World) -> str | None:
    path = world.content / "site.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    points = [f"{start.name.split('.')[0]}#{item.id}" for start in _sources(world) for item in Text(start).items()]
    value.pop("finding", None)
    if points and world.rng.random() < 0.7:
        value["finding"] = world.rng.choice(points)
    write_text(path, render_yaml(value))
    return str(value.get("finding", "none"))


def _sources(world: World) -> list[Path]:
    return sorted((world.content / "comparisons").glob(f"*.{world.source}.md"))
