"""The folders of the content → what lies in them, and the problems of what is not expected there.

Receives folders; returns paths and problems. Refuses, as problems, folders that cannot be read, other names, and what
lies where only reports may.
"""

from __future__ import annotations

from pathlib import Path

from build_scripts.content.entries import TABLES
from build_scripts.content.shapes import is_id
from build_scripts.ground.file_changes import plan_path
from build_scripts.ground.files import is_leftover
from build_scripts.ground.messages import Phrase, reported
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.ground.shipped import COMMAND

PUBLISHED = "published.yml"
QUESTIONS = "questions.yml"
FOLDERS = ("reports", "comparisons", "pages", "images", "locale", "translations")


def list_folder(folder: Path) -> tuple[list[Path], list[Problem]]:
    """Give what lies in a folder, without what programs leave lying there."""
    try:
        return [path for path in sorted(folder.iterdir()) if not is_leftover(path.name)], []
    except OSError as error:
        message = Phrase("cannot read the folder: %(strerror)s.", strerror=reported(error))
        return [], [Place(folder).error("unreadable-file", message)]


def report_folders(root: Path) -> tuple[list[Path], list[Problem]]:
    """Give the folder of every report."""
    folder = root / "reports"
    if not folder.is_dir():
        hint = Phrase("Create it, with a folder for each report.")
        return [], [Place(folder).error("missing-file", Phrase("there is no folder reports."), hint)]
    paths, problems = list_folder(folder)
    for path in paths:
        if not path.is_dir():
            message = Phrase('"%(name)s" lies beside the reports.', name=path.name)
            problems.append(Place(path).error("unknown-file", message, Phrase("Put it into the folder of its report.")))
        elif not is_id(path.name):
            message = Phrase('the folder "%(name)s" is not an id.', name=path.name)
            hint = Phrase("Use a–z, 0–9 and single hyphens, like open-data.")
            problems.append(Place(path).error("invalid-id", message, hint))
    return [path for path in paths if path.is_dir() and is_id(path.name)], problems


def check_strangers(root: Path) -> list[Problem]:
    """Find what is not expected directly in the content folder, and a change that was broken off."""
    paths, problems = list_folder(root)
    if plan_path(root).is_file():
        message = Phrase("a change of several files was broken off before its end.")
        hint = Phrase("`%(command)s rename --finish` carries it out.", command=COMMAND)
        problems.append(Place(root).error("unfinished-change", message, hint))
    known = [*FOLDERS, "site.yml", "kinds.yml", "names.yml", PUBLISHED, *(f"{name}.yml" for name in TABLES)]
    for path in paths:
        if path.name in FOLDERS and not path.is_dir():
            message = Phrase('"%(name)s" must be a folder.', name=path.name)
            problems.append(Place(path).error("unknown-file", message, Phrase("Rename the file.")))
        if path.name not in known:
            message = Phrase('"%(name)s" is not a file name that is expected here.', name=path.name)
            problems.append(Place(path).error("unknown-file", message, did_you_mean(path.name, known)))
    return problems
