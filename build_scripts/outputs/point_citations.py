"""Library → how to cite each point of a comparison, in the formats and in the order of `citations`.

Receives a `Library`, a comparison and the interface of every language; returns texts by their path below the site,
beside the sector's page. What is cited is the editors' own sentence at its permalink, with what it rests on, what they
warn of, and the date of the comparison's last change. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from build_scripts.content.interface import Interface
from build_scripts.library.claims import Comparison, Point
from build_scripts.library.dates import shown_log
from build_scripts.library.index import Library
from build_scripts.library.notes import warning_in
from build_scripts.library.references import reference_to
from build_scripts.outputs.citations import (
    Citation,
    all_citations,
    make_citation,
    picker,
    with_warning,
)


def comparison_citations(library: Library, comparison: Comparison, interfaces: Sequence[Interface]) -> dict[str, str]:
    """Give the files of one comparison in all languages; a plain text has the other languages beside it."""
    versions = [[cite_point(library, comparison, point, each) for point in comparison.points] for each in interfaces]
    return all_citations(comparison.path, versions, interfaces) if comparison.points else {}


def cite_point(library: Library, comparison: Comparison, point: Point, interface: Interface) -> Citation:
    """Say how to cite a point in one language; a text missing in it is given in the source language."""
    gettext, code = interface.translations.gettext, interface.language.code
    text = point.text.pick(*library.order(code))
    changes = shown_log(library, comparison.changes, code)[1]
    about = gettext("Rests on: %(evidence)s.") % {"evidence": _evidence(library, point, interface)}
    return make_citation(
        library,
        interface,
        form=gettext("Comparison by %(site)s: %(text)s (%(place)s) %(about)s %(url)s (accessed YYYY-MM-DD)"),
        key=f"sectors:{point.key}",
        reference=point_reference(library, point, interface),
        text=text.words if text else "",
        language=point.text.language(*library.order(code)),
        about=with_warning(about, warning_in(library, point, code), interface),
        path=point.path,
        changed=changes[0].date if changes else "",
    )


def point_reference(library: Library, point: Point, interface: Interface) -> str:
    """Give the reference of a point, which no other has: its sector and its number."""
    sector = picker(library, interface.language.code)(library.sectors[point.address.sector].label)
    form = interface.translations.gettext("%(sector)s, comparison %(number)s")
    return form % {"sector": sector, "number": point.number}


def _evidence(library: Library, point: Point, interface: Interface) -> str:
    """Give the references of the statements that a point rests on, as a list."""
    form = interface.translations.gettext("%(first)s, %(second)s")
    references = (reference_to(library, library.statements[key]) for key in point.rests)
    names = (reference.words(*library.order(interface.language.code)) for reference in references)
    return reduce(lambda first, second: form % {"first": first, "second": second}, names)
