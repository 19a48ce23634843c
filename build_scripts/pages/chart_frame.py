"""A chart → a file that stands alone: with its title, its source, and colours of its own.

Receives a `Chart` and the words around it; returns an SVG document in light colours that any program shows alike: no
style sheet, no script, no font of its own. Refuses fewer than two rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

from build_scripts.pages.charts import WIDTH, Chart, draw, height_of
from build_scripts.pages.scales import wrap
from build_scripts.pages.spoken import write_words

# The colours of the theme where it is light (templates/theme/assets/duizhao.css).
PAPER, INK, SOFT, RULE, ACCENT = "#fbfaf7", "#1d2125", "#5a5f64", "#dad5c8", "#a63a2b"
HUES = {"dz-hue-1": "#1f6673", "dz-hue-2": "#8a5e00", "dz-hue-3": "#6043a7"}
_HUE, _ACCENT = "hue", "accent"
_STYLE = {
    "dz-chart-grid": {"stroke": RULE, "stroke-width": ".6"},
    "dz-chart-zero": {"stroke": SOFT, "stroke-width": ".8"},
    "dz-chart-tick": {"fill": SOFT, "font-size": "9"},
    "dz-chart-label": {"fill": INK},
    "dz-chart-value": {"fill": INK, "font-weight": "700"},
    "dz-chart-stem": {"stroke": _HUE, "stroke-width": "1.5"},
    "dz-chart-range": {"stroke": _HUE, "stroke-width": "3"},
    "dz-chart-arrow": {"stroke": _HUE, "stroke-width": "2", "fill": "none"},
    "dz-chart-dot": {"fill": _HUE, "stroke": _HUE, "stroke-width": "1.5"},
    "dz-chart-dot--soft": {"fill": PAPER},
    "dz-chart-dot--doubted": {"fill": PAPER},
    "dz-chart-doubted": {"stroke-dasharray": "3 2"},
    "dz-chart-bracket": {"stroke": _ACCENT, "stroke-width": "1.5", "fill": "none"},
}
_FONTS = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
_MARGIN = 16
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Frame:
    """The words around a chart: what is compared, what is seen, what all values share; below it, where it is from."""

    label: str
    headline: str
    caption: str
    source: tuple[str, ...]
    language: str
    accent: str = ACCENT


def frame_chart(chart: Chart, frame: Frame) -> str:
    """Give the document."""
    inner = draw(chart)
    svg = Tree.Element("svg", {key: value for key, value in inner.attrib.items() if key != "class"})
    svg.set(_LANGUAGE, frame.language)
    svg.set("font-family", _FONTS)
    svg.set("fill", INK)
    svg.extend(inner[:2])  # title and description
    paper = Tree.SubElement(svg, "rect", {"x": f"{-_MARGIN}", "fill": PAPER})
    is_mirrored = chart.direction == "rtl"
    top = 0
    for text, size, colour, weight in _heads(frame):
        top = _write(svg, text, top, (size, colour, weight), is_mirrored)
    body = Tree.SubElement(svg, "g", {"transform": f"translate(0 {top + 8})"})
    body.extend(inner[2:])
    bottom = top + 8 + round(height_of(inner)) + 6
    for text in frame.source:
        bottom = _write(svg, text, bottom, (8, SOFT, ""), is_mirrored)
    width, height = WIDTH + 2 * _MARGIN, bottom + 2 * _MARGIN
    svg.set("viewBox", f"{-_MARGIN} {-_MARGIN} {width} {height}")
    svg.set("width", str(2 * width))
    svg.set("height", str(2 * height))
    paper.attrib |= {"y": f"{-_MARGIN}", "width": str(width), "height": str(height)}
    for element in svg.iter():  # beyond HTML it has another name
        if language := element.attrib.pop("lang", ""):
            element.set(_LANGUAGE, language)
    _colour(body, {_HUE: SOFT, _ACCENT: frame.accent})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Tree.tostring(svg, encoding="unicode")}\n'


def _heads(frame: Frame) -> list[tuple[str, int, str, str]]:
    lines = [(frame.label, 10, SOFT, ""), (frame.headline, 14, INK, "700"), (frame.caption, 10, SOFT, "")]
    return [line for line in lines if line[0]]


def _write(svg: Tree.Element, text: str, top: int, look: tuple[int, str, str], is_mirrored: bool) -> int:
    """Write a text in as many lines as it takes; give where it ends."""
    size, colour, weight = look
    for line in wrap(text, WIDTH / size / (1.08 if weight else 1)):
        top += round(size * 1.35)
        place = {"x": str(WIDTH if is_mirrored else 0), "y": str(top - 3), "font-size": str(size), "fill": colour}
        write_words(Tree.SubElement(svg, "text", {**place, **({"font-weight": weight} if weight else {})}), line)
    return top


def _colour(element: Tree.Element, colours: Mapping[str, str]) -> None:
    """Put the looks of its classes on every element, so that no program needs a style sheet."""
    names = (element.attrib.pop("class", "")).split()
    colours = {**colours, _HUE: next((HUES[name] for name in names if name in HUES), colours[_HUE])}
    for name in names:
        for key, value in _STYLE.get(name, {}).items():
            element.set(key, colours.get(value, value))
    for child in element:
        _colour(child, colours)
