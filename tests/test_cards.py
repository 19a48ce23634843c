"""The pictures that pages are shared with: their words are there, in lines as they should be."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from PIL import Image, ImageChops

from build_scripts.content.identity import SchemePicture
from build_scripts.content.interface import Interface
from build_scripts.ground.typefaces import Typesetter
from build_scripts.library.index import Library
from build_scripts.outputs.card_canvas import Canvas
from build_scripts.outputs.card_files import card_files
from build_scripts.outputs.cards import Card, CardFrame, Words, draw_card, fit
from build_scripts.pages.chart_frame import ACCENT, INK, PAPER
from tests.built import Built, digests
from tests.built import replace as edit
from tests.pages import interface_of

pytest_plugins = ("tests.built",)
CHINESE = Typesetter("zh_Hans_CN")
CARD = Card(
    Words("zh_Hans_CN", "甲烷", "行业"),
    Words("en_GB", "Methane", "Sector"),
    "2份报告",
    CardFrame(("对照",), "a.example"),
)
MOST_BYTES = 40_000
PIECES = ("甲乙丙丁", "戊，", "己的。", "“庚辛”", "（COP27）", "《壬癸》：", "27%", "为——", "（2022年）、")
OPENING, CLOSING = "（《“‘「『", "，。、；：？！）》”’」』…%"


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def inked(one: Card, other: Card) -> tuple[int, int, int, int] | None:
    """Give the box in which two cards differ."""
    left, right = (opened(draw_card(card)).convert("RGB") for card in (one, other))
    return ImageChops.difference(left, right).getbbox()


def faces(library: Library) -> list[Interface]:
    return [interface_of(library, code) for code in library.languages]


def test_a_picture_has_the_size_that_chats_show_whole() -> None:
    data = draw_card(CARD)
    picture = opened(data)
    assert (picture.format, picture.size, picture.mode) == ("PNG", (1200, 630), "P") and len(data) < MOST_BYTES
    assert data == draw_card(CARD), "the same words give the same bytes"
    colours = {"#{:02x}{:02x}{:02x}".format(*pixel) for _, pixel in picture.convert("RGB").getcolors(999) or []}
    assert {INK, PAPER, ACCENT} <= colours


def test_the_words_of_each_language_stand_on_their_side_of_the_line() -> None:
    own = inked(CARD, replace(CARD, own=replace(CARD.own, title="")))
    assert own is not None
    box = inked(CARD, replace(CARD, other=replace(CARD.other or CARD.own, title="Mathene")))
    assert box and box[0] > 750, "English on the right"
    first = replace(CARD, own=CARD.other or CARD.own, other=CARD.own, is_other_first=True)
    box = inked(first, replace(first, other=replace(CARD.own, title="烷甲")))
    assert box and box[2] < 430, "Chinese on the left on an English page too"


def test_a_script_that_no_typeface_has_is_left_out() -> None:
    arabic = Words("ar", "لنتنقّل معًا", "تقرير")
    assert not Typesetter("ar").has(arabic.title) and not Typesetter("ja_JP").has("骨"), "Han in the forms of another"
    blank, mark = replace(CARD, own=replace(arabic, title="")), replace(CARD, own=arabic, other=None)
    assert inked(replace(CARD, own=arabic), blank) is None, "the other language stands alone"
    box = inked(mark, replace(mark, own=CARD.own))
    assert box and "no box stands for a missing letter"


def test_a_logo_takes_the_place_of_the_mark(tmp_path: Path, library: Library) -> None:
    (tmp_path / "images").mkdir()
    Image.new("RGB", (80, 40), "#0a8020").save(tmp_path / "images" / "logo.png")
    found = {}
    for name in ("logo.png", "logo.svg"):
        logo = SchemePicture.model_construct(light=f"images/{name}", dark=None)
        site = library.site.model_copy(update={"logo": logo})
        own = replace(library, site=site, root=tmp_path)
        found[name] = opened(next(card_files(own, faces(own))).make()).convert("RGB")
    assert found["logo.png"].getpixel((100, 70)) == (10, 128, 32)
    assert found["logo.svg"].crop((60, 40, 160, 110)).getcolors() == [(7000, (251, 250, 247))]
    assert draw_card(replace(CARD, frame=replace(CARD.frame, logo=b"no PNG")))


@pytest.mark.parametrize("side", [5_000, 20_000])
def test_a_logo_of_a_few_bytes_and_many_pixels_is_left_out(side: int) -> None:
    """The larger one is refused by the library, too."""
    canvas, stream = Canvas("#ffffff"), io.BytesIO()
    Image.new("1", (side, side)).save(stream, "PNG")
    assert canvas.place(stream.getvalue(), 0, 0, 56) == 0
    Image.new("1", (500, 500)).save(small := io.BytesIO(), "PNG")
    assert canvas.place(small.getvalue(), 0, 0, 56) == 56


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join), st.integers(6, 14))
def test_lines_are_broken_by_the_rules_of_chinese(text: str, width: int) -> None:
    _, lines = fit(CHINESE, text, width * 40, 9999, (40,))
    assert "".join(lines) == text and all(CHINESE.width(line) <= width for line in lines)
    assert not any(line[0] in CLOSING for line in lines) and not any(line[-1] in OPENING for line in lines)


def test_what_is_too_long_is_set_smaller_and_at_last_cut() -> None:
    short, long = "甲烷减排", "甲烷减排的进展与挑战" * 3
    sizes = [fit(CHINESE, text, 500, 180, (80, 60, 40))[0] for text in (short, long)]
    assert sizes[0] > sizes[1]
    _, lines = fit(CHINESE, long * 3, 500, 180, (80, 60, 40))
    assert lines[-1].endswith("…") and long.startswith(lines[0]) and CHINESE.width(lines[-1]) * 40 <= 500
    assert fit(CHINESE, "贸易、竞争与安全", 620, 300, (150, 116, 76)) == (76, ("贸易、竞争与安全",)), "no word is cut"
    french = Typesetter("fr_FR")
    assert fit(french, french.clean("environ 12\u202f500"), 400, 300, (90, 70))[1] == ("environ", "12\xa0500")


def test_only_what_shows_a_title_has_another_key(transit_library: Library) -> None:
    def keys(library: Library) -> dict[str, bytes]:
        return {file.name: file.key for file in card_files(library, faces(library))}

    before = keys(transit_library)
    report = transit_library.reports["step-free"]
    title = type(report.page.title)({**report.page.title, "fr": "Sans marche"})
    changed = replace(report, page=replace(report.page, title=title))
    after = keys(replace(transit_library, reports={**transit_library.reports, "step-free": changed}))
    assert before.keys() == after.keys() and len(before) == 33
    assert {name for name in before if before[name] != after[name]} == {
        f"{code}/reports/step-free/card.png" for code in ("en", "ar", "fr")
    }, "each shows it beside its own"


def test_every_title_of_the_real_content_can_be_set(built_real: Built) -> None:
    library = built_real.library
    locales = {language.code: language.locale for language in library.site.languages}
    titles = [*library.titles.values(), *(sector.label for sector in library.sectors.values()), library.site.name]
    titles += [indicator.label for indicator in library.indicators.values()]
    for texts in titles:
        for code, title in texts.items():
            setter = Typesetter(locales[code])
            assert setter.has(setter.clean(title)), title


def test_pages_and_pictures_of_a_built_site_belong_together(built_real: Built) -> None:
    """Every page has one that is there, in the measure that it says, and every picture is one of a page."""
    shown, linked = set[str](), set[str]()
    for path in built_real.site.glob("*/**/*.html"):
        page = html.parse(str(path)).getroot()
        shown |= {urlsplit(str(own)).path[1:] for own in page.xpath("//meta[@property='og:image']/@content")}
        if path.parent.name == "figures":
            names = (str(href) for href in page.xpath("//a/@href") if str(href).endswith(".png"))
            linked |= {(path.parent / name).resolve().relative_to(built_real.site).as_posix() for name in names}
    drawn = {path.relative_to(built_real.site).as_posix(): path for path in built_real.site.rglob("*.png")}
    drawn = {name: path for name, path in drawn.items() if "/assets/" not in name}
    assert shown | linked == drawn.keys() and len(linked) == 2 * built_real.library.figure_count
    for name, path in drawn.items():
        with Image.open(path) as picture:
            assert picture.size == (1200, 630) and path.stat().st_size < MOST_BYTES, name


def test_a_new_title_draws_one_picture_again(built_minimal: Built, tmp_path: Path) -> None:
    """All others are the same files, and those of a site that is built anew."""
    built = built_minimal.copy(tmp_path)
    before = digests(built.site)
    edit(built.content / "reports" / "open-late" / "index.zh.md", "title: ", "title: 新")
    assert not built.build().failed
    after = digests(built.site)
    changed = {name for name in after if name.endswith("card.png") and after[name] != before.get(name)}
    assert changed == {f"{code}/reports/open-late/card.png" for code in ("zh", "en")}
