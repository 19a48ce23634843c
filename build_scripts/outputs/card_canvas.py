"""Texts, bars and marks in a few colours on paper → a PNG of few bytes.

Receives colours as `#rrggbb` and places in pixels from the upper left corner; returns the bytes of a picture with a
palette. What has one colour is rasterised together, by HarfBuzz, and lies above bars, which have sharp edges. Refuses
nothing; needs the packages that `ground/typefaces` needs.
"""

from __future__ import annotations

import io
import warnings
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from build_scripts.ground.typefaces import Glyph

WIDTH, HEIGHT = 1200, 630
_STEPS = 6  # from paper to a colour, at the edges of letters
_MOST_PIXELS = 16_000_000  # of a picture that is placed: a small file can hold many
_RUNS = 3  # zlib.Z_RLE: half the time of the usual strategy, and a sixth more bytes


class Canvas:
    """A picture that is drawn upon."""

    def __init__(self, paper: str) -> None:
        """Begin with paper."""
        from PIL import Image

        self._paper = _rgb(paper)
        self._palette: list[tuple[int, int, int]] = [self._paper]
        self._image = Image.new("P", (WIDTH, HEIGHT), 0)
        self._glyphs: defaultdict[str, list[Glyph]] = defaultdict(list)

    def write(self, glyphs: Iterable[Glyph], colour: str) -> None:
        """Write glyphs, whose places count from the upper left corner as all others."""
        self._glyphs[colour] += glyphs

    def fill(self, box: tuple[int, int, int, int], colour: str) -> None:
        """Fill a box between left, top, right and bottom."""
        self._image.paste(self._add(_rgb(colour)), box)

    def place(self, picture: bytes, left: int, top: int, height: int) -> int:
        """Place another picture at a height; give how wide it is there, at most four times its height."""
        flat = _flatten(picture, height, self._paper)
        if flat is None:
            return 0
        found = list(zip(*[iter(flat.getpalette() or [])] * 3, strict=True))
        numbers = [self._add(colour) for colour in found]
        self._image.paste(flat.point(numbers + [0] * (256 - len(numbers))), (left, top))
        return int(flat.width)

    def png(self) -> bytes:
        """Give the picture."""
        for colour, glyphs in self._glyphs.items():
            self._ink(*_rasterise(glyphs), _rgb(colour))
        self._image.putpalette([part for colour in self._palette for part in colour])
        stream = io.BytesIO()
        self._image.save(stream, "PNG", compress_type=_RUNS)
        return stream.getvalue()

    def _ink(self, mask: Any, place: tuple[int, int], colour: tuple[int, int, int]) -> None:
        """Lay a colour upon the paper where a mask is set, of which the upper left corner is given."""
        ramp = [_mixed(self._paper, colour, no / _STEPS) for no in range(1, _STEPS + 1)]
        numbers = [0, *map(self._add, ramp)]
        levels = [round(value * _STEPS / 255) for value in range(256)]
        inked = mask.point([numbers[level] for level in levels])
        self._image.paste(inked, place, mask.point([255 * bool(level) for level in levels]))

    def _add(self, colour: tuple[int, int, int]) -> int:
        if colour not in self._palette:
            self._palette.append(colour)
        return self._palette.index(colour)


@lru_cache(maxsize=4)
def _flatten(picture: bytes, height: int, paper: tuple[int, int, int]) -> Any:
    """Give a picture on paper, small and in a few colours, or None where it cannot be read or is far too large."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"):  # of many pixels, which are counted here
            opened = Image.open(io.BytesIO(picture))
        own = opened.convert("RGBA") if opened.width * opened.height <= _MOST_PIXELS else None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):  # what Pillow raises for a broken PNG
        return None
    if own is None:
        return None
    own.thumbnail((4 * height, height), Image.Resampling.LANCZOS)
    return Image.alpha_composite(Image.new("RGBA", own.size, (*paper, 255)), own).convert("RGB").quantize(64)


def _rasterise(glyphs: Iterable[Glyph]) -> tuple[Any, tuple[int, int]]:
    """Give how much of each pixel the glyphs cover, in the part of the picture that has any, and where that lies."""
    import uharfbuzz
    from PIL import Image

    draw = uharfbuzz.RasterDraw()
    for font, number, x, y, scale in glyphs:
        draw.transform = (scale, 0, 0, scale, x, HEIGHT - y)
        draw.draw_glyph(font, number)
    image = draw.render()
    place = image.extents
    mask = Image.frombytes("L", (place.width, place.height), image.buffer, "raw", "L", place.stride, -1)
    return mask, (place.x_origin, HEIGHT - place.y_origin - place.height)


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue
