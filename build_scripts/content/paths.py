"""Paths of the site that are no content: what the generator fills itself."""

from __future__ import annotations

# Paths under a language that the generator itself fills.
GENERATED_PAGES = ("reports", "sectors", "recommendations", "figures", "timeline", "glossary", "translation")
RESERVED_PAGES = (*GENERATED_PAGES, "index", "search", "assets", "images", "data")
