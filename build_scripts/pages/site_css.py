"""Library → the style sheet of the site: the colours that it asks for, and the marks of its reports.

Receives a `Library`; returns the text of `assets/site.css`, which every page loads after the theme's own style sheets.
Refuses nothing.

A mark is a colour (`--dz-spine`), how a rule at the side is drawn (`--dz-style` as a border, `--dz-line` as a
background) and what fills bars and swatches (`--dz-fill`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from build_scripts.content.identity import GROUNDS, SchemeColour
from build_scripts.content.model import Site
from build_scripts.ground.colours import TEXT_CONTRAST, contrast
from build_scripts.library.colours import Mark, both_schemes, mark_reports
from build_scripts.library.index import Library

T = TypeVar("T")
SITE_CSS = "assets/site.css"
_BEGINNING = "/* Made of site.yml and the reports. */\n"
# Without them, as in every first round, borders and bars are solid.
_PLAIN = '[class*="dz-spine-"]{--dz-style:solid;--dz-line:initial;--dz-fill:initial}\n'
_STYLES = ("solid", "dashed", "dotted", "double")
_LINES = ("", "0 9px,#0000 0 13px", "0 3px,#0000 0 6px", "0 9px,#0000 0 11px,var(--dz-spine) 0 13px,#0000 0 15px")
_TEXTURES = ("", "0 5px,#0000 0 7px", "0 2px,#0000 0 4px", "0 8px,#0000 0 9px,var(--dz-spine) 0 10px,#0000 0 12px")
_BAR = ".md-header,.md-tabs"


def site_css(library: Library) -> str:
    """Give the style sheet."""
    marks = mark_reports({key: report.facts.colour for key, report in library.reports.items()})
    pairs = list(dict.fromkeys((mark.light, mark.dark) for mark in marks.values()))
    sets = [dict(_variables(library.site, pairs, no)) for no, _ in enumerate(GROUNDS)]
    return "".join((_BEGINNING, *_schemes(sets), *_bar(library.site), *_marks(list(marks.values()), pairs)))


def _variables(site: Site, pairs: list[tuple[str, str]], scheme: int) -> Iterator[tuple[str, str]]:
    colours = site.colours
    if colours and colours.accent:
        yield "--dz-accent", both_schemes(colours.accent, TEXT_CONTRAST)[scheme]
    if colours and colours.primary:
        primary = _primary(colours.primary)[scheme]
        yield "--dz-primary", primary
        yield "--dz-on-primary", max(("#ffffff", "#000000"), key=lambda ink: contrast(primary, ink))
    for no, pair in enumerate(pairs, 1):
        yield f"--dz-c{no}", pair[scheme]


def _primary(colour: SchemeColour) -> tuple[str, str]:
    """Give the colour of the bar, which is a ground: on dark pages the same unless another is given."""
    return colour.light, colour.dark or colour.light


def _schemes(sets: list[dict[str, str]]) -> Iterator[str]:
    """Write the variables by scheme: that of the page, or on pages without a switch that of the reader's device."""
    light, dark = (";".join(f"{name}:{value}" for name, value in own.items()) for own in sets)
    if light:
        yield f':root,[data-md-color-scheme="default"]{{{light}}}\n'
        yield f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        yield f'[data-md-color-scheme="slate"]{{{dark}}}\n'


def _bar(site: Site) -> Iterator[str]:
    if site.colours and site.colours.primary:
        inks = "".join(f"--dz-{name}:var(--dz-on-primary);" for name in ("ink", "soft", "accent", "rule"))
        yield f"{_BAR}{{--dz-paper:var(--dz-primary);--dz-note:var(--dz-primary);{inks}}}\n"


def _marks(marks: list[Mark], pairs: list[tuple[str, str]]) -> Iterator[str]:
    if marks:
        yield _PLAIN
    for pair, numbers in _grouped(marks, lambda mark: (mark.light, mark.dark)).items():
        yield f"{_spines(numbers)}{{--dz-spine:var(--dz-c{pairs.index(pair) + 1})}}\n"
    for line, numbers in _grouped(marks, lambda mark: mark.line).items():
        if line:
            yield f"{_spines(numbers)}{{--dz-style:{_STYLES[line]};--dz-line:{_striped(_LINES[line], 'to bottom')}}}\n"
    for texture, numbers in _grouped(marks, lambda mark: mark.texture).items():
        if texture:
            yield f"{_spines(numbers)}{{--dz-fill:{_striped(_TEXTURES[texture], 'to right')}}}\n"


def _striped(stops: str, direction: str) -> str:
    return f"repeating-linear-gradient({direction},var(--dz-spine) {stops})"


def _spines(numbers: Iterable[int]) -> str:
    return ",".join(f".dz-spine-{no}" for no in numbers)


def _grouped(marks: list[Mark], key: Callable[[Mark], T]) -> Mapping[T, list[int]]:
    """Give the numbers of the reports that have something in common."""
    found: dict[T, list[int]] = {}
    for no, mark in enumerate(marks, 1):
        found.setdefault(key(mark), []).append(no)
    return found
