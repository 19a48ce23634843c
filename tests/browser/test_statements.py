"""What readers do with statements: read them aligned, take links and citations away, look terms up."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from build_scripts.outputs.citation_files import find_cited
from build_scripts.pages.terms import TermIndex
from tests.browser.hosts import Host, page_kinds
from tests.browser.waiting import wait_until
from tests.built import Built

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context


KINDS = ("brief", "sector", "sector-list")


@pytest.fixture
def base(built_minimal: Built, host: Host) -> str:
    return host(built_minimal.site)


def open_page(context: BrowserContext, base: str, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{base}/{path}")
    page.wait_for_selector("html.js")
    return page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_every_statement_gets_its_counterpart(
    built_minimal: Built, base: str, context: BrowserContext, kind: str, language: str, other: str
) -> None:
    page = open_page(context, base, page_kinds(built_minimal.site, language)[kind])
    page.locator(f"[data-dz-align={other}]").click()
    page.wait_for_selector(".dz-other")
    statements = page.locator(".dz-statement")
    assert page.locator(".dz-statement > .dz-other").count() == statements.count() > 0
    claims = [*built_minimal.library.statements.values(), *built_minimal.library.points]
    shown = {claim.text[other].words for claim in claims if other in claim.text}
    boxes = page.locator(f".dz-statement > .dz-other[lang={other}]")
    assert boxes.count() > 0
    for box in boxes.all():
        assert box.get_attribute("dir") == "ltr"
        words = box.locator("p").first.text_content() or ""
        assert any(words[:8] in text for text in shown), words
    assert page.locator("[id]").evaluate_all("all => new Set(all.map(e => e.id)).size === all.length")


RECORD = '"holdings": {text: "2021年，全市馆藏达到2.24亿册。"}\n'


@pytest.mark.parametrize("is_translated", [True, False])
def test_a_counterpart_that_was_never_accepted_is_shown_with_its_mark_and_a_missing_one_is_not(
    minimal_copy: Built, host: Host, context: BrowserContext, is_translated: bool
) -> None:
    name, old, new = "reports/reading-city/collections.en.md", "In 2021 the city held 224 million volumes. {#h", "{#h"
    if is_translated:
        name, old, new = "translations/en/reports/reading-city/collections.yml", RECORD, ""
    path = minimal_copy.content / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert not minimal_copy.build().failed
    page = open_page(context, host(minimal_copy.site), "zh/reports/reading-city/collections/")
    page.locator("[data-dz-align=en]").click()
    other = page.locator("#holdings > .dz-other")
    expect(other).to_have_attribute("lang", "en" if is_translated else "zh")
    assert ("224 million" in (other.text_content() or "")) is is_translated
    expect(other.locator(".dz-unreviewed")).to_have_count(int(is_translated))


def test_title_and_intro_get_their_counterpart_too(built_minimal: Built, base: str, context: BrowserContext) -> None:
    brief = next(b for b in built_minimal.library.briefs if {"zh", "en"} <= b.intro.keys() & b.title.keys())
    page = open_page(context, base, f"zh/{brief.path}")
    page.locator("[data-dz-align=en]").click()
    expect(page.locator("h1 .dz-other")).to_have_text(brief.title["en"])
    other = page.locator(".dz-intro > .dz-other[lang=en]")
    expect(other).to_contain_text(brief.intro["en"].words[:12])
    page.locator("[data-dz-align=en]").click()
    expect(page.locator(".dz-other")).to_have_count(0)


# Words of a brief, and the same with the marks of footnotes.
MARKED = {
    "zh": {
        "分布不均。": "分布不均[^i]。",
        "2.24亿册。": "2.24亿册[^a]，再说[^b]，又说[^a]。",
        "外借在读者手中。": "外借在读者手中[^b]。",
    },
    "en": {
        "unevenly.": "unevenly[^i].",
        "million volumes.": "million volumes[^a], more[^b], again[^a].",
        "out with readers.": "out with readers[^b].",
    },
}


def with_footnotes(site: Built) -> None:
    """Put footnotes into two statements and the intro of a brief, in both languages, and build."""
    for code, marked in MARKED.items():
        path = site.content / f"reports/reading-city/collections.{code}.md"
        text = path.read_text(encoding="utf-8")
        for old, new in marked.items():
            assert old in text
            text = text.replace(old, new, 1)
        notes = "\n".join(f"[^{label}]: {code} note {label}, [link](ref:sectors/).\n" for label in "aib")
        path.write_text(f"{text}\n{notes}", encoding="utf-8")
    assert not site.build().failed


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_counterpart_brings_its_footnotes(
    minimal_copy: Built, host: Host, context: BrowserContext, kind: str
) -> None:
    with_footnotes(minimal_copy)
    paths = ("zh/reports/reading-city/collections/", "zh/sectors/collections/", "zh/sectors/collections/finding/")
    path = dict(zip(KINDS, paths, strict=True))[kind]
    page = open_page(context, host(minimal_copy.site), path)
    page.locator("[data-dz-align=en]").click()
    box = page.locator(".dz-statement > .dz-other[lang=en]").filter(has_text="224 million")
    expect(box.locator(".dz-fn-mark")).to_have_text(["1", "2", "1"])
    expect(box.locator(".dz-footnote-list > li")).to_have_text(["en note a, link.", "en note b, link."])
    assert box.locator(".dz-footnote-list a").first.evaluate("a => a.href").endswith("/en/sectors/")
    assert page.locator("[id]").evaluate_all("all => new Set(all.map(e => e.id)).size === all.length")
    mark = box.locator(".dz-fn-mark a").nth(1)
    mark.click()
    assert page.locator(":target").inner_text() == "en note b, link."
    if kind == "brief":
        expect(page.locator(".dz-intro > .dz-other .dz-footnote-list > li")).to_have_text(["en note i, link."])
        expect(page.locator("section.dz-footnotes li[id]")).to_have_count(3)
    page.locator("[data-dz-align=en]").click()
    expect(page.locator("[lang=en] .dz-footnote-list")).to_have_count(0)


def test_aligned_reading_is_remembered_and_turned_off(built_minimal: Built, base: str, context: BrowserContext) -> None:
    path = page_kinds(built_minimal.site, "en")["brief"]
    page = open_page(context, base, path)
    toggle = page.locator("[data-dz-align]").first
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    page.goto(f"{base}/{path.replace('en/', 'zh/', 1)}")
    expect(page.locator(".dz-other").first).to_be_visible()
    page.locator("[data-dz-align]").first.press(" ")
    expect(page.locator(".dz-other")).to_have_count(0)
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".dz-other")).to_have_count(0)


@pytest.mark.parametrize(("width", "is_beside"), [(1440, True), (1100, True), (390, False)])
def test_the_counterpart_stands_beside_or_beneath(
    built_minimal: Built, base: str, context: BrowserContext, width: int, is_beside: bool
) -> None:
    page = open_page(context, base, page_kinds(built_minimal.site, "en")["brief"])
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("[data-dz-align]").first.click()
    page.wait_for_selector(".dz-other")
    own = page.locator(".dz-statement > .dz-text").first.bounding_box()
    other = page.locator(".dz-statement > .dz-other").first.bounding_box()
    assert own and other
    assert (other["x"] >= own["x"] + own["width"]) is is_beside
    assert (other["y"] >= own["y"] + own["height"]) is not is_beside


def test_right_to_left_counterparts_say_so(built_transit: Built, host: Host, context: BrowserContext) -> None:
    page = open_page(context, host(built_transit.site), page_kinds(built_transit.site, "en")["brief"])
    page.locator("[data-dz-align=ar]").click()
    page.wait_for_selector(".dz-statement > .dz-other[lang=ar]")
    assert page.locator(".dz-statement > .dz-other[lang=ar]").first.get_attribute("dir") == "rtl"


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_and_citations_can_be_taken_away(
    built_minimal: Built, base: str, context: BrowserContext, kind: str
) -> None:
    page = open_page(context, base, page_kinds(built_minimal.site, "en")[kind])
    statement = page.locator(".dz-statement").nth(1)
    statement.scroll_into_view_if_needed()
    permalink = str(statement.locator(".dz-permalink").evaluate("link => link.href"))
    statement.locator("summary").click()
    statement.locator("[data-dz-copy]").click()
    wait_until(page, "navigator.clipboard.readText().then(text => text.startsWith('http'))")
    assert page.evaluate("navigator.clipboard.readText()") == permalink
    tail = permalink.removeprefix(base)
    plain = ("Summary by ", "Comparison by ")
    for name, start in (("txt", plain), ("bib", ("@misc{",)), ("ris", ("TY  - ELEC",)), ("json", ("[",))):
        statement.locator(f"[data-dz-cite={name}]").click()
        expect(statement.locator(f"[data-dz-cite={name}]")).to_have_attribute("aria-current", "true")
        shown = statement.locator(".dz-citation pre")
        expect(shown).to_contain_text(tail)
        text = shown.text_content() or ""
        assert text.startswith(start)
        assert text.count(tail) == 1
    assert json.loads(text)[0]["URL"].endswith(tail)
    statement.locator(".dz-citation button").click()
    wait_until(page, "navigator.clipboard.readText().then(text => text.startsWith('['))")
    page.keyboard.press("Escape")
    assert statement.locator("details").get_attribute("open") is None


def test_the_other_version_of_a_statement_is_a_link(built_minimal: Built, base: str, context: BrowserContext) -> None:
    for kind in KINDS:
        page = open_page(context, base, page_kinds(built_minimal.site, "en")[kind])
        statement = page.locator(".dz-statement").first
        statement.scroll_into_view_if_needed()
        permalink = str(statement.locator(".dz-permalink").evaluate("link => link.href"))
        statement.locator("summary").click()
        link = str(statement.locator(".dz-tools a[hreflang=zh]").evaluate("link => link.href"))
        assert link == permalink.replace("/en/", "/zh/", 1)


def test_a_term_is_explained_on_hover_focus_and_tap(built_real: Built, chromium: Browser, host: Host) -> None:
    base = host(built_real.site)
    uses = TermIndex(built_real.library).uses["en"]
    terms = built_real.library.terms
    term, found = next((key, found) for key, found in uses.items() if terms[key].definition)
    path = f"en/reports/{found[0].report}/{found[0].brief}/"
    for is_touch in (False, True):
        with chromium.new_context(has_touch=is_touch, viewport={"width": 390, "height": 844}) as context:
            context.clock.install()
            page = open_page(context, base, path)
            link = page.locator(f".dz-term[href$='#{term}']")
            tip = page.locator("[role=tooltip]")
            if is_touch:
                link.tap()
                assert page.url.endswith(path)
            else:
                link.hover()
            expect(tip).to_have_text((terms[term].definition or {})["en"])
            assert link.get_attribute("aria-describedby") == "dz-tip"
            page.keyboard.press("Escape")
            expect(tip).to_be_hidden()
            if is_touch:
                link.tap()
                expect(tip).to_be_visible()
                # A finger leaves before its click comes, on a busy machine long before.
                link.dispatch_event("pointerout", {"pointerType": "touch"})
                page.clock.run_for(1000)
                expect(tip).to_be_visible()
                link.tap()
                page.wait_for_url(f"**/en/glossary/#{term}")
            else:
                link.focus()
                expect(tip).to_be_visible()


def test_citation_files_lie_where_pages_link(built_minimal: Built) -> None:
    from build_scripts.publish.build import check_content

    interfaces = check_content(built_minimal.content)[1]
    for cited in find_cited(built_minimal.library, tuple(interfaces.values())):
        assert all((built_minimal.site / name).is_file() for name in cited.names)
