"""A text in a language → glyphs of the typefaces that have them, in the forms of that language, and how wide it runs.

Receives texts and locales; returns `Glyph`s that a rasteriser of HarfBuzz draws, with places in pixels.
The typefaces are those of packages that need not be installed (the extra `pictures` of this project), never those of
the machine, so that the same text comes out the same everywhere. Han characters are taken from the typeface of the
language's own script alone. Refuses texts with a character that no typeface has: ask `has` first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from build_scripts.ground.languages import find_script

_LATIN = "fontpkg_source_serif_4"
_LATIN_FILE = "files/SourceSerif4[opsz,wght].ttf"
_SETTINGS = {"opsz": 28.0, "wght": 420.0}
_GRADE = (
    0.012  # ems by which strokes of Han characters are thicker, so that they are as dark as the letters beside them
)
# The typeface of each script that has Han characters; the first belongs to the extra, the others are used if installed.
_HAN = {
    "Hans": "pylopdf_fonts_zh_cn",
    "Hant": "pylopdf_fonts_zh_tw",
    "Jpan": "pylopdf_fonts_jp",
    "Kore": "pylopdf_fonts_ko",
}
_OTHERS = {"Arab": "fontpkg_amiri"}  # of scripts that only documents are set in, and no pictures; used if installed
_LATIN_FAMILY = "Latn"
_NEEDED = ("uharfbuzz", "PIL", _LATIN, _HAN["Hans"])
_FEATURES = {"chws": True}  # two full-width signs side by side share their space
# What stands for no glyph of its own: formats such as zero-width spaces. White space is a space.
_UNSEEN = ("Cf", "Cc")


class Glyph(NamedTuple):
    """A glyph of a font, in its place, and how many pixels a unit of the font takes."""

    font: Any
    number: int
    x: float
    y: float
    scale: float


class Face(NamedTuple):
    """A file of a typeface: the script that it is for, which is its family here, its file, and its weight."""

    family: str
    path: Path
    weight: str = ""
    is_italic: bool = False


@cache
def typeface_files() -> tuple[Face, ...]:
    """Give the files of all typefaces that are installed.

    What has no weight of its own has them all. Bold Han characters are those without serifs, as is usual in print.
    """
    found = []
    for family, name in {_LATIN_FAMILY: _LATIN, **_OTHERS}.items():
        folder = Path(import_module(name).ROOT) / "files" if find_spec(name) else None
        for path in sorted(folder.glob("*.ttf")) if folder else ():
            weight = "" if "wght" in path.name else "700" if "Bold" in path.name else "400"
            found.append(Face(family, path, weight, "Italic" in path.name))
    for script, name in _HAN.items():
        if find_spec(name):
            package = import_module(name)
            found.append(Face(script, Path(package.serif_path()), "400"))
            found.append(Face(script, Path(package.sans_path()), "700"))
    return tuple(found)


def families(tag: str) -> tuple[str, ...]:
    """Give the families of typefaces in the order in which a language, named as BCP 47 does, asks them for a letter.

    >>> families("zh")[:2], families("en")[0]
    (('Hans', 'Latn'), 'Latn')
    """
    own = find_script(tag) or ""
    names = dict.fromkeys((own, _LATIN_FAMILY, *(face.family for face in typeface_files())))
    return tuple(name for name in names if any(face.family == name for face in typeface_files()))


@cache
def has_typefaces() -> bool:
    """Tell whether all is installed that texts are drawn with."""
    return all(find_spec(name) for name in _NEEDED)


@dataclass(frozen=True)
class Typesetter:
    """Sets single lines in one language, which is named as CLDR does.

    >>> setter = Typesetter("zh_Hans_CN")
    >>> setter.clean("氧\\u200b气\\n和\\u2009H₂O "), setter.has("氧气和H₂O"), setter.has("ع")
    ('氧气 和 H₂O', True, False)
    >>> setter.clean("12\\u202f500 a")
    '12\\xa0500 a'
    """

    locale: str

    def clean(self, text: str) -> str:
        """Give a text as it is set: with plain spaces, and without what is not seen."""
        seen = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _UNSEEN)
        return "\xa0".join(" ".join(part.split()) for part in re.split("[\xa0\u202f]", seen)).strip()

    def has(self, text: str) -> bool:
        """Tell whether there is a glyph for every character of a clean text."""
        return all(self._face_of(char) is not None for char in text)

    def width(self, text: str) -> float:
        """Give how wide a text runs, in ems."""
        return _set(self, text)[1]

    def glyphs(self, text: str, size: float, x: float, y: float) -> Iterator[Glyph]:
        """Give the glyphs of a text of so many pixels an em that begins at a point."""
        for font, number, right, up, unit in _set(self, text)[0]:
            yield Glyph(font, number, x + right * size, y + up * size, size * unit)

    @cached_property
    def tag(self) -> str:
        """Give the language as BCP 47 does."""
        return self.locale.replace("_", "-")

    @cached_property
    def _faces(self) -> tuple[Any, ...]:
        """Give the fonts in the order in which they are asked for a character."""
        script = find_script(self.tag) or ""
        if script in _HAN:
            return tuple(filter(None, (_open_han(script), _open_latin())))
        return tuple(filter(None, (_open_latin(), *map(_open_han, _HAN))))

    def _face_of(self, char: str) -> int | None:
        """Give the number of the first font that has a character."""
        return _find_face(self, char)


@lru_cache(maxsize=16384)
def _find_face(setter: Typesetter, char: str) -> int | None:
    faces = enumerate(setter._faces)
    return next((no for no, font in faces if font.get_nominal_glyph(ord(char)) is not None), None)


@lru_cache(maxsize=16384)
def _set(setter: Typesetter, text: str) -> tuple[tuple[Glyph, ...], float]:
    """Shape a text, run by run of one font; give its glyphs and its width, both in ems."""
    import uharfbuzz

    found, x = [], 0.0
    for face, chars in groupby(text, setter._face_of):
        if face is None:
            raise ValueError(f"no typeface for {text!r}")
        font = setter._faces[face]
        unit = 1 / font.face.upem
        buffer = uharfbuzz.Buffer()
        buffer.add_str("".join(chars))
        buffer.guess_segment_properties()
        buffer.language = setter.tag
        uharfbuzz.shape(font, buffer, _FEATURES)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            found.append(Glyph(font, info.codepoint, x + place.x_offset * unit, place.y_offset * unit, unit))
            x += place.x_advance * unit
    return tuple(found), x


@cache
def _open_latin() -> Any:
    """Open the typeface of Latin, Greek and Cyrillic letters."""
    import uharfbuzz

    root = import_module(_LATIN).ROOT
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(root / _LATIN_FILE))))
    font.set_variations(_SETTINGS)
    return font


@cache
def _open_han(script: str) -> Any:
    """Open the typeface of a script with Han characters, or give None where it is not installed."""
    import uharfbuzz

    if find_spec(_HAN[script]) is None:
        return None
    path: Callable[[], object] = import_module(_HAN[script]).serif_path
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path()))))
    font.synthetic_bold = (_GRADE, _GRADE, True)
    return font
