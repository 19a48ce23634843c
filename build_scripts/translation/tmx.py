"""Accepted translations as a translation memory: TMX 1.4b, which OmegaT, Weblate and CAT tools read.

Receives pairs and the languages; returns the text of a TMX file. A pair says where it stands, and who accepted it when
if that is recorded; of a day the format can only name a moment, which is its first. Refuses what no XML can hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from build_scripts.translation.pairs import Pair
from build_scripts.translation.xml_files import XML_LANG, add_text, xml_text


def export_tmx(pairs: Iterable[Pair], source: str, language: str) -> str:
    """Give pairs as the text of a TMX file."""
    root = etree.Element("tmx", version="1.4")
    header = {"creationtool": "duizhao", "creationtoolversion": "1", "segtype": "block", "o-tmf": "duizhao"}
    header |= {"adminlang": "en", "srclang": source, "datatype": "plaintext"}
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for pair in pairs:
        unit = etree.SubElement(body, "tu")
        add_text(unit, "prop", str(pair.address), type="x-address")
        said = {"changeid": pair.by, "changedate": f"{pair.date.replace('-', '')}T000000Z" if pair.date else ""}
        for code, text, more in ((source, pair.source, {}), (language, pair.target, said)):
            attributes = {XML_LANG: code} | {name: value for name, value in more.items() if value}
            add_text(etree.SubElement(unit, "tuv", attributes), "seg", text)
    return xml_text(root)
