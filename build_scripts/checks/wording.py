"""How a translation is worded, unit by unit, and how texts are set → problems.

Receives `Content` and the `FileState`s of its translations; returns problems, each with what to change. A check is
a plain function from a `Pair` (source and translation of one piece) to findings, listed in `CHECKS`; checks of one
text alone are in `TEXT_CHECKS`. Waivers in the front matter turn findings into notes (`waivers`).
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from build_scripts.checks.blocks import check_blocks
from build_scripts.checks.figures import check_figures
from build_scripts.checks.lines import check_lines
from build_scripts.checks.numbers import NOT_COMPARED, check_numbers
from build_scripts.checks.pair import Finding, Pair, SiteTerms
from build_scripts.checks.strays import check_strays
from build_scripts.checks.typography import check_typography, without_addresses
from build_scripts.checks.untranslated import check_leftovers
from build_scripts.checks.waivers import apply_waivers
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.outline import is_note
from build_scripts.ground.languages import HAN
from build_scripts.ground.markdown import Prose
from build_scripts.ground.memory import digest
from build_scripts.ground.messages import Phrase, either
from build_scripts.ground.problems import Place, Problem
from build_scripts.library.terms import all_terms, find_terms, good_forms
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import markdown_units

# The rules of this module: what a translator is about to mend.
WORDING_RULES = frozenset(
    {
        "blocks-differ",
        "links-differ",
        "footnotes-differ",
        "emphasis-differs",
        "term-missing",
        "term-avoided",
        "not-translated",
        "typography",
        "length-outlier",
        "numbers-differ",
        "numbers-unreadable",
        "qualifier-lost",
        "figure-differs",
        "figure-date-differs",
    }
)
_LEAST_WEIGHT = 100

Weights = tuple[int, int]
Pairs = dict[bytes, tuple[Finding, ...]]


def check_links(pair: Pair) -> Iterator[Finding]:
    """The links of the source lead to the same places in the translation."""
    yield from _same("links-differ", Phrase("link"), _targets(pair.source), _targets(pair.target))


def _targets(prose: Prose) -> list[str]:
    """Give the addresses that a text links to; a slash before the anchor of a page changes nothing."""
    found = (link.target for link in prose.links)
    return [target.replace("/#", "#").rstrip("/") if target.startswith("ref:") else target for target in found]


def check_footnotes(pair: Pair) -> Iterator[Finding]:
    """The footnote marks of the source stand in the translation."""
    marks = ([f"[^{label}]" for label in prose.footnotes] for prose in (pair.source, pair.target))
    yield from _same("footnotes-differ", Phrase("footnote"), *marks)


def check_emphasis(pair: Pair) -> Iterator[Finding]:
    """As many numbers are emphasised in the translation as in the source."""
    here, there = (
        sum(any(char.isdigit() for char in words) for words in prose.emphasised) for prose in (pair.source, pair.target)
    )
    if here != there:
        message = Phrase("%(there)s emphasised number(s) where the source has %(here)s.", there=there, here=here)
        yield Finding("emphasis-differs", message, Phrase("Emphasise the same numbers."))


def _same(rule: str, noun: Phrase, source: Sequence[str], target: Sequence[str]) -> Iterator[Finding]:
    if source == target:
        return
    here, there = Counter(source), Counter(target)
    missing, extra = sorted((here - there).elements()), sorted((there - here).elements())
    if missing:
        yield Finding(
            rule,
            Phrase("the %(noun)s %(names)s of the source is missing.", noun=noun, names=missing),
            Phrase("Add it."),
        )
    if extra:
        yield Finding(
            rule,
            Phrase("the %(noun)s %(names)s is not in the source.", noun=noun, names=extra),
            Phrase("Remove it."),
        )


def check_terms(pair: Pair) -> Iterator[Finding]:
    """A term of the glossary in the source is met by one of its forms in the translation."""
    if pair.is_note:  # notes quote forms that they speak about
        return
    vocabularies = pair.site.vocabularies
    if not {pair.source_language, pair.target_language} <= vocabularies.keys():
        return
    met = all_terms(pair.target.wording, vocabularies[pair.target_language])
    used = find_terms(pair.source.wording, vocabularies[pair.source_language])
    for identifier in dict.fromkeys(found.term for found in used):
        term = pair.site.by_id[identifier]
        if identifier in met or pair.target_language not in term.forms:
            continue
        accepted = list(dict.fromkeys(filter(None, (*good_forms(term, pair.target_language), term.acronym))))
        source_form = term.forms[pair.source_language].preferred
        message = Phrase(
            "“%(source_form)s” is in the source, but none of its forms in the translation.", source_form=source_form
        )
        hint = Phrase(
            "Write %(forms)s, or add the form used to glossary.yml.",
            forms=either([f"“{form}”" for form in accepted]),
        )
        yield Finding("term-missing", message, hint, "warning")


def check_terms_avoided(prose: Prose, language: str, site: SiteTerms) -> Iterator[Finding]:
    """Forms that the glossary refuses are not used."""
    vocabulary = site.avoided.get(language)
    found = find_terms(prose.wording, vocabulary) if vocabulary else ()
    for form in dict.fromkeys(each.term for each in found):
        yield Finding(
            "term-avoided",
            Phrase("“%(form)s” is to be avoided.", form=form),
            Phrase("Write “%(form)s”.", form=site.instead_of(form, language)),
        )


CHECKS: tuple[Callable[[Pair], Iterator[Finding]], ...] = (
    check_blocks,
    check_links,
    check_footnotes,
    check_emphasis,
    check_terms,
    check_leftovers,
    check_numbers,
)
# Labels are short, so that terms and length say little of them, and no waiver can stand beside them.
LABEL_CHECKS: tuple[Callable[[Pair], Iterator[Finding]], ...] = (check_leftovers, check_numbers)
TEXT_CHECKS: tuple[Callable[[Prose, str, SiteTerms], Iterator[Finding]], ...] = (check_terms_avoided, check_typography)


def check_wording(content: Content, states: Iterable[FileState]) -> Iterator[Problem]:
    """Apply all checks to every unit of the content, and the waivers to their findings."""
    if not content.site:
        return
    locales = {language.code: language.locale for language in content.site.languages}
    site = SiteTerms(tuple(content.tables.glossary.entries.values()), locales, content.names)
    settings = ("site.yml", "glossary.yml", "names.yml", "units.yml")
    found: defaultdict[tuple[str, str], list[tuple[Place, Finding]]] = defaultdict(list)
    open_units: defaultdict[str, set[tuple[Path, str]]] = defaultdict(set)
    entries = {entry.path.as_posix(): entry for entry in content.markdown_entries}
    texts = list(entries.items())
    of_texts = content.recall_all(
        "text",
        [[entry.path] for _, entry in texts],
        lambda no: list(_text_findings(texts[no][1], site, content.source)),
        settings,
    )
    files = list(states)
    pairs = [(file.source_file, file.file) for file in files]
    of_pairs = _recall_pairs(content, files, site, settings)
    weights = content.recall_all("weights", pairs, lambda no: list(_weights(files[no])))
    usual = {language: _usual_ratio(_of(language, files, weights)) for language in locales}
    for (path, _), findings in zip(texts, of_texts, strict=True):
        for place, identifier, finding in findings:
            found[path, identifier].append((place, finding))
    for file, pairs_of_file, own in zip(files, of_pairs, weights, strict=True):
        for place, identifier, finding in [*_placed(file, pairs_of_file), *_outliers(file, own, usual[file.language])]:
            if finding.rule == NOT_COMPARED:
                open_units[file.language].add((file.file, identifier))
            else:
                found[file.file.as_posix(), identifier].append((place, finding))
    for figures, identifier, place, finding in check_figures(content):
        found[figures.as_posix(), identifier].append((place, finding))
    yield from apply_waivers(content, found, files)
    yield from _not_compared(content, open_units)


def _not_compared(content: Content, open_units: Mapping[str, Collection[object]]) -> Iterator[Problem]:
    """Say of each language, in a line, of how many units the numbers could not be compared."""
    for no, language in enumerate(content.languages):
        if count := len(open_units.get(language, ())):
            message = Phrase(
                'the numbers of %(count)s unit(s) in "%(language)s" could not be compared with the source.',
                count=count,
                language=language,
            )
            hint = Phrase("No lexicon of this language is known to the reader of quantities; compare them yourself.")
            yield content.site_yaml.place("languages", no).note("numbers-not-compared", message, hint)


def _text_findings(entry: MarkdownEntry[Any], site: SiteTerms, source: str) -> Iterator[tuple[Place, str, Finding]]:
    if entry.language == source:
        yield from check_strays(entry)
    yield from check_lines(entry)
    for unit in markdown_units(entry).values():
        for name in unit.pieces:
            for check in TEXT_CHECKS[1:] if is_note(name) else TEXT_CHECKS:
                for finding in check(unit.piece(name), entry.language, site):
                    yield unit.place, unit.id, finding


def _recall_pairs(
    content: Content, files: Sequence[FileState], site: SiteTerms, settings: tuple[str, ...]
) -> list[Pairs]:
    """Give the findings of every file; of one that has changed only those of changed pieces are looked for."""
    memory = content.memory
    own = [content.digests.get(name, b"") for name in settings]
    slots = [digest(str(file.file), file.language, content.source, own) for file in files]
    before = [memory.get("last pairs", slot) or {} for slot in slots]
    found: list[Pairs] = []
    for language, group in groupby(zip(files, before, strict=True), lambda each: each[0].language):
        mine = list(group)  # by language, as all languages share the files of labels
        paths = [(file.source_file, file.file) for file, _ in mine]
        found += content.recall_all(f"pairs, {language}", paths, partial(_find_nth, mine, content, site), settings)
    for slot, old, pairs in zip(slots, before, found, strict=True):
        if pairs != old:
            memory.put("last pairs", slot, pairs)
    return found


def _find_nth(files: Sequence[tuple[FileState, Pairs]], content: Content, site: SiteTerms, no: int) -> Pairs:
    file, known = files[no]
    return _find(file, content, site, known)


def _find(file: FileState, content: Content, site: SiteTerms, known: Pairs) -> Pairs:
    """Give what checks find in each pair of pieces, by the digest of the pair."""
    found: Pairs = {}
    is_page = file.owner.startswith("pages/") or file.owner.endswith("/index")
    for unit in file.units:
        for key, source, target, is_in_note in _pieces(unit):
            pair = Pair(source, target, content.source, file.language, site, is_in_note, is_page)
            found[key] = known[key] if key in known else _check(pair, file.is_labels)
    return found


def _check(pair: Pair, is_label: bool) -> tuple[Finding, ...]:
    findings = [finding for check in (LABEL_CHECKS if is_label else CHECKS) for finding in check(pair)]
    is_soft = [is_label and finding.level == "error" for finding in findings]
    return tuple(replace(f, level="warning") if soft else f for f, soft in zip(findings, is_soft, strict=True))


def _pieces(unit: UnitState) -> Iterator[tuple[bytes, Prose, Prose, bool]]:
    """Give what source and translation both have: the digest of the pair, the pair, and whether it is of a note."""
    for name in unit.target.pieces if unit.target else ():
        if unit.target and name in unit.source.pieces:
            source, target = unit.source.piece(name), unit.target.piece(name)
            yield digest(source.digest, target.digest, is_note(name)), source, target, is_note(name)


def _placed(file: FileState, found: Pairs) -> Iterator[tuple[Place, str, Finding]]:
    """Give the findings of a file with their places, as they stand now."""
    for unit in file.units if any(found.values()) else ():
        for key, *_ in _pieces(unit):
            for finding in found.get(key, ()):
                if unit.target:
                    yield unit.target.place, unit.id, finding


def _weights(file: FileState) -> Iterator[tuple[str, Weights]]:
    """Give how long the texts of each translated unit are, source and translation."""
    if file.is_labels:
        return
    for unit in file.units:
        if unit.target is not None:
            yield unit.id, (_weight(unit.source.piece("text")), _weight(unit.target.piece("text")))


def _of(language: str, files: Iterable[FileState], weights: Iterable[Sequence[tuple[str, Weights]]]) -> list[Weights]:
    """Give the weights of all units of a language."""
    own = (each for file, each in zip(files, weights, strict=True) if file.language == language)
    return [weights for units in own for _, weights in units]


def _outliers(
    file: FileState, weights: Iterable[tuple[str, Weights]], usual: float
) -> Iterator[tuple[Place, str, Finding]]:
    """Find units that are far longer or shorter than translations into this language usually are."""
    for identifier, (source, target) in weights:
        unit = file.unit(identifier) if source >= _LEAST_WEIGHT and usual else None
        ratio = target / source if unit else usual
        if unit and unit.target and (ratio < usual / 2.5 or ratio > usual * 2.5):
            said = {"ratio": f"{ratio:.1f}", "usual": f"{usual:.1f}"}
            message = Phrase(
                "the translation is much longer than usual (%(ratio)s times the source; usually %(usual)s).", **said
            )
            if ratio < usual:
                message = Phrase(
                    "the translation is much shorter than usual (%(ratio)s times the source; usually %(usual)s).",
                    **said,
                )
            hint = Phrase("See whether something is missing or has been added.")
            yield unit.target.place, unit.id, Finding("length-outlier", message, hint, "warning")


def _weight(prose: Prose) -> int:
    """Give a text's length without code; a Han character says about as much as three letters."""
    bare = without_addresses(prose.wording)
    return len(bare) + 2 * len(re.findall(f"[{HAN}]", bare))


def _usual_ratio(weights: Iterable[Weights]) -> float:
    ratios = [target / source for source, target in weights if source >= _LEAST_WEIGHT]
    return statistics.median(ratios) if len(ratios) >= 5 else 0.0
