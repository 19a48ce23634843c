"""A picture of the content → what keeps it off a site.

Receives a path and the file's bytes; returns problems: a file that is not what its name says, one that is too large to
load or to open, and a drawing (SVG) that runs something, loads something or leads somewhere. A drawing is refused, not
cleaned: so nobody’s work changes without a word. Refuses nothing by exception.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from build_scripts.ground.messages import NOTHING, Phrase, reported
from build_scripts.ground.problems import Place, Problem

LARGEST = 5_000_000  # bytes
MOST_PIXELS = 50_000_000
_SHOWN = 60  # characters of what is refused
_SVG = "{http://www.w3.org/2000/svg}"
# What draws, of SVG 2: nothing that moves, links, runs, or holds another kind of document.
_SHAPES = """svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc
metadata style linearGradient radialGradient stop pattern clipPath mask marker image switch filter"""
_FILTERS = """Blend ColorMatrix ComponentTransfer Composite ConvolveMatrix DiffuseLighting DisplacementMap DistantLight
DropShadow Flood FuncA FuncB FuncG FuncR GaussianBlur Merge MergeNode Morphology Offset PointLight SpecularLighting
SpotLight Tile Turbulence"""
_DRAWING = frozenset((*_SHAPES.split(), *(f"fe{name}" for name in _FILTERS.split())))
_REFUSED_SPACES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_OWN_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_LOADS = re.compile(r"url\(\s*['\"]?\s*(?!#|['\"\s])|@import|expression\(|\\|image-set\(|[a-z]*script:", re.IGNORECASE)
_HINT = Phrase("Draw it again without that, save it as plain SVG, or save it as PNG.")


def is_picture(path: Path) -> bool:
    """Tell whether a file is, by its name, a picture that every browser shows."""
    return path.suffix.lower().removeprefix(".") in _KINDS


def check_picture(path: Path, data: bytes) -> list[Problem]:
    """Look at a picture."""
    kind = path.suffix.lower().removeprefix(".")
    place = Place(path)
    if kind not in _KINDS:
        message = Phrase('"%(name)s" is no kind of picture that every browser shows.', name=path.name)
        return [place.error("unknown-picture", message, Phrase("Save it as one of %(kinds)s.", kinds=list(_KINDS)))]
    if len(data) > LARGEST:
        size_in_mb = f"{len(data) / 1e6:.1f}"
        message = Phrase("the picture has %(size)s MB, and readers on a phone wait for all of it.", size=size_in_mb)
        hint = Phrase("Save it with less than %(most)s MB.", most=LARGEST // 1_000_000)
        return [place.error("too-large", message, hint)]
    if kind == "svg":
        return list(_check_drawing(path, data))
    size = _KINDS[kind](data)
    if size is None:
        message = Phrase('the file is no picture of the kind "%(kind)s", or is damaged.', kind=kind)
        hint = Phrase("Save the picture anew, with the ending of its kind.")
        return [place.error("unknown-picture", message, hint)]
    if size[0] * size[1] > MOST_PIXELS:
        message = Phrase(
            "the picture has %(width)s × %(height)s pixels, which many devices cannot open.",
            width=size[0],
            height=size[1],
        )
        hint = Phrase("Save it smaller: 2000 pixels are enough for any page.")
        return [place.error("too-large", message, hint)]
    return []


def _check_drawing(path: Path, data: bytes) -> Iterator[Problem]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = Phrase("a drawing cannot declare a document type or entities, and is text in UTF-8.")
        hint = Phrase("Remove the line <!DOCTYPE …>, or save it as plain SVG.")
        yield Place(path).error("unsafe-drawing", message, hint)
        return
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        message = Phrase("the drawing cannot be read: %(reason)s.", reason=reported(str(error).splitlines()[0]))
        yield Place(path, line).error("unknown-picture", message, Phrase("Save it anew as plain SVG."))
        return
    if root.tag != f"{_SVG}svg":
        message = Phrase("the file is no drawing: its root is not <svg>.")
        yield Place(path).error("unknown-picture", message, Phrase("Save it as SVG."))
        return
    for node in root.getroottree().xpath("//node()[not(self::text())]"):
        found = _fault(node)
        if found:
            yield Place(path, node.sourceline or 1).error("unsafe-drawing", found, _HINT)


def _fault(node: etree._Element) -> Phrase:
    """Say what is wrong with a node, or nothing."""
    if isinstance(node, etree._ProcessingInstruction):
        return Phrase(
            "a drawing cannot hold <?%(name)s …?>, which loads a style sheet or runs something.", name=node.target
        )
    if not isinstance(node.tag, str):
        return NOTHING
    name = etree.QName(node)
    if name.namespace in _REFUSED_SPACES or (node.tag.startswith(_SVG) and name.localname not in _DRAWING):
        return Phrase("a drawing cannot hold <%(name)s>.", name=name.localname)
    for key, value in node.attrib.items():
        fault = _fault_of(etree.QName(key).localname.lower(), value, name.localname)
        if fault:
            return fault
    if name.localname == "style" and _LOADS.search("".join(node.itertext())):
        return Phrase("a drawing cannot hold a style sheet that loads something, or has escapes.")
    return NOTHING


def _fault_of(key: str, value: str, element: str) -> Phrase:
    if key.startswith("on") or key == "base":
        return Phrase("a drawing cannot hold the attribute %(name)s.", name=key)
    if key in ("href", "src") and not value.strip().startswith("#"):
        is_own = element == "image" and _OWN_PICTURE.fullmatch(value.strip())
        return NOTHING if is_own else Phrase('a drawing cannot hold a link to "%(address)s".', address=value[:_SHOWN])
    if key not in ("href", "src") and _LOADS.search(value):
        return Phrase('a drawing cannot hold "%(text)s", which loads something.', text=value[:_SHOWN])
    return NOTHING


Size = tuple[int, int]


def _png(data: bytes) -> Size | None:
    is_png = data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24
    return struct.unpack(">II", data[16:24]) if is_png else None


def _gif(data: bytes) -> Size | None:
    return struct.unpack("<HH", data[6:10]) if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10 else None


def _jpeg(data: bytes) -> Size | None:
    """Find the frame header among the segments."""
    if data[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        is_filler = data[at + 1] == 0xFF
        at += 1 if is_filler else 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return None


def _webp(data: bytes) -> Size | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _avif(data: bytes) -> Size | None:
    """Take the size from the first box of properties that states one (ISO/IEC 23008-12, `ispe`)."""
    at = data.find(b"ispe")
    if data[4:8] != b"ftyp" or data[8:12] not in (b"avif", b"avis", b"mif1") or at < 0 or at + 16 > len(data):
        return None
    return struct.unpack(">II", data[at + 8 : at + 16])


_KINDS: Mapping[str, Callable[[bytes], Size | None]] = {
    "png": _png,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "gif": _gif,
    "webp": _webp,
    "avif": _avif,
    "svg": lambda data: None,
}
