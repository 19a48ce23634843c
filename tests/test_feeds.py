"""The feeds: read by a real feed parser, and held to what RFC 4287 asks of a feed and of an entry."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import feedparser
import pytest
from lxml import etree

from build_scripts.content.fronts import Change
from build_scripts.content.paths import FEED
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.outputs import feeds as module
from build_scripts.outputs.feeds import feeds
from tests.built import CONTENT, load_library
from tests.pages import interface_of

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\Z")
# How often an element may stand in a feed and in an entry: RFC 4287, 4.1.1 and 4.1.2. What is not named may not stand.
_FEED = {"id": (1, 1), "title": (1, 1), "subtitle": (0, 1), "updated": (1, 1), "rights": (0, 1), "author": (1, 99)}
_ENTRY = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "summary": (0, 1)}


def feed_of(library: Library, code: str) -> str:
    return dict(feeds(library, [interface_of(library, code)]))[f"{code}/{FEED}"]


def faults(text: str) -> list[str]:
    """Give what RFC 4287 does not allow in a feed."""
    root = etree.fromstring(text.encode())
    assert root.tag == f"{ATOM}feed" and root.get(LANG)
    found = [
        fault
        for one, most in ((root, _FEED), *((e, _ENTRY) for e in root.iter(f"{ATOM}entry")))
        for fault in _of(one, most)
    ]
    ids = Counter(one.findtext(f"{ATOM}id") for one in root.iter(f"{ATOM}entry"))
    found += [f"{name} twice" for name, count in ids.items() if count > 1]
    return found


def _of(node: etree._Element, most: dict[str, tuple[int, int]]) -> list[str]:
    names = Counter(str(child.tag).removeprefix(ATOM) for child in node)
    found = [f"{name}: {names[name]}" for name, (low, high) in most.items() if not low <= names[name] <= high]
    found += [f"{name} here" for name in names.keys() - most.keys() - {"link", "entry"}]
    found += [time.text or "" for time in node.findall(f"{ATOM}updated") if not _TIME.match(time.text or "")]
    links = Counter((one.get("rel"), one.get("type"), one.get("hreflang")) for one in node.findall(f"{ATOM}link"))
    found += [f"{link} twice" for link, count in links.items() if count > 1 and link[0] == "alternate"]
    found += [
        f"{name} is no address"
        for name in (node.findtext(f"{ATOM}id") or "",)
        if not re.match(r"https?://[^#\s]+(#[^#\s]*)?\Z", name)
    ]
    return found


@pytest.mark.parametrize("name", ["minimal", "transit"])
def test_a_feed_parser_reads_every_feed(name: str, library: Library, transit_library: Library) -> None:
    site = library if name == "minimal" else transit_library
    for code in site.languages:
        text = feed_of(site, code)
        assert faults(text) == []
        read = feedparser.parse(text)
        assert not read.bozo and read.version == "atom10" and read.feed.language == code
        base = f"{site.site.base_url.rstrip('/')}/{code}/"
        links = {
            (link.rel, link.get("type")): link.href for link in read.feed.links if link.get("hreflang") in (None, code)
        }
        assert links["self", "application/atom+xml"] == f"{base}{FEED}" and links["alternate", "text/html"] == base
        assert read.entries and all(entry.link.startswith(base) and entry.title for entry in read.entries)
        days = [entry.updated for entry in read.entries]
        assert days == sorted(days, reverse=True) and read.feed.updated == days[0]


def with_log(library: Library, *lines: tuple[str, str]) -> Library:
    report = library.reports["reading-city"]
    log = tuple(Change(date=date, text=text) for date, text in lines)
    page = replace(report.page, changes=Texts({"zh": log, "en": log}))
    return replace(library, reports={**library.reports, "reading-city": replace(report, page=page)})


def test_lines_of_a_log_keep_their_ids_as_it_grows(library: Library) -> None:
    first = feedparser.parse(feed_of(with_log(library, ("2024-02", "Second <b>."), ("2023", "First.")), "en"))
    grown = with_log(library, ("2024-02-03", "Third."), ("2024-02", "Second <b>."), ("2023", "First."))
    then = feedparser.parse(feed_of(grown, "en"))
    url = "https://libraries.example/en/reports/reading-city/"
    before = {entry.id: entry.summary for entry in first.entries if entry.link == url}
    after = {entry.id: (entry.summary, entry.updated) for entry in then.entries if entry.link == url}
    assert before.items() <= {name: words for name, (words, _) in after.items()}.items()
    assert after[url] == ("First.", "2023-01-01T00:00:00Z")
    assert after[f"{url}#.change-3"] == ("Third.", "2024-02-03T00:00:00Z")
    assert after[f"{url}#.change-2"][1] == "2024-02-01T00:00:00Z"


def test_words_in_another_language_say_so(library: Library) -> None:
    root = etree.fromstring(feed_of(library, "en").encode())
    by_id = {entry.findtext(f"{ATOM}id"): entry for entry in root.iter(f"{ATOM}entry")}
    untranslated = by_id["https://libraries.example/en/reports/open-late/"]
    assert [untranslated.find(f"{ATOM}{name}").get(LANG) for name in ("title", "summary")] == ["zh", "zh"]
    mixed = by_id["https://libraries.example/en/sectors/opening-hours/"]
    assert [mixed.find(f"{ATOM}{name}").get(LANG) for name in ("title", "summary")] == [None, "zh"]


def test_a_feed_has_the_newest_and_no_more(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    every = feedparser.parse(feed_of(library, "en")).entries
    monkeypatch.setattr(module, "MOST", 2)
    assert [entry.id for entry in feedparser.parse(feed_of(library, "en")).entries] == [entry.id for entry in every[:2]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<updated>", "<updated>2024-"),
        ("<rights>CC BY 4.0</rights>", "<rights>a</rights><rights>b</rights>"),
        (
            "https://libraries.example/en/reports/open-late/</id>",
            "https://libraries.example/en/reports/reading-city/</id>",
        ),
        ("<entry>", "<entry><name>a</name>"),
        ("/en/feed.atom</id>", "/en/feed atom</id>"),
    ],
)
def test_a_fault_of_a_feed_is_found(library: Library, before: str, after: str) -> None:
    text = feed_of(library, "en")
    assert before in text and faults(text.replace(before, after, 1)) != []


@pytest.mark.slow
def test_what_was_withdrawn_is_told() -> None:
    library = load_library(CONTENT)
    for text in (feed_of(library, code) for code in library.languages):
        assert faults(text) == [] and not feedparser.parse(text).bozo
        ids = [entry.id for entry in feedparser.parse(text).entries]
        assert any(".withdrawn/" in name for name in ids) or not library.succession.withdrawn
