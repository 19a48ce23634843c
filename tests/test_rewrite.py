"""Prose that is written as Markdown again reads as the same: words, emphasis, links, footnotes."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.ground.markdown import Address, Prose, Rewriter, read_prose
from tests.markdown_cases import FOLDER

CASES = {
    f"{path.stem}-{name}": case
    for path in sorted(FOLDER.glob("*.yml"))
    for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    if isinstance(case, dict) and "input" in case
}
# An address within HTML that content may not use is a link once the HTML is words.
_LINKED = ("html-html-link",)


def again(prose: Prose) -> Prose:
    writer = Rewriter(Address)
    return read_prose(f"{writer.blocks(prose)}\n\n{writer.footnotes()}")


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_there_are_cases() -> None:
    assert len(CASES) > 400


@pytest.mark.parametrize("name", CASES)
def test_every_case_reads_as_the_same(name: str) -> None:
    case = CASES[name]
    prose = read_prose(f"{case['input']}\n\n{case.get('tail', '')}")
    other = again(prose)
    assert bare(other.words) == bare(prose.words)
    assert bare("".join(other.emphasised)) == bare("".join(prose.emphasised))
    if name not in _LINKED:
        assert [link.target for link in other.links] == [link.target for link in prose.links]
    notes = [
        [bare(each.notes[label].words) for label in each.footnotes if label in each.notes] for each in (prose, other)
    ]
    assert notes[0] == notes[1]


@settings(max_examples=300)
@given(st.text(alphabet="甲乙。a1 .#-+=*_`[]()<>&;|\\~!{}\n", max_size=40))
def test_no_words_become_markup(words: str) -> None:
    prose = read_prose(words)
    other = again(prose)
    assert bare(other.words) == bare(prose.words)


def test_links_lead_from_anywhere() -> None:
    prose = read_prose("[甲](ref:a/b#c)，[乙](ref:d)，[丙](cite:e)")
    found = {"ref:a/b#c": Address("../b/#c"), "ref:d": None, "cite:e": Address("", mark=" <small>(f)</small>")}
    writer = Rewriter(lambda target: _whole(found[target]))
    assert writer.inline(prose) == "[甲](https://e.example/zh/b/#c)，乙，丙 (f)"


def _whole(address: Address | None) -> Address | None:
    if address is None or not address.href:
        return address
    return Address(urljoin("https://e.example/zh/x/", address.href))


def test_a_footnote_keeps_the_addresses_of_its_text() -> None:
    writer = Rewriter(lambda _: None)
    for name in "ab":
        writer.address = lambda target, name=name: Address(f"https://{name}.example/{target}")
        assert writer.blocks(read_prose("甲[^1]乙[^1]\n\n[^1]: [丙](cite:c)")).endswith("]")
    assert writer.marks == 4
    assert writer.footnotes() == "[^1]: [丙](https://a.example/cite:c)\n\n[^2]: [丙](https://b.example/cite:c)"
