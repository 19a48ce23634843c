"""The pages that this project stages for its engine, as other programs can be given them.

Receives the work folder of a build; returns a `StagedSite` with the pages and the navigation of each language. Pages
are as they are, but for the line that keeps them out of the engine's search. Refuses folders without pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# The source language first.
LANGUAGES = {"zh": "中文", "en": "English"}
_HIDDEN = 'search: {"exclude": true}\n'
_WORDS = "确实如此。"


@dataclass(frozen=True)
class StagedSite:
    """A folder with a folder a language, in each `docs/` and the engine's configuration."""

    folder: Path

    def __post_init__(self) -> None:
        for language in LANGUAGES:
            if not any(self.pages(language)):
                raise FileNotFoundError(f"{self.folder} has no staged pages in {language}")

    def pages(self, language: str) -> Iterator[Path]:
        """Give the names of the pages of a language, sorted, relative to its `docs/`."""
        docs = self.folder / language / "docs"
        yield from sorted(path.relative_to(docs) for path in docs.rglob("*.md"))

    def text(self, language: str, name: Path) -> str:
        """Give a page, open to search."""
        return (self.folder / language / "docs" / name).read_text(encoding="utf-8").replace(_HIDDEN, "", 1)

    def navigation(self, language: str) -> list[dict[str, Any]]:
        """Give the navigation of a language, as MkDocs takes it."""
        config = (self.folder / language / "mkdocs.yml").read_text(encoding="utf-8")
        navigation: list[dict[str, Any]] = yaml.load(config, yaml.CSafeLoader)["nav"]
        return navigation


def edit_page(folder: Path, number: int) -> None:
    """Add words to a brief's page in a folder of pages: another page for each number."""
    pages = sorted(folder.glob("reports/*/*/index.md"))
    page = pages[number * len(pages) // 7 % len(pages)]
    text = page.read_text(encoding="utf-8")
    if "</p>" not in text:
        raise ValueError(f"{page} has no paragraph")
    page.write_text(text.replace("</p>", f"{_WORDS}{number}</p>", 1), encoding="utf-8")
