"""Paths of the site that are no content: what the generator fills itself."""

from __future__ import annotations

import re

# Paths under a language that the generator itself fills.
GENERATED_PAGES = (
    "reports",
    "sectors",
    "compare",
    "recommendations",
    "figures",
    "timeline",
    "glossary",
    "translation",
    "problems",
    "search",
)
# Where the charts lie that stand alone.
CHARTS = "charts"
# Where a link may lead besides the site itself.
OUTSIDE = re.compile(r"https?://[^\s/]|mailto:.|tel:.", re.IGNORECASE)
# Lists of recommendations besides those of each actor: of what names nobody, and of all.
NOBODY = "none"
EVERYBODY = "all"
RESERVED_PAGES = (*GENERATED_PAGES, CHARTS, "index", "assets", "images", "data")
