"""What a site is made with besides its content: the engine's configuration, the theme, templates and catalogues.

Receives nothing, the folder of a content, or what is made for its site; gives paths, a digest, or addresses of style
sheets and scripts. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from build_scripts.ground.files import files_below, is_leftover
from build_scripts.ground.memory import digest
from build_scripts.ground.shipped import PROJECT, TEMPLATES
from build_scripts.publish.stage import digest_of_file

_STAMP = 10  # hexadecimal digits of a digest, as many as addresses of the search have


def sources() -> Sequence[Path]:
    """Give all that comes with the generator and shapes a site, but for its code."""
    return [PROJECT / "mkdocs.yml", TEMPLATES]


def theme_files() -> Sequence[Path]:
    """Give the files that an engine reads besides pages."""
    return [PROJECT / "mkdocs.yml", *files_below(TEMPLATES / "theme")]


def asset_addresses(made: Mapping[str, bytes]) -> Mapping[str, str]:
    """Give the addresses of style sheets and scripts, of the theme and of those `made` for a site, by their names.

    Each ends in a digest of its bytes, so that browsers may keep what lies there for good: `assets/a.css?0f3a…`.
    """
    theme = TEMPLATES / "theme"
    found = {path.relative_to(theme).as_posix(): path for path in sorted((theme / "assets").rglob("*.*"))}
    own = {name: path.read_bytes() for name, path in found.items() if path.suffix in (".css", ".js")}
    return {name: f"{name}?{digest(data).hex()[:_STAMP]}" for name, data in {**own, **made}.items()}


def settings_digest(root: Path, *, pdf: bool) -> bytes:
    """Give the digest of what pages are made with besides the library: templates, words, whether there are PDFs."""
    folders = [
        *(TEMPLATES / name for name in ("pages", "partials", "pdf", "root", "locale", "handbook")),
        root / "locale",
    ]
    paths = [path for folder in folders for path in files_below(folder) if not is_leftover(path.name)]
    return digest(pdf, *(part for path in paths for part in (path.name, digest_of_file(path))))
