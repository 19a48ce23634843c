"""Library → how to cite each point of a comparison, in the formats and in the order of `citations`.

Receives a `Library`, a comparison and the interface of every language; returns texts by their path below the site,
beside the sector's page. What is cited is the editors' own sentence at its permalink, with what it rests on. Refuses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from build_scripts.content.interface import Interface
from build_scripts.library.claims import Comparison, Point
from build_scripts.library.index import Library
from build_scripts.library.references import reference_to
from build_scripts.outputs.citations import Citation, citation_names, citation_texts, picker


def comparison_citations(
    library: Library, comparison: Comparison, interface: Interface, interfaces: Iterable[Interface]
) -> dict[str, str]:
    """Give the files of one comparison in one language; its plain text has the other languages beside it."""
    ordered = (interface, *(other for other in interfaces if other is not interface))
    versions = [[cite_point(library, comparison, point, each) for each in ordered] for point in comparison.points]
    return dict(zip(citation_names(comparison.path, interface), citation_texts(versions), strict=True))


def cite_point(library: Library, comparison: Comparison, point: Point, interface: Interface) -> Citation:
    """Say how to cite a point in one language; a text missing in it is given in the source language."""
    gettext, code = interface.translations.gettext, interface.language.code
    pick = picker(library, code)
    text = point.text.pick(code, library.source)
    pair = gettext("%(first)s, %(second)s")
    names = [reference_to(library, library.statements[key]).words(code, library.source) for key in point.rests]
    words = {
        "text": text.words if text else "",
        "site": pick(library.site.name),
        "sector": pick(library.sectors[comparison.sector].label),
        "number": interface.number(point.number),
        "evidence": reduce(lambda one, other: pair % {"first": one, "second": other}, names),
        "url": f"{library.site.base_url.rstrip('/')}/{code}/{point.path}",
    }
    changes = comparison.changes.get(code) or comparison.changes.get(library.source) or ()
    plain = gettext(
        "Comparison by %(site)s: %(text)s (%(sector)s, comparison %(number)s) "
        "Rests on: %(evidence)s. %(url)s (accessed YYYY-MM-DD)"
    )
    return Citation(
        key=f"sectors:{point.key.replace('#', ':')}:{code}",
        reference=gettext("%(sector)s, comparison %(number)s") % words,
        text=words["text"],
        language=code if code in point.text else library.source,
        site=words["site"],
        about=gettext("Rests on: %(evidence)s.") % words,
        page="",
        url=words["url"],
        changed=changes[0].date if changes else "",
        plain=plain % words,
        original={},
    )
