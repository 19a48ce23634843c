"""A page of a report or sector → the paths of its PDFs below the site.

Receives a site, the path of the page and its title; returns one in each language that the title has, and one for each
translation beside its source. The PDFs are made in `outputs/pdf_files`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from build_scripts.content.model import Site
from build_scripts.ground.texts import Texts


class PdfPath(NamedTuple):
    """A PDF: its path under the last of its languages; of two that one translates the other."""

    languages: tuple[str, ...]
    path: str

    @property
    def name(self) -> str:
        """Give the path below the site."""
        return f"{self.languages[-1]}/{self.path}"


def pdf_paths(site: Site, page: str, title: Texts[Any]) -> Iterator[PdfPath]:
    """Give the PDFs of a page; a file is named so that it tells where it comes from wherever it is kept.

    `sectors/buses/` of a site in `fr` and `en` has `fr/sectors/buses/buses.fr.pdf`, `en/…/buses.en.pdf`, and
    `en/…/buses.fr-en.pdf`.
    """
    name = page.rstrip("/").rpartition("/")[2]
    codes = [language.code for language in site.languages if language.code in title]
    for languages in (*((code,) for code in codes), *((codes[0], code) for code in codes[1:])):
        yield PdfPath(languages, f"{page}{name}.{'-'.join(languages)}.pdf")
