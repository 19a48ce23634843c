"""How translations are worded: every check with texts that pass and texts that fail, and the waivers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.checks import wording
from build_scripts.checks.blocks import check_blocks
from build_scripts.checks.numbers import check_numbers
from build_scripts.checks.pair import Finding, Pair, SiteTerms
from build_scripts.checks.wording import (
    check_emphasis,
    check_footnotes,
    check_leftovers,
    check_links,
    check_terms,
    check_terms_avoided,
    check_typography,
)
from build_scripts.cli.main import main
from build_scripts.content.model import Term
from build_scripts.ground.markdown import Prose, read_prose
from build_scripts.ground.problems import Problem
from build_scripts.library.terms import find_terms
from build_scripts.publish.build import check_content


def term(identifier: str, acronym: str | None = None, **forms: str | dict[str, Any]) -> Term:
    """Make a term; a bare text is its preferred form."""
    full = {language: {"preferred": form} if isinstance(form, str) else form for language, form in forms.items()}
    return Term.model_validate({"id": identifier, "acronym": acronym, **full})


TERMS = (
    term("market", zh="市场", en="exchange", fr="marché"),
    term(
        "night-market",
        zh="夜间市场",
        en={"preferred": "night bazaar", "accepted": ["evening bazaar"]},
        fr="marché nocturne",
    ),
    term("loan", "ILL", zh={"preferred": "馆际互借", "accepted": ["馆际借书"]}, en="interlibrary loan"),
    term("shelf", zh="书架", en={"preferred": "book shelf", "avoid": ["shelf", "rack"]}),
    term("rack", zh={"preferred": "行李架", "avoid": ["架子"]}, en="luggage rack"),
    term("city", zh={"preferred": "城市", "avoid": ["都市"]}, en={"preferred": "city", "avoid": ["metropolis"]}),
    term("only-chinese", zh="胡同"),
    term("ranking", "LRG", zh="图书馆排名", en="ranking of libraries"),
)
LOCALES = {
    "zh": "zh_Hans_CN",
    "en": "en_GB",
    "fr": "fr_FR",
    "ar": "ar",
    "ja": "ja_JP",
    "ru": "ru_RU",
    "ko": "ko_KR",
} | {"es": "es_ES", "en-GB": "en_GB", "fr-CA": "fr_CA"}
SITE = SiteTerms(TERMS, LOCALES)


@dataclass(frozen=True)
class Case:
    """Two texts that a check is given, and the rule that they break, if any."""

    check: Callable[[Pair], Any]
    source: str
    target: str
    rule: str = ""
    languages: str = "zh en"
    note: bool = False

    def __str__(self) -> str:
        return f"{self.check.__name__}: {' '.join(self.target[:40].split())}"


CASES = [
    # Links in code are shown, not followed; an address in angle brackets is a link; so is one around a note's mark.
    Case(check_links, "写作`[词](y)`。", "Written `[word](y)`."),
    Case(check_links, "写作`[词](y)`。", "Written so."),
    Case(check_links, "见<https://a.example>。", "See <https://a.example>."),
    Case(check_links, "见<https://a.example>。", "See there.", "links-differ"),
    Case(check_links, "见[[1]](ref:a)。", "See [[1]](ref:a)."),
    Case(check_links, "见[[1]](ref:a)。", "See [1].", "links-differ"),
    Case(check_links, "见[甲](https://a.example/b_(c))。", "See [b](https://a.example/b_(d)).", "links-differ"),
    Case(check_links, "见[甲](ref:a/#b)。", "See [that](ref:a#b)."),
    Case(check_links, "见[甲](https://a.example/b)。", "See [that](https://a.example/b/).", "links-differ"),
    Case(check_footnotes, "写作`[^1]`。", "Written so."),
    Case(check_emphasis, "写作`**16**`。", "Written so."),
    Case(check_terms, "图书馆排名", "Two LRKs.", "term-missing"),
    Case(check_terms, "图书馆排名", "Two LRGs."),
    # Links lead to the same places; words and titles are the translator's.
    Case(check_links, "见[甲](ref:a#b)。", "See [that](ref:a#b)."),
    Case(check_links, "见[甲](https://a.example)和[乙](ref:b)", "See [b](ref:b) and [a](https://a.example)"),
    Case(check_links, '见[甲](ref:a "题")', 'See [a](ref:a "Title")'),
    Case(check_links, "见[甲](ref:a)。", "See that.", "links-differ"),
    Case(check_links, "见此。", "See [that](ref:a).", "links-differ"),
    Case(check_links, "见[甲](ref:a)。", "See [that](ref:b).", "links-differ"),
    Case(check_links, "[甲](ref:a)，[甲](ref:a)", "[a](ref:a)", "links-differ"),
    # Paragraphs, items, rows: as many as in the source.
    Case(check_blocks, "甲。\n\n- 乙\n- 丙", "A.\n\n1. B\n2. C"),
    Case(check_blocks, "甲。", "A.\n\nBuy shelves.", "blocks-differ"),
    Case(check_blocks, "甲。\n\n乙。", "A. B.", "blocks-differ"),
    Case(check_blocks, "- 甲\n- 乙", "- A\n- B\n- C", "blocks-differ"),
    Case(check_blocks, "- 甲\n- 乙", "A.\n\nB.", "blocks-differ"),
    Case(check_blocks, "甲。\n\n```\nx\n```", "A.\n\nB.", "blocks-differ"),
    Case(check_blocks, "甲<!-- 乙 -->。", "A.\n\n<!-- B -->"),
    # Footnotes.
    Case(check_footnotes, "甲[^1]，乙[^note]。", "A[^note] and B[^1]."),
    Case(check_footnotes, "甲[^1]。", "A.", "footnotes-differ"),
    Case(check_footnotes, "甲。", "A[^1].", "footnotes-differ"),
    Case(check_footnotes, "甲[^1]。", "A[^2].", "footnotes-differ"),
    # Emphasis of numbers; that of words is the translator's.
    Case(check_emphasis, "约占**16%**。", "about **16%**."),
    Case(check_emphasis, "约占**16%**。", "about *16%*."),
    Case(check_emphasis, "**重要**的是16%。", "16% is what matters."),
    Case(check_emphasis, "约占16%。", "about **one** in 6."),
    Case(check_emphasis, "约占**16%**。", "about 16%.", "emphasis-differs"),
    Case(check_emphasis, "约占16%。", "about __16%__.", "emphasis-differs"),
    Case(check_emphasis, "**16%**和**20%**", "**16%** and 20%", "emphasis-differs"),
    # Terms: one of the forms, in any inflection.
    Case(check_terms, "市场开放。", "The exchange opens."),
    Case(check_terms, "市场开放。", "Exchanges open."),
    Case(check_terms, "市场开放。", "The exchange’s doors open."),
    Case(check_terms, "市场开放。", "EXCHANGE OPENS"),
    Case(check_terms, "市场开放。", "The market opens.", "term-missing"),
    Case(check_terms, "市场开放。", "Interexchange opens.", "term-missing"),
    Case(check_terms, "馆际互借增加。", "Interlibrary loans grow."),
    Case(check_terms, "馆际互借增加。", "ILL grows."),
    Case(check_terms, "馆际借书增加。", "Loans between libraries grow.", "term-missing"),
    Case(check_terms, "夜间市场开放。", "Evening bazaars open."),
    Case(check_terms, "市场开放。", "Les marchés ouvrent.", languages="zh fr"),
    Case(check_terms, "市场开放。", "La foire ouvre.", "term-missing", languages="zh fr"),
    Case(check_terms, "The exchange opens.", "市场开放。", languages="en zh"),
    Case(check_terms, "The exchange opens.", "集市开放。", "term-missing", languages="en zh"),
    # The longer term wins over the shorter inside it, and the shorter still counts by itself.
    Case(check_terms, "夜间市场开放。", "The night bazaar opens."),
    Case(check_terms, "夜间市场开放。", "The exchange opens.", "term-missing"),
    Case(check_terms, "夜间市场和市场。", "The night bazaar and the exchange."),
    Case(check_terms, "夜间市场和市场。", "The night bazaar and others.", "term-missing"),
    # What is no wording: other languages, notes, code, addresses.
    Case(check_terms, "胡同很窄。", "Hutongs are narrow."),
    Case(check_terms, "市场开放。", "المكان مفتوح", languages="zh ar"),
    Case(check_terms, "原文作“市场”。", "The text has another word here.", note=True),
    Case(check_terms, "See [that](ref:reports/a#exchange).", "见[那里](ref:reports/a#exchange)。", languages="en zh"),
    Case(check_terms, "Call `exchange` first.", "先调用`exchange`。", languages="en zh"),
    # Leftovers of the source language.
    Case(check_leftovers, "甲烷排放。", "Methane is emitted."),
    Case(check_leftovers, "甲烷排放。", "Methane 排放.", "not-translated"),
    Case(check_leftovers, "甲烷排放。", "“甲烷” is emitted."),
    Case(check_leftovers, "甲烷排放。", "Methane (甲烷) is emitted."),
    Case(check_leftovers, "见《报告》。", "See *报告*."),
    Case(check_leftovers, "见`代码`。", "See `代码`."),
    Case(check_leftovers, "见[甲](https://a.example/甲)", "See [a](https://a.example/甲)"),
    Case(check_leftovers, "原文作“甲”。", "The text has 甲.", note=True),
    Case(check_leftovers, "甲烷排放很多很多。", "甲烷排放很多很多。", "not-translated"),
    Case(check_leftovers, "Метан вреден.", "Метан is bad.", "not-translated", languages="ru en"),
    Case(check_leftovers, "Метан вреден.", "Methane is bad.", languages="ru en"),
    Case(check_leftovers, "الميثان ضار", "الميثان is bad", "not-translated", languages="ar en"),
    Case(check_leftovers, "メタンは有害だ", "Methane は有害 だ", "not-translated", languages="ja en"),
    Case(check_leftovers, "メタンはここにある", "Methane はここにある", "not-translated", languages="ja en"),
    Case(check_leftovers, "메탄은 해롭다", "메탄은 bad", "not-translated", languages="ko en"),
    Case(check_leftovers, "Methane harms all of us.", "Methane harms all of us.", "not-translated", languages="en fr"),
    Case(check_leftovers, "Methane harms all of us.", "Le méthane nuit à tous.", languages="en fr"),
    Case(check_leftovers, "Open Data Portal", "Open Data Portal", languages="en fr"),
    # A stretch of the source within a translation; no name, title, quotation or code, and no words of one language.
    Case(
        check_leftovers,
        "Half still ran on diesel in 2022.",
        "La moitié still ran on diesel in 2022.",
        "not-translated",
        "en fr",
    ),
    Case(check_leftovers, "It is worst at rush hour.", "C’est pire at rush hour.", "not-translated", "en fr"),
    Case(check_leftovers, "The emergency room saw 40.", "emergency room接诊40人。", "not-translated", "en zh"),
    Case(
        check_leftovers,
        "100 beds, where stays are longest.",
        "100个，where stays are longest。",
        "not-translated",
        "en zh",
    ),
    Case(check_leftovers, "The night bus is late.", "الحافلة night bus متأخرة", "not-translated", "en ar"),
    Case(check_leftovers, "Half still ran on diesel.", "La moitié roulait encore au diesel.", languages="en fr"),
    Case(check_leftovers, "Seen in Open Data for all of us.", "Vu dans *Open Data for all of us*.", languages="en fr"),
    Case(
        check_leftovers,
        "They say “at rush hour, all late”.",
        "Ils disent « at rush hour, all late ».",
        languages="en fr",
    ),
    Case(check_leftovers, "Type `run the whole thing now`.", "Tapez `run the whole thing now`.", languages="en fr"),
    Case(check_leftovers, "See https://a.example/all-of-it now.", "见https://a.example/all-of-it。", languages="en zh"),
    Case(
        check_leftovers,
        "The World Health Organization says so.",
        "World Health Organization这样说。",
        languages="en zh",
    ),
    Case(check_leftovers, "El precio de la casa.", "Le prix de la maison.", languages="es fr"),
    Case(check_leftovers, "Half of it ran on diesel oil.", "Half of it ran on diesel oil!", languages="en en-GB"),
    Case(check_leftovers, "Methane harms all of us.", "甲烷危害大家。", languages="en zh"),
    Case(check_leftovers, "The IPCC said so.", "IPCC这样说。", languages="en zh"),
    Case(check_leftovers, "Methane harms all of us.", "Methane harms all of us.", "not-translated", languages="en zh"),
    Case(check_leftovers, "Methane harms all of us.", "Methane harms all of us.", "not-translated", languages="en ar"),
    Case(check_leftovers, "甲烷危害所有人。", "甲烷危害所有人。", "not-translated", languages="zh ja"),
    # Numbers (the reading of quantities has tests of its own).
    Case(check_numbers, "约占16%。", "about 16%."),
    Case(check_numbers, "全市有2.24亿册。", "The city has 224 million volumes."),
    Case(check_numbers, "约占16%。", "about 61%.", "numbers-differ"),
    Case(check_numbers, "全市有2.24亿册。", "The city has 22.4 million volumes.", "numbers-differ"),
    Case(check_numbers, "约580吨。", "580 tonnes.", "qualifier-lost"),
    Case(check_numbers, "580吨。", "About 580 tonnes."),
    Case(check_numbers, "占三倍多。", "three times.", "qualifier-lost"),
    Case(check_numbers, "At least 95% of it.", "占95%。", "qualifier-lost", languages="en zh"),
    Case(check_numbers, "Nearly three times.", "trois fois.", "qualifier-lost", languages="en fr"),
    Case(check_numbers, "To within 5 tonnes.", "5吨。", languages="en zh"),
    Case(check_numbers, "至少每行驶200公里一次。", "At least every 200 km."),
    Case(check_numbers, "甲[^a]。\n\n[^a]: 2024年3月1日。", "A[^a].\n\n[^a]: 1 March 2024."),
    Case(check_numbers, "甲[^a]。\n\n[^a]: 2024年3月1日。", "A[^a].\n\n[^a]: 1 March 2023.", "numbers-differ"),
    Case(check_numbers, "甲\n\n![4张床](images/a.png)", "A\n\n![5 beds](images/a.png)", "numbers-differ"),
    Case(check_numbers, "甲\n\n![4张床](images/a.png)", "A\n\n![4 beds](images/a.png)"),
    Case(
        check_numbers,
        "| 甲 | 乙 |\n| --- | --- |\n| 5 | 8 |",
        "| A | B |\n| --- | --- |\n| 8 | 5 |",
        "numbers-differ",
    ),
    Case(check_numbers, "分数为0到100分。", "On a scale of 100."),
    Case(check_numbers, "约占16%。", "environ 16 %.", languages="zh fr"),
    Case(check_numbers, "约占16%。", "environ 61 %.", "numbers-differ", languages="zh fr"),
    Case(check_numbers, "约占16%。", "etwa 16 %.", languages="zh de"),
    Case(check_numbers, "约占16%。", "etwa 61 %.", "numbers-not-compared", languages="zh de"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pairs(case: Case) -> None:
    source, target = case.languages.split()
    found = list(case.check(Pair(read_prose(case.source), read_prose(case.target), source, target, SITE, case.note)))
    assert {finding.rule for finding in found} == ({case.rule} if case.rule else set())
    assert all(finding.message and finding.hint for finding in found)


@dataclass(frozen=True)
class Text:
    """One text that a check is given, and the rule that it breaks, if any."""

    check: Callable[[Prose, str, SiteTerms], Any]
    text: str
    rule: str = ""
    language: str = "zh"

    def __str__(self) -> str:
        return f"{self.check.__name__}: {' '.join(self.text[:40].split())}"


TEXTS = [
    Text(check_terms_avoided, "Old racks.", "term-avoided", "en"),
    Text(check_terms_avoided, "The rack’s height.", "term-avoided", "en"),
    Text(check_terms_avoided, "Luggage racks and luggage-racks.", language="en"),
    Text(check_terms_avoided, "Two book\nshelfs.", language="en"),
    Text(check_terms_avoided, "Racked by doubt.", language="en"),
    Text(check_terms_avoided, "这座城市很大。"),
    Text(check_terms_avoided, "这座都市很大。", "term-avoided"),
    Text(check_terms_avoided, "A large city.", language="en"),
    Text(check_terms_avoided, "A large metropolis.", "term-avoided", "en"),
    Text(check_terms_avoided, "Metropolis", "term-avoided", "en"),
    Text(check_terms_avoided, "Metropolislike", language="en"),
    Text(check_terms_avoided, "都市", language="en"),
    Text(check_terms_avoided, "A shelf.", "term-avoided", "en"),
    Text(check_terms_avoided, "A book shelf.", language="en"),
    Text(check_terms_avoided, "Book shelf by book shelf.", language="en"),
    Text(check_terms_avoided, "A book shelf and a shelf.", "term-avoided", "en"),
    Text(check_terms_avoided, "A luggage rack.", language="en"),  # avoided of one term, part of another
    Text(check_terms_avoided, "A rack.", "term-avoided", "en"),
    Text(check_terms_avoided, "See [it](ref:reports/metropolis).", language="en"),
    Text(check_typography, "二〇二二年，甲烷排放约占16%。"),
    Text(check_typography, "甲烷,乙烷", "typography"),
    Text(check_typography, "真的吗?", "typography"),
    Text(check_typography, "注意:甲烷", "typography"),
    Text(check_typography, "甲烷; 乙烷", "typography"),
    Text(check_typography, "到此结束.", "typography"),
    Text(check_typography, "甲烷(见上)很多", "typography"),
    Text(check_typography, "甲烷（见上）很多"),
    Text(check_typography, "甲烷（CH4, CO2）很多"),
    Text(check_typography, "比例为3.5:1。"),
    Text(check_typography, "甲烷 CH4", "typography"),
    Text(check_typography, "约 16", "typography"),
    Text(check_typography, "占16% 左右", "typography"),
    Text(check_typography, "甲烷 排放", "typography"),
    Text(check_typography, "甲烷CH4约16%左右"),
    Text(check_typography, "他说\"好\"。", "typography"),
    Text(check_typography, "他说“好”。"),
    Text(check_typography, "一台12\"屏幕，北纬30°15'处。"),
    Text(check_typography, "等等...", "typography"),
    Text(check_typography, "等等…", "typography"),
    Text(check_typography, "等等……"),
    Text(check_typography, "完了。。", "typography"),
    Text(check_typography, "用`a, 甲`输入"),
    Text(check_typography, "见[甲](https://a.example/?q=甲,乙)"),
    Text(check_typography, "**甲烷**：很多"),
    Text(check_typography, "第一行\n第二行"),
    Text(check_typography, "Methane, 甲 (乙)", language="en"),
    Text(check_typography, "メタン,ガス排出量,増加", "typography", "ja"),
    Text(check_typography, "减少12%.", "typography"),
    Text(check_typography, "Corrigé : 8,4 millions d’euros, soit 23 % ; « oui » !", language="fr"),
    Text(check_typography, "À 10:30, rapport 3:1, point 2.1.", language="fr"),
    Text(check_typography, "Il dit « l’offre “rapide” » ?", language="fr"),
    Text(check_typography, "Voir https://a.example/b?c=d;e et `a: b`.", language="fr"),
    Text(check_typography, "Corrigé: le chiffre", "typography", "fr"),
    Text(check_typography, "des fenêtres; cela", "typography", "fr"),
    Text(check_typography, "des fenêtres; cela", language="fr-CA"),
    Text(check_typography, "près de 23% des cas", "typography", "fr"),
    Text(check_typography, "8.4 millions", "typography", "fr"),
    Text(check_typography, "€8,4 millions", "typography", "fr"),
    Text(check_typography, "«45»", "typography", "fr"),
    Text(check_typography, "le terme “rapide”", "typography", "fr"),
    Text(check_typography, 'le terme "rapide"', "typography", "fr"),
    Text(check_typography, "l'air", "typography", "fr"),
    Text(check_typography, "It's 8.4 million; 23% of \"all\": yes!", language="en"),
]  # fmt: skip


@pytest.mark.parametrize("case", TEXTS, ids=str)
def test_texts(case: Text) -> None:
    found: list[Finding] = list(case.check(read_prose(case.text), case.language, SITE))
    assert {finding.rule for finding in found} == ({case.rule} if case.rule else set())
    assert all(finding.message and finding.hint for finding in found)


def test_every_check_has_a_case_that_passes_and_one_that_fails() -> None:
    for table, cases in ((wording.CHECKS, CASES), (wording.TEXT_CHECKS, TEXTS)):
        for check in table:
            own = [case.rule for case in cases if case.check is check]  # type: ignore[attr-defined]
            assert "" in own and any(own), check.__name__


def test_what_is_missing_is_named_with_what_to_write() -> None:
    (finding,) = check_terms(Pair(read_prose("夜间市场。"), read_prose("A fair."), "zh", "en", SITE))
    assert "夜间市场" in finding.message
    assert "night bazaar" in finding.hint and "evening bazaar" in finding.hint
    (finding,) = check_links(Pair(read_prose("[a](ref:a)"), read_prose("a"), "en", "fr", SITE))
    assert "ref:a" in finding.message
    (finding,) = check_terms_avoided(read_prose("都市"), "zh", SITE)
    assert "都市" in finding.message and "城市" in finding.hint


@given(
    st.text("甲乙市场夜间 abc exchange night bazaar *_[](){}`\"'.,:;!?0123456789", max_size=60),
    st.sampled_from(["zh", "en"]),
)
def test_no_text_breaks_a_check_nor_differs_from_itself(text: str, language: str) -> None:
    prose = read_prose(text)
    pair = Pair(prose, prose, language, "fr", SITE)
    for check in (check_links, check_footnotes, check_emphasis):
        assert not list(check(pair))
    for other in (check_terms, check_leftovers):
        list(other(pair))
    for single in wording.TEXT_CHECKS:
        list(single(prose, language, SITE))


# --- in a content: places, levels, lengths and waivers ---

LONG = "本市图书馆在过去十年里逐步延长了开放时间，夜间到馆的读者因此明显增加，其中学生最多"
LONG_EN = (
    "Over ten years the libraries of the town have opened longer and longer, so that many more readers come at night."
)


def write_site(
    root: Path, zh: dict[str, str], en: dict[str, str], waivers: dict[str, dict[str, str]] | None = None
) -> Path:
    """Write a site of one brief; statements by id."""
    texts: dict[str, Any] = {
        "site.yml": {
            "name": {"zh": "甲", "en": "A"},
            "base_url": "https://a.example",
            "languages": [
                {"code": "zh", "locale": "zh_Hans_CN", "name": "中文"},
                {"code": "en", "locale": "en_GB", "name": "English"},
            ],
        },
        "kinds.yml": {"statements": {"finding": {"label": {"zh": "发现", "en": "Finding"}}}},
        "sectors.yml": {"hours": {"label": {"zh": "时间", "en": "Hours"}}},
        "actors.yml": {"city": {"label": {"zh": "市", "en": "City"}}},
        "glossary.yml": [
            {
                "id": "reader",
                "zh": {"preferred": "读者", "avoid": ["看客"]},
                "en": {"preferred": "reader", "avoid": ["customer"]},
            }
        ],
        "reports/one/report.yml": {"short": {"zh": "一", "en": "One"}, "language": "zh"},
    }
    for name, value in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    for language, statements in (("zh", zh), ("en", en)):
        folder = root / "reports" / "one"
        (folder / f"index.{language}.md").write_text("---\ntitle: '1'\n---\n", encoding="utf-8")
        front = yaml.safe_dump({"title": "1", **({"waivers": waivers} if waivers and language == "en" else {})})
        kind = "## 1 {kind=finding}" if language == "zh" else "## 1"
        items = "\n".join(f"- {text} {{#{name}}}" for name, text in statements.items())
        (folder / f"hours.{language}.md").write_text(f"---\n{front}---\n\n{kind}\n\n{items}\n", encoding="utf-8")
    (root / "pages").mkdir(exist_ok=True)
    return root


WORDING = ("term-missing", "term-avoided", "links-differ", "not-translated", "length-outlier", "typography")


def problems_of(root: Path) -> list[Problem]:
    return [item for item in check_content(root)[2] if item.rule in (*WORDING, "needless-waiver", "invalid-value")]


def test_a_finding_stands_at_the_line_of_its_unit_and_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    root = write_site(tmp_path / "content", {"a": "甲。", "b": "见[乙](ref:reports)。"}, {"a": "A.", "b": "See B."})
    (problem,) = problems_of(root)
    assert (problem.rule, problem.level, problem.path) == ("links-differ", "warning", "content/reports/one/hours.en.md")
    assert "{#b}" in Path(problem.path).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert '"b"' in problem.message


def test_what_is_wrong_in_a_translation_is_a_warning_and_in_the_source_an_error(tmp_path: Path) -> None:
    zh = {"a": "读者很多。", "b": "甲。", "c": "丙。", "d": "甲 乙。"}
    en = {"a": "Many people.", "b": "A customer.", "c": "丙 here.", "d": "A, B."}
    found = {problem.rule: problem.level for problem in problems_of(write_site(tmp_path, zh, en))}
    assert found == {
        "term-missing": "warning",
        "term-avoided": "warning",
        "not-translated": "warning",
        "typography": "warning",
    }
    source = problems_of(write_site(tmp_path / "source", {"a": "看客很多。"}, {"a": "Many."}))
    assert ("term-avoided", "error") in {(problem.rule, problem.level) for problem in source}


def test_a_unit_that_is_not_translated_has_no_findings(tmp_path: Path) -> None:
    assert (
        problems_of(write_site(tmp_path, {"a": "读者很多。", "b": "见[乙](ref:reports)。"}, {"a": "", "b": ""})) == []
    )


@pytest.mark.parametrize(
    ("target", "said"),
    [(LONG_EN, ""), ("Libraries open longer.", "shorter"), (f"{LONG_EN} {LONG_EN} {LONG_EN}", "longer")],
)
def test_lengths_far_from_the_usual_are_found(tmp_path: Path, target: str, said: str) -> None:
    zh = dict.fromkeys("abcdefg", f"{LONG}。")
    en = dict.fromkeys("abcdef", LONG_EN.replace("readers", "readers")) | {"g": target}
    found = [problem for problem in problems_of(write_site(tmp_path, zh, en)) if problem.rule == "length-outlier"]
    assert [('"g"' in problem.message, said in problem.message) for problem in found] == (
        [(True, True)] if said else []
    )


def test_with_few_translations_no_length_is_unusual(tmp_path: Path) -> None:
    zh = dict.fromkeys("ab", f"{LONG}。")
    found = problems_of(write_site(tmp_path, zh, {"a": LONG_EN, "b": "Readers come."}))
    assert "length-outlier" not in {problem.rule for problem in found}


def test_a_waiver_turns_a_finding_into_a_note_with_its_reason(tmp_path: Path) -> None:
    waivers = {"a": {"term-missing": "The source quotes an old name."}}
    root = write_site(tmp_path, {"a": "读者很多。", "b": "读者不多。"}, {"a": "Many.", "b": "Few."}, waivers)
    found = {problem.message.split(":")[0]: problem for problem in problems_of(root)}
    assert found['"a"'].level == "note" and "The source quotes an old name." in found['"a"'].message
    assert found['"b"'].level == "warning"


def test_a_waived_error_no_longer_stops_anything(tmp_path: Path) -> None:
    waivers = {"a": {"not-translated": "The name of a place."}}
    assert [
        problem.level for problem in problems_of(write_site(tmp_path, {"a": "丙。"}, {"a": "丙 here."}, waivers))
    ] == ["note"]


@pytest.mark.parametrize(
    ("waivers", "said"),
    [
        ({"a": {"term-missing": "Not so any more."}}, "Remove it"),
        ({"aa": {"term-missing": "Misspelt."}}, 'Did you mean "a"'),
        ({"a": {"term-mising": "Misspelt."}}, 'Did you mean "term-missing"'),
        ({"a": {"number-differ": "Misspelt."}}, 'Did you mean "numbers-differ"'),
    ],
)
def test_a_needless_waiver_is_a_problem_itself(tmp_path: Path, waivers: dict[str, dict[str, str]], said: str) -> None:
    root = write_site(tmp_path, {"a": "读者很多。"}, {"a": "Many readers."}, waivers)
    (problem,) = problems_of(root)
    assert (problem.rule, problem.level) == ("needless-waiver", "warning")
    assert said in f"{problem.message} {problem.hint}"
    assert problem.line > 2


NAMED = "Theirs is 2026, the source’s 2028年."


@pytest.mark.parametrize(
    ("zh", "en", "level"),
    [
        ("2028年起，每月5册。", "From 2026 on, 5 volumes a month.", "note"),
        ("从2028年起，每月有5册。", "From 2026, there were 5 volumes every month.", "note"),  # other words only
        ("2028年起，每月5册。", "From 2062 on, 5 volumes a month.", "warning"),
        ("2028年起，每月6册。", "From 2026 on, 5 volumes a month.", "warning"),
        ("2029年起，每月5册。", "From 2026 on, 5 volumes a month.", "warning"),
    ],
)
def test_a_waiver_holds_for_the_numbers_it_names(tmp_path: Path, zh: str, en: str, level: str) -> None:
    """Other numbers are found, on either side; other words change nothing."""
    root = write_site(tmp_path, {"a": zh}, {"a": en}, {"a": {"numbers-differ": NAMED}})
    [problem] = [item for item in check_content(root)[2] if item.rule == "numbers-differ"]
    assert problem.level == level
    assert level == "note" or "name them there: “" in problem.hint


def test_a_waiver_of_numbers_that_agree_is_needless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    zh, waivers = {"a": "2028年起，每月5册。"}, {"a": {"numbers-differ": NAMED}}
    write_site(tmp_path / "content", zh, {"a": "From 2026 on, 5 volumes a month."}, waivers)
    assert CliRunner().invoke(main, ["translate", "accept", "reports/one/hours.en.md#a"]).exit_code == 0
    write_site(tmp_path / "content", zh, {"a": "From 2028 on, 5 volumes a month."}, waivers)
    [needless] = [item for item in problems_of(tmp_path / "content") if item.rule == "needless-waiver"]
    assert "see first that nothing is lost" in needless.hint


@pytest.mark.parametrize("waiver", ["", None])
def test_a_waiver_needs_a_reason(tmp_path: Path, waiver: str | None) -> None:
    root = write_site(tmp_path, {"a": "读者很多。"}, {"a": "Many."}, {"a": {"term-missing": waiver}})  # type: ignore[dict-item]
    assert "invalid-value" in {problem.rule for problem in problems_of(root)}


def test_a_waiver_covers_its_rule_alone(tmp_path: Path) -> None:
    waivers = {"a": {"term-missing": "Reason."}}
    root = write_site(tmp_path, {"a": "读者见[乙](ref:reports)。"}, {"a": "See B."}, waivers)
    assert {(problem.rule, problem.level) for problem in problems_of(root)} == {
        ("term-missing", "note"),
        ("links-differ", "warning"),
    }


@pytest.mark.parametrize(
    ("locale", "script"),
    [
        ("zh_Hans_CN", "Han"),
        ("zh_Hant", "Han"),
        ("ja", "Han"),
        ("ko", "Hangul"),
        ("ar", "Arabic"),
        ("sr", "Cyrillic"),
        ("sr_Latn", "Latin"),
        ("ka", "Georgian"),
        ("en_GB", "Latin"),
    ],
)
def test_every_language_has_its_script(locale: str, script: str) -> None:
    assert SiteTerms((), {"x": locale}).scripts == {"x": script}


@pytest.mark.parametrize("form", ["the Council's rules", "the Council’s rules"])
@pytest.mark.parametrize("text", ["By the Council's rules.", "By the Council’s rules."])
def test_an_apostrophe_is_one_however_it_is_written(form: str, text: str) -> None:
    rules = term("rules", zh="规则", en=form)
    site = SiteTerms((rules,), LOCALES)
    assert [found.term for found in find_terms(text, site.vocabularies["en"])] == ["rules"]
    assert not list(find_terms("By the Councils rules.", site.vocabularies["en"]))


@pytest.mark.parametrize(
    ("english", "rules"),
    [
        ("Open 12 hours", []),
        ("Open 21 hours", ["numbers-differ"]),
        ("Open 时间 12 hours", ["not-translated"]),
    ],
)
def test_labels_are_compared_too_but_only_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: str, rules: list[str]
) -> None:
    """No waiver can stand beside a label, so a false alarm must not hold up a site."""
    monkeypatch.chdir(tmp_path)
    root = write_site(tmp_path / "content", {"a": "甲。"}, {"a": "A."})
    sectors = {"hours": {"label": {"zh": "开放12小时", "en": english}}}
    (root / "sectors.yml").write_text(yaml.safe_dump(sectors, allow_unicode=True), encoding="utf-8")
    found = [item for item in check_content(root)[2] if item.rule in (*WORDING, "numbers-differ")]
    assert [(item.rule, item.level, item.path) for item in found] == [
        (rule, "warning", "content/sectors.yml") for rule in rules
    ]
