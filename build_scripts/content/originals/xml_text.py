"""XML and HTML of unknown origin → trees that run, load and expand nothing.

Receives bytes; returns the root. Refuses, with `OriginalError`, what is not well-formed XML.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from build_scripts.content.originals.model import OriginalError
from build_scripts.ground.messages import Phrase


def parse_xml(raw: bytes) -> Any:
    """Give the root of XML; entities stay as they are, so that none can swell."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise OriginalError(Phrase("it is broken; open it in the program that it is of and save it anew.")) from error


def parse_html(text: str) -> Any:
    """Give the root of HTML, or None where nothing is in it."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    return etree.fromstring(text, parser)
