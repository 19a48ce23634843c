"""What a site is made with besides its content: the engine's configuration, the theme, templates and catalogues.

Receives nothing, or the folder of a content; gives paths, or a digest. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from build_scripts.ground.files import files_below, is_leftover
from build_scripts.ground.memory import digest
from build_scripts.ground.shipped import PROJECT, TEMPLATES
from build_scripts.publish.stage import digest_of_file


def sources() -> Sequence[Path]:
    """Give all that comes with the generator and shapes a site, but for its code."""
    return [PROJECT / "mkdocs.yml", TEMPLATES]


def theme_files() -> Sequence[Path]:
    """Give the files that an engine reads besides pages."""
    return [PROJECT / "mkdocs.yml", *files_below(TEMPLATES / "theme")]


def settings_digest(root: Path, *, pdf: bool) -> bytes:
    """Give the digest of what pages are made with besides the library: templates, words, whether there are PDFs."""
    folders = [
        *(TEMPLATES / name for name in ("pages", "partials", "pdf", "root", "locale", "handbook")),
        root / "locale",
    ]
    paths = [path for folder in folders for path in files_below(folder) if not is_leftover(path.name)]
    return digest(pdf, *(part for path in paths for part in (path.name, digest_of_file(path))))
