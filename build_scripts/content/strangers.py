"""What lies in a content folder → what has no place there.

Receives the folder and the paths in it; returns problems: a change of several files that was broken off, names that
nothing reads, files where folders belong, and catalogues that are no files. Refuses nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from build_scripts.content.entries import TABLES
from build_scripts.ground.file_changes import plan_path
from build_scripts.ground.files import find_obstacle, list_below
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.ground.shipped import COMMAND

PUBLISHED = "published.yml"
_FOLDERS = ("reports", "comparisons", "pages", "images", "locale", "translations")
_KNOWN = (*_FOLDERS, "site.yml", "kinds.yml", "names.yml", PUBLISHED, *(f"{name}.yml" for name in TABLES))


def find_strangers(root: Path, paths: Iterable[Path]) -> Iterator[Problem]:
    """Find what nobody would read in a content folder; `paths` are those directly in it."""
    if plan_path(root).is_file():
        message = Phrase("a change of several files was broken off before its end.")
        hint = Phrase("`%(command)s rename --finish` carries it out.", command=COMMAND)
        yield Place(root).error("unfinished-change", message, hint)
    for path in paths:
        if path.name in _FOLDERS and not path.is_dir():
            message = Phrase('"%(name)s" must be a folder.', name=path.name)
            yield Place(path).error("unknown-file", message, Phrase("Rename the file."))
        if path.name not in _KNOWN:
            message = Phrase('"%(name)s" is not a file name that is expected here.', name=path.name)
            yield Place(path).error("unknown-file", message, did_you_mean(path.name, _KNOWN))
    for path in list_below(root / "locale", "*.po"):  # looked up by name, and passed over where they are no files
        obstacle = find_obstacle(path)
        if obstacle:
            yield obstacle
