"""Messages as XLIFF 2.0 (OASIS, core), for Weblate, Poedit and CAT tools: written, and read.

Receives messages and their `Head`, or the bytes of an XLIFF file; returns the one from the other. Each file of the
content is a `file`, each message a `unit` with the address of its text as `name`, and one segment, which is not to be
cut. What is accepted is `final`, what is stale `initial`; of what comes back, `initial` (which is meant where no state
is named) counts as fuzzy. Markup is text. Refuses, as `TranslationError`, what is no XLIFF 2, and units without a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from lxml import etree

from build_scripts.ground.messages import Phrase
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.catalogue import Catalogue, Head, Message, exported_line, exported_stamp
from build_scripts.translation.edits import TranslationError
from build_scripts.translation.xml_files import XML_SPACE, add_text, parse_xml, xml_text

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_IN = f"{{{_NAMESPACE}}}"
# An id is an NMTOKEN; those of the content have no underscores.
_TOKEN = str.maketrans({"/": "_", "@": "_-", "#": "__"})
_SPACE = {XML_SPACE: "preserve"}


def export_xliff(messages: Iterable[Message], head: Head) -> str:
    """Give messages as the text of an XLIFF file."""
    names = {"version": "2.0", "srcLang": head.source, "trgLang": head.language}
    root = etree.Element(f"{_IN}xliff", names, nsmap={None: _NAMESPACE})
    for path, own in groupby(messages, lambda message: UnitAddress.parse(message.context).path):
        file = etree.SubElement(root, f"{_IN}file", id=path.translate(_TOKEN), canResegment="no")
        for no, message in enumerate(own):
            if not no:
                file.set("original", message.place[0])
            _add(file, message)
    return xml_text(root)


def _add(file: etree._Element, message: Message) -> None:
    unit = etree.SubElement(file, f"{_IN}unit", id=message.context.translate(_TOKEN), name=message.context)
    notes = etree.SubElement(unit, f"{_IN}notes")
    add_text(notes, f"{_IN}note", exported_line(message), category="exported")
    add_text(notes, f"{_IN}note", f"{message.place[0]}:{message.place[1]}", category="location")
    for comment in message.comments:
        add_text(notes, f"{_IN}note", comment, category="description")
    if message.before:
        add_text(notes, f"{_IN}note", message.before, category="previous-source")
    is_done = bool(message.target) and not message.is_fuzzy
    segment = etree.SubElement(unit, f"{_IN}segment", state="final" if is_done else "initial")
    add_text(segment, f"{_IN}source", message.source, **_SPACE)
    if message.target:
        add_text(segment, f"{_IN}target", message.target, **_SPACE)


def read_xliff(data: bytes) -> Catalogue:
    """Read an XLIFF file."""
    root = parse_xml(data)
    if root.tag != f"{_IN}xliff":
        raise TranslationError(Phrase("cannot read the catalogue: it is neither PO nor XLIFF 2.0."))
    return Catalogue(root.get("trgLang", ""), tuple(map(_message, root.iter(f"{_IN}unit"))))


def _message(unit: etree._Element) -> Message:
    context = unit.get("name", "")
    if not context:
        raise TranslationError(
            Phrase('the unit "%(unit)s" has no name, which says where its text stands.', unit=unit.get("id", ""))
        )
    segments = unit.findall(f"{_IN}segment")
    parts = [part for part in unit if part.tag in (f"{_IN}segment", f"{_IN}ignorable")]
    target = "".join(_text(part, "target") for part in parts if part.find(f"{_IN}target") is not None)
    is_fuzzy = any(segment.get("state", "initial") == "initial" for segment in segments)
    notes = [note.text or "" for note in unit.iterfind(f"{_IN}notes/{_IN}note[@category='exported']")]
    source = "".join(_text(part, "source") for part in parts)
    return Message(context, source, target, bool(target) and is_fuzzy, exported_stamp(notes))


def _text(part: etree._Element, name: str) -> str:
    found = part.find(f"{_IN}{name}")
    return "" if found is None else "".join(str(text) for text in found.itertext())
