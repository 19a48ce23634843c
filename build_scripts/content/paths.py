"""Paths of the site that are no content: what the generator fills itself."""

from __future__ import annotations

import re

# Where the search lies: its page, and what it searches in.
SEARCH = "search"
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
    SEARCH,
)
# The feed of a language.
FEED = "feed.atom"
# Where the charts lie that stand alone.
CHARTS = "charts"
# Where a link may lead besides the site itself.
OUTSIDE = re.compile(r"https?://[^\s/]|mailto:.|tel:.", re.IGNORECASE)
# Lists of recommendations besides those of each actor: of what names nobody, and of all.
NOBODY = "none"
EVERYBODY = "all"
RESERVED_PAGES = (*GENERATED_PAGES, CHARTS, "index", "assets", "images", "data")
