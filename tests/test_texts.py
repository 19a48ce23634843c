"""Who looks at a text has read its owner, whatever the way of looking."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from build_scripts.ground.texts import Texts, note_read, reads

LOOKS: dict[str, Callable[[Texts[str]], object]] = {
    "item": lambda texts: texts["zh"],
    "get": lambda texts: texts.get("fr"),
    "in": lambda texts: "en" in texts,
    "length": len,
    "truth": bool,
    "loop": list,
    "items": lambda texts: list(texts.items()),
    "keys": lambda texts: set(texts.keys()),
    "values": lambda texts: list(texts.values()),
    "equal": lambda texts: texts == Texts({"zh": "甲"}),
    "hash": hash,
    "repr": repr,
    "language": lambda texts: texts.language("fr"),
    "pick": lambda texts: texts.pick("fr", "en"),
    "dict": dict,
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_way_of_looking_counts(look: str) -> None:
    texts = Texts({"zh": "甲"}, owner="a")
    with reads() as seen:
        assert seen == set()
        LOOKS[look](texts)
    assert seen == {"a"}


def test_a_missing_version_was_looked_for() -> None:
    with reads() as seen, pytest.raises(KeyError):
        Texts({}, owner="a")["zh"]
    assert seen == {"a"}


def test_what_is_only_named_or_has_no_owner_is_not_read() -> None:
    texts = Texts({"zh": "甲"}, owner="a")
    with reads() as seen:
        assert (texts.owner, [texts][0] is texts) == ("a", True)
        assert Texts({"zh": "乙"})["zh"] == "乙"
    assert seen == set()


def test_outer_readers_have_read_what_inner_ones_have() -> None:
    one, other, last = (Texts({"zh": "甲"}, owner=name) for name in "abc")
    with reads() as outer:
        len(one)
        with reads() as inner:
            len(other)
            note_read("unit")
        len(last)
    assert (outer, inner) == ({"a", "b", "c", "unit"}, {"b", "unit"})


def test_reading_ends_with_an_error_too() -> None:
    texts = Texts({"zh": "甲"}, owner="a")
    with reads() as outer:
        with pytest.raises(LookupError), reads() as inner:
            raise LookupError
        len(texts)
    len(texts)
    assert (outer, inner) == ({"a"}, set())
