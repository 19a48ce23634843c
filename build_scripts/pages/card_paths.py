"""A page → the path of the picture that it is shared with, under its language.

Receives the name of its template, its path and what it is about; returns a path. The pictures are drawn in
`outputs/card_files`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CARD = "card.png"
CARD_SIZE = (1200, 630)  # pixels: what chats and networks show whole (1.91:1)
_OWN = ("report", "brief", "sector")  # templates whose pages have one of their own


def card_path(template: str, path: str, about: Mapping[str, Any]) -> str:
    """Give the path: of the page's own picture, that of its sector, or that of the site.

    >>> card_path("sector", "sectors/buses/", {}), card_path("sector_list", "sectors/a/finding/", {"key": "a"})
    ('sectors/buses/card.png', 'sectors/a/card.png')
    >>> card_path("glossary", "glossary/", {})
    'card.png'
    """
    folder = path if template in _OWN else f"sectors/{about['key']}/" if "key" in about else ""
    return f"{folder}{CARD}"


def figure_card(report: str, figure: str) -> str:
    """Give the path of the picture of a typed figure, which has no page of its own.

    >>> figure_card("city", "visits-2020")
    'figures/city.visits-2020.png'
    """
    return f"figures/{report}.{figure}.png"
