"""The glossary for translation software: as a termbase, and as a table.

Receives the terms and the languages; returns a text with the terms that both languages have. TBX-Basic in its form of
2008 (`martif`, which Weblate reads, and not the newer ISO 30042:2019) has a concept each, with its definition and its
forms, of which every one says whether it is preferred, admitted or deprecated. OmegaT reads that too, but offers
deprecated forms like any other; its own table, tab-separated, names them in the comment. Refuses what no XML can hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from build_scripts.content.model import Term, TermForms
from build_scripts.translation.xml_files import XML_LANG, add_text, xml_text

_PREFERRED, _ADMITTED, _DEPRECATED = (f"{word}Term-admn-sts" for word in ("preferred", "admitted", "deprecated"))
_DOCTYPE = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">'


def export_tbx(terms: Iterable[Term], source: str, language: str, title: str) -> str:
    """Give the terms that both languages have as the text of a TBX file."""
    root = etree.Element("martif", {"type": "TBX-Basic", XML_LANG: source})
    description = etree.SubElement(etree.SubElement(root, "martifHeader"), "fileDesc")
    add_text(etree.SubElement(description, "sourceDesc"), "p", title)
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for term in terms:
        if {source, language} <= term.forms.keys():
            _add(etree.SubElement(body, "termEntry", id=term.id), term, (source, language))
    return xml_text(root, _DOCTYPE)


def export_table(terms: Iterable[Term], source: str, language: str) -> str:
    """Give every good form of the source with each of the target, and in the third column what to avoid."""
    rows = [
        (form, other, _comment(term, status, language))
        for term in terms
        if {source, language} <= term.forms.keys()
        for form, known in _forms(term.forms[source], term.acronym)
        for other, status in _forms(term.forms[language], term.acronym)
        if _DEPRECATED not in (known, status)
    ]
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)


def _comment(term: Term, status: str, language: str) -> str:
    forms = term.forms[language]
    other = f"better: {forms.preferred}" if status != _PREFERRED else ""
    avoid = f"avoid: {', '.join(forms.avoid)}" if forms.avoid else ""
    definition = (term.definition.get(language) or "") if term.definition else ""
    return "; ".join(filter(None, (other, avoid, definition)))


def _add(entry: etree._Element, term: Term, languages: tuple[str, str]) -> None:
    for code in languages:
        forms = etree.SubElement(entry, "langSet", {XML_LANG: code})
        definition = term.definition.get(code) if term.definition else None
        if definition:
            add_text(forms, "descrip", definition, type="definition")
        for form, status in _forms(term.forms[code], term.acronym):
            group = etree.SubElement(forms, "tig")
            add_text(group, "term", form)
            add_text(group, "termNote", status, type="administrativeStatus")


def _forms(forms: TermForms, acronym: str | None) -> Iterator[tuple[str, str]]:
    """Give each form of a term once, with its status in the words of TBX-Basic."""
    yield forms.preferred, _PREFERRED
    accepted = [*forms.accepted, *([acronym] if acronym else [])]
    yield from ((form, _ADMITTED) for form in dict.fromkeys(accepted) if form != forms.preferred)
    yield from ((form, _DEPRECATED) for form in forms.avoid)
