"""The shapes of the YAML files → their JSON Schemas, for the completion that editors' programs give.

Gives a schema per file name; receives and refuses nothing.
"""

from __future__ import annotations

from typing import Any

from build_scripts.content.model import (
    Actor,
    Category,
    Event,
    Indicator,
    Kinds,
    Reference,
    Report,
    Sector,
    Site,
    Term,
    Withdrawal,
)
from build_scripts.content.own_units import Unit
from build_scripts.content.questions import Question
from build_scripts.content.shapes import ID_PATTERN, Shape
from build_scripts.ground.texts import LANGUAGE_PATTERN

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_IDS = {"pattern": f"^{ID_PATTERN}$"}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of every YAML file, by its file name in the content folder."""
    files = {
        "names.yml": _names(),
        "site.yml": Site.model_json_schema(),
        "kinds.yml": _kinds(),
        "sectors.yml": _table(Sector),
        "actors.yml": _table(Actor),
        "places.yml": _table(Category),
        "indicators.yml": _table(Indicator),
        "events.yml": _events(),
        "glossary.yml": _terms(),
        "references.yml": _array(Reference),
        "questions.yml": _array(Question),
        "units.yml": _table(Unit),
        "withdrawn.yml": _array(Withdrawal),
        "published.yml": {"type": "array", "items": {"type": "string"}},
        "report.yml": Report.model_json_schema(),
    }
    return {name: {"$schema": _DIALECT, "title": name, **schema} for name, schema in files.items()}


def _table(shape: type[Shape]) -> dict[str, Any]:
    schema = shape.model_json_schema()
    defs = schema.pop("$defs", {})
    return {"type": "object", "propertyNames": _IDS, "additionalProperties": schema, "$defs": defs}


def _array(shape: type[Shape]) -> dict[str, Any]:
    schema = shape.model_json_schema()
    defs = schema.pop("$defs", {})
    return {"type": "array", "items": schema, "$defs": defs}


def _kinds() -> dict[str, Any]:
    schema = Kinds.model_json_schema()
    for part in schema["properties"].values():
        part["propertyNames"] = _IDS
    return schema


def _events() -> dict[str, Any]:
    """One actor may stand as a text."""
    schema = _array(Event)
    actors = schema["items"]["properties"]["actor"]
    schema["items"]["properties"]["actor"] = {"anyOf": [{"type": "string"}, actors]}
    return schema


def _terms() -> dict[str, Any]:
    """In the file the forms of each language stand beside the other fields."""
    schema = _array(Term)
    item = schema["items"]
    forms = item["properties"].pop("forms")
    item["required"].remove("forms")
    shapes = forms.get("patternProperties", {LANGUAGE_PATTERN: forms.get("additionalProperties")})
    item["patternProperties"] = {f"^(?!id$){LANGUAGE_PATTERN[1:]}": next(iter(shapes.values()))}
    others = list(item["properties"])
    item["not"] = {"propertyNames": {"enum": others}}  # a term has a form in one language at least
    return schema


def _names() -> dict[str, Any]:
    forms = {"type": ["string", "array"], "items": {"type": "string"}}
    properties = {"id": {"type": "string"}}
    name = {"type": "object", "properties": properties, "required": ["id"], "additionalProperties": forms}
    names = {"type": "array", "items": name}
    return {"type": "object", "properties": {"names": names, "subjects": names}, "additionalProperties": False}
