"""Colours as `#rrggbb`: how well they are read on each other, how far apart they are seen, also by the colour-blind.

Receives texts of six hexadecimal digits after `#`; returns numbers and such texts. Refuses others with `ValueError`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

COLOUR_PATTERN = r"^#[0-9a-fA-F]{6}$"
# What WCAG 2.2 asks of text (1.4.3) and of what is seen without words (1.4.11).
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
_Triple = tuple[float, float, float]
_Matrix = tuple[_Triple, _Triple, _Triple]
# Linear sRGB as those see it who lack one kind of cones (Machado, Oliveira and Fernandes 2009, severity 1.0).
_SIMULATED: tuple[_Matrix, ...] = (
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
)
# Oklab (Ottosson 2020).
_TO_LMS: _Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: _Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB: _Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_LMS: _Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_STEP = 0.005


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2, “contrast ratio”).

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least_contrast(colour: str, grounds: Iterable[str]) -> float:
    """Give the contrast of a colour with the one of several grounds on which it is read worst."""
    return min(contrast(colour, ground) for ground in grounds)


def distance(one: str, other: str) -> float:
    """Give how far apart two colours are in Oklab, 100 being from black to white, for who sees the least of it.

    That is the smallest of four: as seen by most people, and as simulated for who lacks one of three kinds of cones.
    """
    pairs = [(_linear(one), _linear(other))]
    pairs += [(_times(matrix, pairs[0][0]), _times(matrix, pairs[0][1])) for matrix in _SIMULATED]
    return min(100 * math.dist(_lab(first), _lab(second)) for first, second in pairs)


def readable(colour: str, grounds: Iterable[str], wanted: float) -> str:
    """Give the nearest colour of the same hue, darker or lighter, that has the wanted contrast with all grounds."""
    grounds = tuple(grounds)
    if least_contrast(colour, grounds) >= wanted:
        return colour.lower()
    lightness, *hue = _lab(_linear(colour))
    for step in range(1, round(1 / _STEP) + 1):
        for value in (lightness - step * _STEP, lightness + step * _STEP):
            found = _from_lab((min(max(value, 0.0), 1.0), hue[0], hue[1]))
            if least_contrast(found, grounds) >= wanted:
                return found
    raise ValueError(f"nothing is read on all of {', '.join(grounds)}")


def _linear(colour: str) -> _Triple:
    if not re.match(COLOUR_PATTERN, colour):
        raise ValueError(f'"{colour}" is no colour like #1f6673')
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _times(matrix: _Matrix, vector: _Triple) -> _Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _lab(linear: _Triple) -> _Triple:
    one, two, three = (math.cbrt(part) for part in _times(_TO_LMS, linear))
    return _times(_TO_LAB, (one, two, three))


def _from_lab(lab: _Triple) -> str:
    """Give the colour, less colourful where the screen has none that is so colourful."""
    lightness, a, b = lab
    for share in range(20, -1, -1):
        one, two, three = (part**3 for part in _times(_FROM_LAB, (lightness, a * share / 20, b * share / 20)))
        linear = _times(_FROM_LMS, (one, two, three))
        if all(-0.0005 <= part <= 1.0005 for part in linear):
            break
    return "#" + "".join(f"{round(255 * _encoded(part)):02x}" for part in linear)


def _encoded(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
