"""YAML values → shapes of the model, or problems in the words of the content.

Receives `YamlValue`s and a shape; returns the model, or problems with file, line, field, what was found and what
was expected. One bad entry of a list or table does not hide the others. Refuses nothing by exception.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from build_scripts.content.model import Term
from build_scripts.content.shapes import ID_PATTERN, SAFE_URL_PATTERN, URL_PATTERN, Shape
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.messages import NOTHING, Phrase, either, sentences
from build_scripts.ground.problems import Place, Problem, did_you_mean, split_values
from build_scripts.ground.strict_yaml import REFUSED, KeyPath, YamlValue
from build_scripts.ground.yaml_typos import colon_hint
from build_scripts.quantities import Names, load_names

S = TypeVar("S", bound=Shape)
NAME_LISTS = ("names", "subjects")
_DATE = re.compile(r"([0-9]{4})(?:[./年-]\s*([0-9]{1,2})(?:[./月-]\s*([0-9]{1,2}))?)?[年月日号]?")
_CURLY = "‘’“”"
_LOOSE_DATE = re.compile(r"[0-9]{5}|[A-Za-z]{3,9}[-. ]?[0-9]{2,4}|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?$")
_SPAN = re.compile(r"([0-9]{4}(?:-[0-9]{2}){0,2})\s*(?:-|–|—|~|～|至|到|to)\s*([0-9]{4}(?:-[0-9]{2}){0,2})年?")
_SCALES = {"万": 10**4, "亿": 10**8, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SHOWN = 80  # characters of a text that was found, enough to recognise it
# What pydantic's errors, by how their types begin, say in the content's words.
_EXPECTED = (
    ("dict_type", Phrase("expected one text per language (zh: …)")),
    ("model_type", Phrase("expected fields (name: value)")),
    ("tuple_type", Phrase("expected a list")),
    ("string_too_short", Phrase("expected some text")),
    ("string_too_long", Phrase("expected a shorter text")),
    ("too_short", Phrase("expected at least one entry")),
    ("int_", Phrase("expected a whole number")),
    ("bool_", Phrase("expected true or false")),
    ("decimal_", Phrase("expected a number")),
    ("finite_", Phrase("expected a number")),
    ("greater_than", Phrase("expected a number above 0")),
)


def parse_shape(shape: type[S], yaml: YamlValue, *keys: str | int) -> tuple[S | None, list[Problem]]:
    """Read the YAML value at `keys` as a shape; on any problem the shape is None."""
    data = yaml.data
    for key in keys:
        data = data[key]
    if data is REFUSED:
        return None, []
    if not isinstance(data, dict):
        message = Phrase("expected fields (name: value), found %(value)s.", value=_describe(data))
        return None, [yaml.place(*keys).error("invalid-value", message, colon_hint(data))]
    try:
        return shape.model_validate(data), []
    except ValidationError as error:
        found: list[dict[str, Any]] = [dict(item) for item in error.errors(include_url=False)]
        broken_keys = {item["loc"][:-1] for item in found if item["loc"] and item["loc"][-1] == "[key]"}
        kept = [item for item in found if item["loc"] not in broken_keys and item["input"] is not REFUSED]
        return None, [_as_problem(shape, yaml, keys, item) for item in kept]


def parse_shapes(shape: type[S], yaml: YamlValue, *keys: str | int) -> tuple[dict[str | int, S], list[Problem]]:
    """Read a YAML mapping or list of shapes one by one, so that one bad entry does not hide the others."""
    data = yaml.data
    for key in keys:
        data = data[key]
    if data is REFUSED:
        return {}, []
    if not isinstance(data, (dict, list)):
        message = Phrase("expected a list of entries, found %(value)s.", value=_describe(data))
        return {}, [yaml.place(*keys).error("invalid-value", message)]
    found: dict[str | int, S] = {}
    problems: list[Problem] = []
    for key in data if isinstance(data, dict) else range(len(data)):
        value, errors = parse_shape(shape, yaml, *keys, key)
        problems += errors
        if value is not None:
            found[key] = value
    return found, problems


def parse_names(yaml: YamlValue) -> tuple[Names, list[Problem]]:
    """Read `names.yml`: lists of names that hold digits, and of subjects."""
    data = yaml.data
    hint = Phrase("Write lists of {id: …, <language>: [forms]} under names and subjects.")
    if data is REFUSED or data is None:
        return Names(), []
    if not isinstance(data, dict):
        return Names(), [yaml.place().error("invalid-value", Phrase("expected the fields names and subjects."), hint)]
    strangers = [key for key in data if key not in NAME_LISTS]
    problems = [
        yaml.place(key).error(
            "unknown-field", Phrase('there is no field "%(key)s" here.', key=key), did_you_mean(key, NAME_LISTS)
        )
        for key in strangers
    ]
    try:
        return load_names(data), problems
    except (ValueError, TypeError) as error:
        return Names(), [*problems, yaml.place().error("invalid-value", Phrase("%(reason)s.", reason=error), hint)]


def _as_problem(shape: type[Shape], yaml: YamlValue, keys: KeyPath, error: dict[str, Any]) -> Problem:
    # In the file the forms of a term stand beside its other fields; pydantic names the key it refuses "[key]".
    hidden = ("[key]", "forms") if shape is Term else ("[key]",)
    loc = tuple(part for part in error["loc"] if part not in hidden)
    place = yaml.place(*keys, *loc)
    field = ".".join(map(str, loc)) or Phrase("this entry")
    value = _describe(error["input"])
    match error["type"]:
        case "missing":
            hint = Phrase("Write %(field)s: … here.", field=loc[-1] if loc else field)
            return place.error("missing-field", Phrase('the field "%(field)s" is missing.', field=field), hint)
        case "extra_forbidden":
            known = [name for name in _fields_at(shape, error["loc"][:-1]) if name != "forms"]
            return place.error(
                "unknown-field",
                Phrase('there is no field "%(key)s" here.', key=loc[-1]),
                did_you_mean(str(loc[-1]), known),
            )
        case "string_type":
            is_plain = isinstance(error["input"], (int, Decimal, bool))
            hint = Phrase("Write it with quotes.") if is_plain else colon_hint(error["input"])
            hint = hint or (Phrase("Write it after the colon.") if error["input"] is None else NOTHING)
            return place.error(
                "invalid-value", Phrase("%(field)s: expected text, found %(value)s.", field=field, value=value), hint
            )
        case "value_error":
            reason = Phrase("%(field)s: %(reason)s.", field=field, reason=error["ctx"]["error"])
            return place.error("invalid-value", reason, _date_hint(error["input"]))
        case "string_pattern_mismatch":
            return _pattern_problem(place, field, value, error)
    message = Phrase("%(field)s: %(expected)s, found %(value)s.", field=field, expected=_expected(error), value=value)
    hint = _number_hint(error) or _list_hint(error) or colon_hint(error["input"])
    return place.error("invalid-value", message, hint)


def _list_hint(error: Mapping[str, Any]) -> Phrase:
    """Give how several values are written that stand as one text."""
    if error["type"] != "tuple_type" or not isinstance(error["input"], str):
        return NOTHING
    return Phrase("Write [%(values)s].", values=", ".join(split_values(error["input"])))


def _number_hint(error: Mapping[str, Any]) -> Phrase:
    """Give how a number is written that bears commas, spaces or a percent sign."""
    if not str(error["type"]).startswith(("decimal_", "int_")) or not isinstance(error["input"], str):
        return NOTHING
    plain = unicodedata.normalize("NFKC", error["input"]).strip(_CURLY)
    found = re.fullmatch(r"(-?[0-9]{1,3}(?:[,\s][0-9]{3})+|-?[0-9]+)((?:\.[0-9]+)?)\s*(%?)", plain)
    scaled = re.fullmatch(rf"(-?[0-9.]+)\s*({'|'.join(_SCALES)})", plain, re.IGNORECASE)
    if scaled and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", scaled[1]):
        return Phrase("Write %(number)s.", number=f"{Decimal(scaled[1]) * _SCALES[scaled[2].casefold()]:f}")
    if re.fullmatch(r"-?[0-9]+,[0-9]{1,2}\s*%?", plain):
        return Phrase("Write %(number)s.", number=plain.replace(",", ".").rstrip("% "))
    if not found:
        return NOTHING
    number = re.sub(r"[,\s]", "", found[1]) + found[2]
    if found[3]:
        return Phrase("Write %(number)s, and unit: percent.", number=number)
    return Phrase("Write %(number)s, digits without commas, spaces or quotation marks.", number=number)


def _date_hint(value: object) -> Phrase:
    """Give how a date that is written otherwise is written here."""
    if isinstance(value, str) and value[:1] in _CURLY:
        return Phrase("Write '%(text)s', with straight quotation marks.", text=value.strip(_CURLY))
    span = _SPAN.fullmatch(value.replace("年", "")) if isinstance(value, str) else None
    if span:
        return Phrase("Write '%(date)s'.", date=f"{span[1]}/{span[2]}")
    day = re.sub(r"[ T][0-9]{1,2}:[0-9:.]+Z?$", "", str(value))  # without the time that Excel adds
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", day)) if isinstance(value, str) else None
    if not found:
        return (
            Phrase("Write it like 2025, '2025-06' or '2025-06-30'.") if _LOOSE_DATE.fullmatch(str(value)) else NOTHING
        )
    written = "-".join(f"{int(part):02}" for part in found.groups() if part)
    try:
        parse_edtf(written)
    except ValueError:
        return NOTHING
    return Phrase("Write '%(date)s'.", date=written) if written != value else NOTHING


def _pattern_problem(place: Place, field: str, value: object, error: dict[str, Any]) -> Problem:
    pattern = error["ctx"]["pattern"]
    if pattern == f"^{ID_PATTERN}$":
        hint = Phrase("Use a–z, 0–9 and single hyphens, like open-data.")
        if len(parts := split_values(str(error["input"]))) > 1:
            hint = Phrase("Write [%(ids)s], with a half-width comma and a space between.", ids=", ".join(parts))
        return place.error("invalid-id", Phrase("%(field)s: %(value)s is not an id.", field=field, value=value), hint)
    if pattern in (URL_PATTERN, SAFE_URL_PATTERN):
        return place.error(
            "invalid-value",
            Phrase(
                "%(field)s: expected an address like https://example.org/, found %(value)s.", field=field, value=value
            ),
            Phrase("Write https://%(target)s.", target=found) if _HOST.match(found := str(error["input"])) else NOTHING,
        )
    if error["loc"][-1] == "[key]":
        code = str(error["input"])
        small = Phrase("Write %(right)s in small letters.", right=code.lower())
        is_capital = re.fullmatch("[A-Z][A-Za-z]", code)
        comma = Phrase("A comma inside {…} starts a new field; put the text into quotes.")
        hint = sentences(small, comma) if is_capital else comma
        return place.error("invalid-value", Phrase("%(value)s is not a language code.", value=value), hint)
    return place.error(
        "invalid-value",
        Phrase("%(field)s: %(value)s is not a language code.", field=field, value=value),
        Phrase("Write it like zh or pt-BR."),
    )


def _expected(error: dict[str, Any]) -> object:
    """Say what was expected in the content's words instead of the library's."""
    if error["type"] == "literal_error":
        return Phrase("expected %(values)s", values=either(re.findall(r"'([^']*)'", error["ctx"]["expected"])))
    return next((words for start, words in _EXPECTED if str(error["type"]).startswith(start)), str(error["msg"]))


def _fields_at(shape: type[Shape], loc: KeyPath) -> list[str]:
    """Give the field names of the shape nested at `loc`, for suggestions."""
    current: type[Shape] | None = shape
    for part in loc:
        if current and part in current.model_fields:  # other parts are keys of a mapping, or places in a list
            current = _inner_shape(current.model_fields[str(part)].annotation)
    return list(current.model_fields) if current else []


def _inner_shape(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next((s for s in map(_inner_shape, getattr(annotation, "__args__", ())) if s is not None), None)


def _describe(value: Any) -> object:
    match value:
        case None:
            return Phrase("nothing")
        case bool():
            return str(value).lower()
        case str():
            text = " ".join(value.split())
            return Phrase('"%(text)s"', text=text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
        case int() | Decimal():
            return Phrase("the number %(value)s", value=value)
        case dict():
            return Phrase("fields")
        case _:
            return Phrase("a list")
