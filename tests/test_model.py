from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from build_scripts.content.decode import parse_shape, parse_shapes
from build_scripts.content.fronts import PageFront
from build_scripts.content.json_schemas import json_schemas
from build_scripts.content.labels import walk_texts
from build_scripts.content.load import load_content
from build_scripts.content.model import Event, Figure, Kinds, Labelled, Language, Report, Sector, Site, Term
from build_scripts.content.shapes import Shape
from build_scripts.ground.strict_yaml import YamlValue, parse_yaml
from tests.conftest import VALID_SITES

FILE = Path("file.yml")
FIGURE = "{id: one, statement: brief#one, indicator: visits, geography: harbour, unit: visits, "
SHAPES = (Site, Kinds, Sector, Labelled, Event, Term, Report, Figure, PageFront, Language)


def read(shape: type[Shape], text: str) -> tuple[Any, list[str]]:
    """Parse YAML that is sound as YAML; give the shape and the problems without their path."""
    value, problems = parse_yaml(text, FILE)
    assert problems == []
    found, problems = parse_shape(shape, value)
    return found, [str(problem).removeprefix("file.yml:") for problem in problems]


# Sound values


def test_figure_is_exact() -> None:
    figure, problems = read(Figure, FIGURE + "low: 12.50, high: 20, year: 2021, baseline: 2015/2019}")
    assert problems == []
    assert (str(figure.low), figure.high, figure.year, figure.baseline) == ("12.50", Decimal(20), "2021", "2015/2019")


@pytest.mark.parametrize(
    ("actor", "expected"), [("city library", ("city", "library")), ("[city]", ("city",)), ("''", ()), ("[]", ())]
)
def test_event_takes_one_or_several_actors(actor: str, expected: tuple[str, ...]) -> None:
    event, problems = read(Event, f"{{id: a, date: 2020-05, kind: law, label: {{zh: 一}}, actor: {actor}}}")
    assert (event.actor, problems) == (expected, [])


def test_term_has_its_forms_beside_its_other_fields() -> None:
    term, problems = read(Term, "{id: ill, acronym: ILL, zh: {preferred: 馆际互借}, en: {preferred: loan, avoid: [x]}}")
    assert problems == []
    assert {code: (forms.preferred, forms.avoid) for code, forms in term.forms.items()} == {
        "zh": ("馆际互借", ()),
        "en": ("loan", ("x",)),
    }


@pytest.mark.parametrize(
    ("locale", "direction"), [("ar", "rtl"), ("he", "rtl"), ("zh_Hans_CN", "ltr"), ("en_GB", "ltr")]
)
def test_direction_comes_from_the_locale(locale: str, direction: str) -> None:
    assert Language(code="xx", locale=locale, name="X").direction == direction


def test_shapes_are_frozen() -> None:
    site = load_content(VALID_SITES / "minimal")[0].site
    assert site is not None
    with pytest.raises(ValidationError):
        site.base_url = "https://other.example/"  # type: ignore[misc]


# Problems


TYPO = '2:1: error[unknown-field]: there is no field "naw" here. Did you mean "nav"?'
QUOTES = "expected text, found the number 2. Write it with quotes."
EVENT = "{id: A b, date: 2020, kind: x, label: {zh: a}}"
NO_ID = '1:2: error[invalid-id]: id: "A b" is not an id. Use a–z, 0–9 and single hyphens, like open-data.'
WHOLE = "2:1: error[invalid-value]: nav: expected a whole number, found"


@pytest.mark.parametrize(
    ("shape", "text", "problem"),
    [
        (Sector, "icon: x", '1:1: error[missing-field]: the field "label" is missing. Write label: … here.'),
        (PageFront, "title: a\nnaw: 1", TYPO),
        (PageFront, "title: 2", f"1:1: error[invalid-value]: title: {QUOTES}"),
        (PageFront, "title: [a]", "1:1: error[invalid-value]: title: expected text, found a list."),
        (
            PageFront,
            "title:",
            "1:1: error[invalid-value]: title: expected text, found nothing. Write it after the colon.",
        ),
        (PageFront, "title: ''", '1:1: error[invalid-value]: title: expected some text, found "".'),
        (PageFront, "title: a\nnav: x", f'{WHOLE} "x".'),
        (PageFront, "title: a\nnav: 1.5", f"{WHOLE} the number 1.5."),
        (Labelled, "label: x", '1:1: error[invalid-value]: label: expected one text per language (zh: …), found "x".'),
        (Labelled, "label: {zh: 2}", f"1:9: error[invalid-value]: label.zh: {QUOTES}"),
        (
            Sector,
            "label: {zh: a}\nrelated: x",
            '2:1: error[invalid-value]: related: expected a list, found "x". Write [x].',
        ),
        (Event, EVENT, NO_ID),
    ],
)
def test_problem_says_where_what_and_what_instead(shape: type[Shape], text: str, problem: str) -> None:
    found, problems = read(shape, text)
    assert found is None
    assert problems == [problem]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ("}", "give either value, or low and high"),
        ("value: 1, low: 1}", "give either value, or low and high"),
        ("value: 1, low: 1, high: 2}", "give either value, or low and high"),
        ("low: 1}", "a range needs both low and high"),
        ("high: 1}", "a range needs both low and high"),
        ("low: 2, high: 2}", "low (2) must be less than high (2)"),
        ("low: 3, high: 2}", "low (3) must be less than high (2)"),
    ],
)
def test_figure_has_either_a_value_or_a_range(values: str, reason: str) -> None:
    found, problems = read(Figure, FIGURE + values)
    assert found is None
    assert len(problems) == 1 and reason in problems[0]


def test_bad_entry_does_not_hide_the_others() -> None:
    value, _ = parse_yaml("one: {label: {zh: 一}}\ntwo: {lable: {zh: 二}}\nthree: {label: {zh: 三}}\n", FILE)
    found, problems = parse_shapes(Labelled, value)
    assert list(found) == ["one", "three"]
    assert [(problem.rule, problem.line) for problem in problems] == [("missing-field", 2), ("unknown-field", 2)]


def test_entries_of_a_list_are_read_by_their_place() -> None:
    value, _ = parse_yaml("figures:\n  - {id: a}\n  - x\n", FILE)
    found, problems = parse_shapes(Figure, value, "figures")
    assert found == {}
    assert {problem.line for problem in problems} == {2, 3}


@pytest.mark.parametrize("data", ["text", 1, None, True, Decimal("1.5")])
def test_what_is_no_mapping_is_refused(data: Any) -> None:
    value = YamlValue(data, FILE)
    assert parse_shape(PageFront, value)[1][0].rule == "invalid-value"
    assert parse_shapes(PageFront, value)[1][0].rule == "invalid-value"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({name for shape in SHAPES for name in shape.model_fields} | {"zh", "en"})


@settings(max_examples=300)
@given(st.sampled_from(SHAPES), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8) | VALUES)
def test_any_value_is_a_shape_or_problems(shape: type[Shape], data: Any) -> None:
    found, problems = parse_shape(shape, YamlValue(data, FILE))
    assert (found is None) == bool(problems)
    assert all(problem.level == "error" and problem.message for problem in problems)


# Texts by language


def test_every_text_by_language_is_walked_with_its_keys() -> None:
    term, _ = read(Term, "{id: a, zh: {preferred: 一}, definition: {zh: 二}}")
    assert {keys: sorted(texts) for keys, texts in walk_texts(term)} == {(): ["zh"], ("definition",): ["zh"]}
    kinds, _ = read(Kinds, "{statements: {a: {label: {zh: 一}}}, events: {b: {label: {zh: 二}}}}")
    assert [keys for keys, _ in walk_texts(kinds)] == [("statements", "a", "label"), ("events", "b", "label")]
    report, _ = read(Report, "{short: {zh: 一}, language: zh, authors: [{name: {zh: 二}, role: {zh: 三}}]}")
    assert [keys for keys, _ in walk_texts(report)] == [("short",), ("authors", 0, "name"), ("authors", 0, "role")]


# Schemas for editors


def test_every_yaml_file_has_a_schema() -> None:
    paths = [*(VALID_SITES / "minimal").glob("*.yml"), *(VALID_SITES / "minimal" / "reports").rglob("*.yml")]
    assert {path.name for path in paths} <= set(json_schemas())


def test_schema_of_a_term_knows_its_fields_as_they_stand_in_the_file() -> None:
    """In the file `zh: {preferred: …}` stands beside `id`; there is no `forms`."""
    schema = json_schemas()["glossary.yml"]["items"]
    assert "forms" not in schema["properties"]
    assert "forms" not in schema["required"]


def test_schemas_name_required_fields_and_allow_no_others() -> None:
    schema = json_schemas()["report.yml"]
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"short", "language"}


def test_schema_of_an_event_allows_one_actor_as_text() -> None:
    """What the reader of the file accepts, an editor's completion must not mark as wrong."""
    actor = json_schemas()["events.yml"]["items"]["properties"]["actor"]
    assert "string" in {option.get("type") for option in actor.get("anyOf", [actor])}
