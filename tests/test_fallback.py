"""What a language lacks is shown from the first language of its order that has it, and says so."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html

from build_scripts.checks.site import check_site
from build_scripts.content.interface import Words, known_messages
from build_scripts.ground.problems import render_text
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.publish.build import build_site, check_content
from build_scripts.translation.states import find_states
from tests.built import FIXTURES, pages, replace, run
from tests.conftest import FUZZ

CopySite = Callable[[str], Path]
BUSES = "reports/night-network/buses"
# Languages that have no file of their own, by what they fall back to.
FURTHER = {"fr-CA": "fr", "he": "ar, fr"}


def declare(root: Path, fallbacks: dict[str, str]) -> None:
    """Declare more languages, or fallbacks of those that are there."""
    path = root / "site.yml"
    for code, others in fallbacks.items():
        text = path.read_text(encoding="utf-8")
        own = f"fallback: [{others}]}}"
        known = re.sub(rf"(code: {code},.*)\}}", rf"\1, {own}", text)
        row = f"  - {{code: {code}, name: {code}, {own}\n"
        more = re.sub(r"^languages:\n(?:  .*\n)+", rf"\g<0>{row}", text, flags=re.MULTILINE)
        path.write_text(known if known != text else more, encoding="utf-8")


def library_of(root: Path) -> Library:
    content, _, problems = check_content(root)
    assert not [one for one in problems if one.level == "error"], render_text(problems)
    return link_content(content, find_states(content)[0])


def test_an_order_is_flat_and_ends_with_the_source(copy_site: CopySite) -> None:
    """French falls back to Arabic and Arabic to French: neither goes round, and a source named early stands last."""
    root = copy_site("transit")
    declare(root, {"ar": "en, fr", "fr": "ar", "fr-CA": "fr"})
    library = library_of(root)
    assert {code: library.order(code) for code in library.languages} == {
        "en": ("en",),
        "ar": ("ar", "fr", "en"),
        "fr": ("fr", "ar", "en"),
        "fr-CA": ("fr-CA", "fr", "en"),
    }


def test_what_is_missing_comes_from_the_next_language(copy_site: CopySite) -> None:
    root = copy_site("transit")
    declare(root, {"ar": "fr"})
    (root / f"{BUSES}.ar.md").unlink()
    library = library_of(root)
    brief = next(one for one in library.briefs if one.path == f"{BUSES}/")
    assert brief.title.language(*library.order("ar")) == "fr"
    assert {one.text.language(*library.order("ar")) for one in brief.statements} == {"fr"}


def test_a_translation_of_an_older_source_is_shown_to_its_own_readers_alone(copy_site: CopySite) -> None:
    root = copy_site("transit")
    declare(root, {"ar": "fr"})
    (root / f"{BUSES}.ar.md").unlink()
    replace(root / f"{BUSES}.en.md", " {#workers}", " Indeed. {#workers}")
    replace(root / f"{BUSES}.en.md", "\n## ", " now\n\n## ")
    library = library_of(root)
    brief = next(one for one in library.briefs if one.path == f"{BUSES}/")
    shown = {one.id: one.text.language(*library.order("ar")) for one in brief.statements}
    assert shown == {"ridership": "fr", "workers": "en", "headway": "fr", "tram-lanes": "fr"}
    assert brief.statements[1].text.language(*library.order("fr")) == "fr"
    assert brief.intro.language(*library.order("ar")) in ("fr", "en")


def test_what_is_set_aside_in_a_fallback_comes_from_the_one_after_it(copy_site: CopySite) -> None:
    root = copy_site("transit")
    declare(root, {"ar": "fr"})
    (root / f"{BUSES}.ar.md").unlink()
    replace(root / f"{BUSES}.fr.md", " {#workers}", " [x](ref:nowhere) {#workers}")
    library = library_of(root)
    brief = next(one for one in library.briefs if one.path == f"{BUSES}/")
    assert [one.text.language(*library.order("ar")) for one in brief.statements] == ["fr", "en", "fr", "fr"]


def test_messages_come_from_the_next_catalogue_and_say_so(copy_site: CopySite) -> None:
    root = copy_site("transit")
    declare(root, {"fr-CA": "fr", "he": "ar"})
    replace(root / "locale" / "ar.po", re.compile(r'msgid "Glossary"\nmsgstr ".*"'), 'msgid "Glossary"\nmsgstr ""')
    interfaces = check_content(root)[1]
    words = interfaces["he"].translations
    assert isinstance(words, Words)
    assert words.find("Glossary") == ("en", "Glossary")
    code, found = words.find("Timeline")
    assert code == "ar" and found != "Timeline"
    assert interfaces["fr-CA"].translations.gettext("Glossary") == "Glossaire"  # `fr` serves it in any case


def removable(root: Path) -> list[Path]:
    """Give every file that a site may lack: translations, catalogues, records."""
    translations = [path for code in ("ar", "fr") for path in root.rglob(f"*.{code}.md")]
    return sorted([*translations, *(root / "locale").glob("*.po"), *(root / "translations").rglob("*.yml")])


def alternates(site: Path) -> Iterator[tuple[str, str, bool]]:
    """Give page, language of an alternate, and whether that page's heading is in its own language."""
    for page in sorted(site.rglob("index.html")):
        for link in html.parse(str(page)).xpath("//link[@hreflang and @hreflang != 'x-default']"):
            target = site / link.get("href").removeprefix("https://example.org/transit/") / "index.html"
            tree = html.parse(str(target)).getroot()
            assert tree.get("lang") == link.get("hreflang"), target
            yield (
                str(page),
                link.get("hreflang"),
                not tree.xpath("//h1//span[@lang and not(contains(@class, 'dz-words'))]"),
            )


def build_lacking(root: Path, folder: Path, lost: list[Path]) -> Path:
    for path in lost:
        path.unlink()
    result = build_site(root, folder / "site")
    assert not result.failed, render_text(result.problems)
    assert not check_site(folder / "site")
    return folder / "site"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6 if FUZZ else 1))
@pytest.mark.parametrize("count", [3, 5])
def test_a_site_that_lacks_files_at_random_is_built(tmp_path: Path, count: int, seed: int) -> None:
    chance = random.Random(f"{count} {seed}")
    root = shutil.copytree(FIXTURES / "transit", tmp_path / "root")
    declare(root, {"ar": chance.choice(["fr", "en, fr"]), **(FURTHER if count == 5 else {})})
    files = removable(root)
    site = build_lacking(root, tmp_path, chance.sample(files, chance.randint(1, len(files) // 2)))
    for code in ("ar", "fr", *(FURTHER if count == 5 else ())):
        assert pages(site, code) == pages(site, "en")
    for page, code, is_true in alternates(site):
        assert is_true, (page, code)
    assert run("check", "--site", site).returncode == 0


@pytest.mark.slow
def test_pages_in_another_language_say_so(tmp_path: Path) -> None:
    root = shutil.copytree(FIXTURES / "transit", tmp_path / "root")
    declare(root, FURTHER)
    replace(root / f"{BUSES}.ar.md", re.compile(r"- .*\{#workers\}\n(\n    > .*\n)?"), "")
    site = build_lacking(root, tmp_path, [root / "reports/step-free/stations.fr.md"])
    page = html.parse(str(site / "he" / BUSES / "index.html")).getroot()
    (notice,) = page.xpath("//div[@class='dz-notice'][1]/p")
    assert "العربية" in notice.text_content()
    assert page.xpath("//li[@id='workers']/div[1]/@lang") == ["fr"]
    assert page.xpath("//li[@id='workers']/div[1]/@dir") == ["ltr"]
    assert "français" in page.xpath("string(//li[@id='workers']/p[@class='dz-fallback'])")
    assert page.xpath("//li[@id='ridership']/div[1]/@lang") == ["ar"]
    assert page.xpath("//summary/span[@class='dz-words']/@lang")[0] == "ar"
    page = html.parse(str(site / "fr-CA/reports/step-free/stations/index.html")).getroot()
    assert page.xpath("//div[contains(@class, 'dz-text')]/@lang")[0] == "en"
    assert {"en"} == {*page.xpath("//nav//a[starts-with(@href, '#') and @class='md-nav__link']/@lang")}


@pytest.mark.slow
def test_no_word_of_the_interface_in_another_language_is_without_its_mark(tmp_path: Path) -> None:
    """But in attributes, which cannot say in which language they are."""
    root = shutil.copytree(FIXTURES / "transit", tmp_path / "root")
    replace(
        root / "site.yml", "base_url:", "publisher: {name: {en: City, fr: Ville}}\ncontact: a@city.example\nbase_url:"
    )
    site = build_lacking(root, tmp_path, [root / "locale" / "fr.po"])
    known = {text for text, _ in known_messages(TEMPLATES / "locale") if "%" not in text and len(text) > 3}
    pages_seen = 0
    for path in sorted((site / "fr").rglob("*.html")):
        page = html.parse(str(path)).getroot()
        bare = page.xpath("//text()[not(ancestor::script or ancestor::style)]")
        for text in (text for text in bare if text.is_text and " ".join(text.split()) in known):
            languages = [each.get("lang") for each in (text.getparent(), *text.getparent().iterancestors())]
            assert next(filter(None, languages)) == "en", (path, text)
        pages_seen += 1
    assert pages_seen > 20
    page = html.parse(str(site / "fr" / "compare" / "index.html")).getroot()
    assert page.xpath("//title/@lang") == ["en"]
    (said,) = page.xpath("//footer//span[contains(., 'Published by') and not(@lang)]")
    assert [part.text for part in said.xpath("./span[@lang='en']")] == ["Published by ", "."]
    assert said.text_content() == "Published by Ville."


def without_language(path: Path, code: str) -> None:
    """Take the labels of a language out of a YAML file."""
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(rf",? \b{code}: (\{{[^{{}}]*\}}|\[[^\]]*\]|\"[^\"]*\"|'[^']*'|[^,{{}}\[\n]+)(?=[,}}\n])", "", text),
        encoding="utf-8",
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["minimal", pytest.param("transit", marks=pytest.mark.skipif(not FUZZ, reason="takes a minute: make fuzz"))],
)
def test_whichever_file_of_a_language_is_missing_the_site_is_built(tmp_path: Path, name: str) -> None:
    """One after the other: each page and brief, each file of labels, each catalogue of each language but the source."""
    root = shutil.copytree(FIXTURES / name, tmp_path / "content")
    languages = check_content(root)[0].languages[1:]
    files = [path for code in languages for path in sorted(root.rglob(f"*.{code}.md"))]
    labels = [(path, code) for code in languages for path in sorted(root.rglob("*.yml")) if path.name != "site.yml"]
    lost = [*((path, "") for path in [*files, *sorted(root.rglob("*.po"))]), *labels]
    assert len(lost) > 15
    for path, code in lost:
        text = path.read_text(encoding="utf-8")
        without_language(path, code) if code else path.unlink()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            result = build_site(root, tmp_path / "site")
            assert not result.failed, f"{path.name} {code}: {render_text(result.problems)}"
            if not path.exists() and path.suffix == ".md":
                assert_alternates_are_true(path, root, tmp_path / "site")
        path.write_text(text, encoding="utf-8")


def assert_alternates_are_true(lost: Path, root: Path, site: Path) -> None:
    """The page of a file that is gone is an alternate of none, and has none."""
    stem, code, _ = lost.name.split(".")
    folder = lost.parent.relative_to(root) / ("" if stem == "index" else stem)
    if folder.parts[0] == "comparisons":
        return  # their pages are generated, and exist in any case
    for language in {path.name.split(".")[1] for path in lost.parent.glob(f"{stem}.*.md")} | {code}:
        page = site / language / str(folder).removeprefix("pages/") / "index.html"
        links = html.parse(str(page)).getroot().xpath("//link[@hreflang]/@hreflang")
        assert code not in links and (language != code or not links), (page, links)
