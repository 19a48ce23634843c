"""What the links of the content share: code, in which a link is only shown, is blanked out."""

from __future__ import annotations

import pytest

from build_scripts.ground.markdown import LINK, without_code


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a `[x](y)` [z](w)", ["w"]),
        ("``a ` [x](y)`` [z](w)", ["w"]),
        ("`a [x](y) ``b``", ["y"]),
        ("```\n[x](y)\n```\n[z](w)", ["w"]),
        ("~~~\n[x](y)\n~~~\n[z](w)", ["w"]),
        ("[x](y) ` [z](w)", ["y", "w"]),
    ],
)
def test_links_in_code_are_no_links(text: str, left: list[str]) -> None:
    assert [match["target"] for match in LINK.finditer(without_code(text))] == left


def test_places_stay_where_they_are() -> None:
    text = "a `b\nc` [x](y)"
    assert without_code(text) == "a   \n   [x](y)"


def test_many_runs_of_backticks_take_no_longer_than_reading_them() -> None:
    """With a regular expression that tries every pair, this took minutes."""
    text = "".join("`" * length + "x" for length in range(1, 600))
    assert without_code(text) == text
