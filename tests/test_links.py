"""Links are read where Markdown has links: in code they are only shown."""

from __future__ import annotations

import pytest

from build_scripts.ground.markdown import read_prose


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
    assert [link.target for link in read_prose(text).links] == left


def test_many_runs_of_backticks_take_no_longer_than_reading_them() -> None:
    """With a regular expression that tries every pair, this took minutes."""
    text = "".join("`" * length + "x" for length in range(1, 600))
    assert read_prose(text).words == text
