"""The handbook for editors and translators, which comes with the generator: its pages in the languages of a site.

Receives the folder of the handbook, the languages of a site and the names of the site's own pages; gives the pages as
they would be read from a content. A page that the site has itself is left out. Languages that the handbook lacks have
no version; English, which every page has, stands first, so that it serves where nothing else does. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path

from build_scripts.content.decode import parse_shape
from build_scripts.content.entries import MarkdownEntry
from build_scripts.content.fronts import PageFront
from build_scripts.content.outline_parser import parse_outline
from build_scripts.content.reading import FileReading
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.memory import Memory, digest

SOURCE = "en"
Page = MarkdownEntry[PageFront]


def load_handbook(
    folder: Path, languages: Sequence[str], own: Collection[str], memory: Memory
) -> dict[str, dict[str, Page]]:
    """Give the pages of the handbook by name and language, but for those that the site has of its `own`."""
    names = sorted(path.name.removesuffix(f".{SOURCE}.md") for path in folder.glob(f"*.{SOURCE}.md"))
    found = {}
    for name in names:
        if name not in own:
            wanted = {code: folder / f"{name}.{version_of(code)}.md" for code in languages}
            codes = {SOURCE: folder / f"{name}.{SOURCE}.md"} if SOURCE not in map(version_of, languages) else {}
            paths = {**codes, **{code: path for code, path in wanted.items() if path.is_file()}}
            ordered = dict(sorted(paths.items(), key=lambda item: version_of(item[0]) != SOURCE))
            found[name] = {code: _read(path, code, memory) for code, path in ordered.items()}
    return found


def version_of(code: str) -> str:
    """Give the language of the handbook that readers of another can be given as their own: a script must be the same.

    >>> version_of("en-GB"), version_of("zh-Hant"), version_of("zh")
    ('en', 'zh-Hant', 'zh')
    """
    language, _, rest = code.partition("-")
    return code if len(rest.partition("-")[0]) == len("Hant") else language


def _read(path: Path, code: str, memory: Memory) -> Page:
    raw = path.read_bytes()
    key = digest(str(path), raw, code)
    reading: FileReading = memory.recall("handbook", key, lambda: _parse(path, code, raw))
    page: Page = reading.value
    return page


@lru_cache(maxsize=64)  # the same for every content that this process reads
def _parse(path: Path, code: str, raw: bytes) -> FileReading:
    document, problems = split_front_matter(raw.decode("utf-8"), path)
    front, more = parse_shape(PageFront, document.front)
    outline, others = parse_outline(document.body, path, document.body_line)
    if front is None or problems or more or others:
        raise ValueError(f"the handbook is at fault: {[*problems, *more, *others]}")
    body, line = document.body, document.body_line
    page = MarkdownEntry(path, code, front, document.front, body, line, outline, digest=digest(raw))
    return FileReading(page, (), is_source=True)
