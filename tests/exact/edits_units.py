"""Edits of units: a unit of the content's own with a figure in it, its words, and figures with their statements."""

from __future__ import annotations

import re
from typing import Any

from tests.exact.edits import edit
from tests.exact.edits_tables import source_briefs
from tests.exact.markdown import Text
from tests.exact.world import World, parse_yaml, plain, render_yaml, write_text

_WORDS = {
    "zh": ("个座位", "个席位"),
    "ar": ("مقعد", "كرسي"),
    "fr": ("sièges", "places"),
    "en": ("seats", "chairs"),
}
_ABOUT = {"zh": "约", "ar": "نحو ", "fr": "environ ", "en": "about "}


def _words(language: str) -> tuple[str, str]:
    return _WORDS.get(language.partition("-")[0], _WORDS["en"])


def _load(world: World, name: str) -> Any:
    path = world.content / name
    return (parse_yaml(path.read_text(encoding="utf-8")) if path.is_file() else None) or {}


@edit("unit of the content's own")
def _edit_unit(world: World) -> str | None:
    """Declare it with a figure; once it is there, change what it is called, and so what the pages show."""
    units, languages = _load(world, "units.yml"), world.languages
    label = {code: {"other": world.rng.choice(_words(code)), "spellings": list(_words(code))} for code in languages}
    if "seat" not in units and not _add_figure(world):
        return None
    units["seat"] = {"label": label}
    write_text(world.content / "units.yml", render_yaml(units))
    return f"seat is {', '.join(forms['other'] for forms in label.values())}"


def _add_figure(world: World) -> bool:
    places = world.ids("places")
    items = [(path, item) for path in source_briefs(world) for item in Text(path).items()]
    if not places or not items:
        return False
    (path, item), name, number = world.rng.choice(items), world.new_id(), str(world.rng.randint(2, 80))
    brief = path.name.split(".")[0]
    for version in path.parent.glob(f"{brief}.*.md"):
        text, language = Text(version), version.name.split(".")[1]
        before = text.item(item.id)
        if before is not None:
            space = "" if language.startswith("zh") else " "
            text.lines[before.start : before.start] = [f"- {number}{space}{_words(language)[0]}. {{#{name}}}", ""]
            text.save()
    indicators = _load(world, "indicators.yml")
    indicators["seats"] = {"label": {code: _words(code)[0] for code in world.languages}, "unit": "seat"}
    write_text(world.content / "indicators.yml", render_yaml(indicators))
    facts = path.with_name("report.yml")
    value = parse_yaml(facts.read_text(encoding="utf-8"))
    figure = {"id": name, "statement": f"{brief}#{name}", "indicator": "seats", "unit": "seat"}
    value.setdefault("figures", []).append({**figure, "geography": world.rng.choice(places), "value": plain(number)})
    write_text(facts, render_yaml(value))
    return True


@edit("qualifier of a figure with its statement")
def _edit_qualifier(world: World) -> str | None:
    """Figures whose statement is the bare number are about it, or are it again, in every language."""
    found = []
    for facts in sorted((world.content / "reports").glob("*/report.yml")):
        value = parse_yaml(facts.read_text(encoding="utf-8"))
        found += [
            (facts, value, figure) for figure in value.get("figures", []) if figure["unit"] in ("percent", "seat")
        ]
    if not found:
        return None
    facts, value, figure = world.rng.choice(found)
    brief, _, statement = str(figure["statement"]).partition("#")
    is_about, changed = "qualifier" not in figure, False
    for version in facts.parent.glob(f"{brief}.*.md"):
        text = version.read_text(encoding="utf-8")
        word = _ABOUT.get(version.name.split(".")[1].partition("-")[0], _ABOUT["en"]) if is_about else ""
        new = re.sub(rf"(?m)^- \D*?(\d+\D*\{{#{statement}\}})$", rf"- {word}\1", text)
        changed |= new != text
        write_text(version, new)
    if not changed:
        return None
    figure.pop("qualifier", None)
    figure |= {"qualifier": "about"} if is_about else {}
    write_text(facts, render_yaml(value))
    return f"{figure['id']} is {'about ' if is_about else ''}its number"
