"""What a site shows of itself: publisher, contact, logo, colours, footer, in every place where readers look for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from lxml import html

from build_scripts.content.identity import SchemeColour
from build_scripts.content.model import Site
from build_scripts.library.index import Library
from build_scripts.outputs.description import describe_site
from build_scripts.pages.site_css import site_css
from tests.built import FIXTURES, Built, build_copy, digests
from tests.identity_site import IDENTITY, SVG, with_identity
from tests.pages import citations_of, data_of, files_of, interface_of

pytest_plugins = ("tests.built",)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("identity")
    return build_copy(with_identity(folder), folder)


def page(site: Path, path: str) -> html.HtmlElement:
    return html.document_fromstring((site / path).read_bytes())


@pytest.mark.parametrize("path", ["", "reports/open-late/summary/", "404.html"])
def test_every_page_shows_who_answers_for_it(pair: Built, path: str) -> None:
    tree = page(pair.site / "en", path if path.endswith("html") else f"{path}index.html")
    (footer,) = tree.xpath('//footer[contains(@class, "dz-footer")]')
    words = " ".join(footer.text_content().split())
    assert "Published by Libraries & Cities." in words and "Contact editors@libraries.example" in words
    links = {link.text_content(): urljoin(f"/en/{path}", link.get("href")) for link in footer.iter("a")}
    assert links["Libraries & Cities"] == "https://publisher.example/"
    assert links["editors@libraries.example"] == "mailto:editors@libraries.example"
    assert links["Reports"] == "/en/reports/"
    assert links["One statement"] == "/en/reports/open-late/summary/#no-substitute"
    assert links["Privacy"] == "https://publisher.example/privacy?a=1&b=2"
    (fallback,) = footer.xpath('.//span[@lang="zh"]')
    assert fallback.text == "由读者资助。"


def test_the_logo_is_shown_by_scheme_and_the_icon_is_that_of_the_site(pair: Built) -> None:
    tree = page(pair.site / "en", "timeline/index.html")
    logos = tree.xpath('//header//img[contains(@class, "dz-logo")]')
    assert [logo.get("src") for logo in logos] == ["../images/logo.svg", "../images/logo-dark.png"]
    assert all(logo.get("alt") == "" for logo in logos) and logos[0].getparent().get("aria-label")
    assert tree.xpath('//link[@rel="icon"]/@href') == ["../images/logo.svg"]
    (icon,) = page(pair.site, "index.html").xpath('//link[@rel="icon"]/@href')
    assert (pair.site / icon).read_text("utf-8") == SVG


def test_every_page_loads_the_style_sheet_of_the_site(pair: Built) -> None:
    css = (pair.site / "en" / "assets" / "site.css").read_text("utf-8")
    assert "--dz-accent:#14507f" in css and "--dz-primary:#102030" in css
    for path in ("index.html", "en/index.html", "zh/reports/index.html", *charts(pair.site)):
        sheets = page(pair.site, path).xpath('//link[@rel="stylesheet"]/@href')
        (own,) = (sheet.partition("?")[0] for sheet in sheets if "site.css" in sheet)
        assert ((pair.site / path).parent / own).is_file(), path
    whole = pair.work / "en" / "docs" / "assets" / "site.css"
    assert whole.read_text("utf-8") == css, "any engine finds it beside the whole pages"


def charts(site: Path) -> list[str]:
    return [path.relative_to(site).as_posix() for path in site.glob("en/charts/*/index.html")][:1]


def test_what_the_site_says_of_itself_changes_and_goes_with_its_fields(pair: Built, tmp_path: Path) -> None:
    own = pair.copy(tmp_path)
    site = own.content / "site.yml"
    text = site.read_text("utf-8").replace('accent: "#14507f"', 'accent: "#7a3b00"').replace("由读者资助", "由城市资助")
    site.write_text(text, encoding="utf-8")
    facts = own.content / "reports" / "open-late" / "report.yml"
    facts.write_text(f'colour: "#7a3b00"\n{facts.read_text("utf-8")}', encoding="utf-8")
    assert not own.build().failed
    made = digests(own.site)
    assert not own.build(clean=True).failed
    assert digests(own.site) == made
    assert "--dz-accent:#7a3b00" in (own.site / "en/assets/site.css").read_text("utf-8")
    assert "由城市资助" in (own.site / "zh/figures/index.html").read_text("utf-8")


# Without an engine


@pytest.fixture(scope="module")
def site() -> Site:
    base = yaml.safe_load((FIXTURES / "minimal" / "site.yml").read_text("utf-8"))
    return Site.model_validate(base | yaml.safe_load(IDENTITY))


def shown(library: Library, site: Site, **changes: object) -> Library:
    return replace(library, site=site.model_copy(update=changes))


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("a@b.example", "mailto:a@b.example?subject=https%3A%2F%2Flibraries.example%2Fen%2F"),
        ("https://bugs.example/new?at={page}", "https://bugs.example/new?at=https%3A%2F%2Flibraries.example%2Fen%2F"),
        ("https://bugs.example/", "https://bugs.example/"),
    ],
)
def test_an_error_can_be_reported_from_every_page(library: Library, site: Site, contact: str, found: str) -> None:
    files = files_of(shown(library, site, contact=contact))
    for name, text in files.items():
        (link,) = re.findall(r'<a href="([^"]*)" rel="noreferrer">Report an error</a>', text)
        own = found
        if "libraries.example" in found:
            own += name.removesuffix("index.md").replace("/", "%2F")
        assert link == own, name


def test_without_a_contact_no_page_asks_for_reports(library: Library, site: Site) -> None:
    files = files_of(shown(library, site, contact=None, publisher=None))
    assert not any(">Report an error<" in text or "dz-facts" in files["about/index.md"] for text in files.values())


def test_the_page_about_the_site_names_publisher_and_contact(library: Library, site: Site) -> None:
    tree = html.fromstring(files_of(shown(library, site))["about/index.md"].partition("\n---\n")[2])
    (facts,) = tree.xpath('//dl[@class="dz-facts"]')
    assert [dd.text_content() for dd in facts.iter("dd")] == ["Libraries & Cities", "editors@libraries.example"]


def test_citations_name_the_publisher(library: Library, site: Site) -> None:
    interfaces = [interface_of(library, code) for code in ("en", "zh")]
    files = citations_of(shown(library, site), interfaces)
    bib, ris, csl = (files[f"en/reports/open-late/opening-hours/cite.{name}"] for name in ("bib", "ris", "json"))
    assert r"publisher = {{Libraries \& Cities}}," in bib
    assert "\r\nPB  - Libraries & Cities\r\n" in ris
    assert {item["publisher"] for item in json.loads(csl)} == {"Libraries & Cities"}
    assert "publisher" not in citations_of(library, interfaces)["en/reports/open-late/opening-hours/cite.json"]


def test_calendars_say_whom_to_ask(library: Library, site: Site) -> None:
    interfaces = [interface_of(library, "zh")]
    text = data_of(shown(library, site), interfaces)["zh/timeline/events.ics"].replace("\r\n ", "")
    contacts = re.findall(r"CONTACT.*", text)
    assert len(contacts) == text.count("BEGIN:VEVENT") > 0
    assert set(contacts) == {"CONTACT;LANGUAGE=zh:城市图书馆协会\\, mailto:editors@libraries.example\r"}
    assert (
        "CONTACT"
        not in data_of(shown(library, site, publisher=None, contact=None), interfaces)["zh/timeline/events.ics"]
    )


def test_the_description_names_publisher_licence_and_files(library: Library, site: Site) -> None:
    nodes = json.loads(describe_site(shown(library, site)))["@graph"]
    found = {node["@type"]: node for node in nodes}
    publisher = found["Organization"]
    assert publisher["name"][1] == {"@language": "en", "@value": "Libraries & Cities"}
    assert publisher["contactPoint"]["email"] == "editors@libraries.example"
    assert found["WebSite"]["publisher"] == found["Dataset"]["publisher"] == {"@id": publisher["@id"]}
    assert found["Dataset"]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    names = {each["contentUrl"].rpartition("/data/")[2] for each in found["Dataset"]["distribution"]}
    made = {name.removeprefix("data/") for name in data_of(library, [interface_of(library, "en")])}
    assert names - made == {"tables.zh.xlsx", "tables.en.xlsx"}
    assert {name for name in made - names if "/" not in name} == set()
    assert "#publisher" not in describe_site(shown(library, site, publisher=None, contact=None))


def test_every_report_has_a_mark_and_one_that_asks_for_a_colour_has_it(library: Library, site: Site) -> None:
    first, *_ = library.reports
    asked = library.reports[first].facts.model_copy(update={"colour": SchemeColour(light="#7a3b00")})
    reports = {**library.reports, first: replace(library.reports[first], facts=asked)}
    css = site_css(replace(library, reports=reports, site=site))
    spines = re.findall(r"^(\.dz-spine-[^{]*)\{--dz-spine:", css, re.MULTILINE)
    assert sorted(",".join(spines).split(",")) == sorted(f".dz-spine-{no}" for no, _ in enumerate(reports, 1))
    number = re.search(r"\.dz-spine-1\{--dz-spine:var\(--dz-c(\d+)\)", css)
    assert number and f"--dz-c{number[1]}:#7a3b00" in css


def test_words_on_the_bar_are_read(library: Library, site: Site) -> None:
    css = site_css(shown(library, site))
    assert (
        "--dz-primary:#ffd84d;--dz-on-primary:#000000" in css and "--dz-primary:#102030;--dz-on-primary:#ffffff" in css
    )
