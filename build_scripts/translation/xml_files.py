"""What the XML formats of translation software have in common: elements with a text, files written and read.

Receives elements, or bytes; gives texts, or elements. Refuses, as `TranslationError`, bytes that are no XML, and texts
that no XML can hold.
"""

from __future__ import annotations

from lxml import etree

from build_scripts.ground.messages import Phrase, reported
from build_scripts.translation.edits import TranslationError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def add_text(parent: etree._Element, tag: str, text: str, **attributes: str) -> None:
    """Add an element that holds a text."""
    element = etree.SubElement(parent, tag, attributes)
    try:
        element.text = text
    except ValueError as error:
        raise TranslationError(
            Phrase("XML cannot hold a character of “%(text)s”; export PO instead.", text=text[:40])
        ) from error


def xml_text(root: etree._Element, doctype: str | None = None) -> str:
    """Give a document as text, an element a line."""
    etree.indent(root)
    body = etree.tostring(root, encoding="unicode", doctype=doctype)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def parse_xml(data: bytes) -> etree._Element:
    """Read a document; it may not draw anything from elsewhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TranslationError(
            Phrase("cannot read the catalogue: %(reason)s", reason=reported(str(error).splitlines()[0]))
        ) from error
