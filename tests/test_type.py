"""Type: which font every common system shows for text and titles, in Latin letters and in Chinese characters.

The families are those that the systems come with, by their makers' lists; x-heights are those of the fonts' OS/2 tables
as parts of the em. Chinese characters are drawn the same size in all.
"""

from __future__ import annotations

import re

import pytest

from build_scripts.pages import chart_frame
from build_scripts.publish.build import PROJECT

ASSETS = PROJECT / "templates" / "theme" / "assets"
# What each system comes with; a name that is no font stands for the system's own.
SYSTEMS = {
    "Windows 10": {"Segoe UI", "Georgia", "Microsoft YaHei", "SimSun", "Calibri", "Arial", "Times New Roman"},
    "Windows 11": {"Segoe UI", "Georgia", "Microsoft YaHei", "SimSun", "Noto Serif SC", "Noto Sans SC", "Arial"},
    "macOS": {"-apple-system", "BlinkMacSystemFont", "Georgia", "PingFang SC", "Songti SC", "Hiragino Sans GB"},
    "iOS": {"-apple-system", "Georgia", "PingFang SC"},
    "Android": {"Roboto"},  # its Noto Serif and its Chinese fonts are what the generic families mean
    "Ubuntu": {"Noto Serif", "Noto Sans", "Noto Sans CJK SC", "Noto Serif CJK SC", "Ubuntu", "Liberation Sans"},
    "Debian": {"DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Noto Sans CJK SC", "Noto Serif CJK SC"},
}
X_HEIGHTS = {
    "-apple-system": 0.526,
    "Segoe UI": 0.500,
    "Roboto": 0.528,
    "Noto Sans": 0.536,
    "Liberation Sans": 0.519,
    "Georgia": 0.481,
    "Noto Serif": 0.536,
}
SHOWN = {
    ("latin", "text"): {
        "Windows 10": "Segoe UI",
        "Windows 11": "Segoe UI",
        "macOS": "-apple-system",
        "iOS": "-apple-system",
        "Android": "Roboto",
        "Ubuntu": "Noto Sans",
        "Debian": "Liberation Sans",
    },
    ("latin", "title"): {
        "Windows 10": "Georgia",
        "Windows 11": "Georgia",
        "macOS": "Georgia",
        "iOS": "Georgia",
        "Android": "serif",
        "Ubuntu": "Noto Serif",
        "Debian": "serif",
    },
    ("zh", "text"): {
        "Windows 10": "Microsoft YaHei",
        "Windows 11": "Microsoft YaHei",
        "macOS": "PingFang SC",
        "iOS": "PingFang SC",
        "Android": "sans-serif",
        "Ubuntu": "Noto Sans CJK SC",
        "Debian": "Noto Sans CJK SC",
    },
    ("zh", "title"): {
        "Windows 10": "Microsoft YaHei",
        "Windows 11": "Noto Serif SC",
        "macOS": "Songti SC",
        "iOS": "serif",
        "Android": "serif",
        "Ubuntu": "Noto Serif CJK SC",
        "Debian": "Noto Serif CJK SC",
    },
}


def stacks() -> dict[tuple[str, str], list[str]]:
    """Give the families of each script and use, in the order in which browsers try them."""
    css = (ASSETS / "duizhao.css").read_text(encoding="utf-8")
    found = {}
    for script, selector in (("latin", r":not\(:lang\(zh\)\)"), ("zh", r":lang\(zh\)")):
        (block,) = re.findall(rf"^{selector} {{\n(.*?)^}}", css, re.MULTILINE | re.DOTALL)
        for use, name in (("text", "--md-text-font-family"), ("title", "--dz-title-font")):
            (stack,) = re.findall(rf"{name}: (.*?);", block)
            found[script, use] = [family.strip(' "') for family in stack.split(",")]
    return found


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("script", ["latin", "zh"])
@pytest.mark.parametrize("use", ["text", "title"])
def test_every_system_shows_the_font_that_it_should(script: str, use: str, system: str) -> None:
    families = stacks()[script, use]
    shown = next(name for name in families if name in SYSTEMS[system] or name in ("serif", "sans-serif"))
    assert shown == SHOWN[script, use][system]


def test_letters_are_of_one_size_on_every_system() -> None:
    for use, tolerance in (("text", 0.08), ("title", 0.12)):
        heights = [X_HEIGHTS[name] for name in SHOWN["latin", use].values() if name in X_HEIGHTS]
        assert max(heights) / min(heights) - 1 <= tolerance


def test_the_pages_above_the_languages_have_the_same_fonts() -> None:
    """They have styles of their own, and no more than these."""
    root = (PROJECT / "templates" / "root" / "style.html").read_text(encoding="utf-8")
    for families in stacks().values():
        plain = ",".join(f'"{name}"' if " " in name else name for name in families)
        assert plain in root
    chart = (PROJECT / "templates" / "root" / "chart-style.html").read_text(encoding="utf-8")
    for script in ("zh", "latin"):
        plain = ",".join(f'"{name}"' if " " in name else name for name in stacks()[script, "text"])
        assert plain in chart
    assert plain == chart_frame._FONTS.replace(", ", ",")
