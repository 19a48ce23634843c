"""Where the files lie that come with the generator, and how its command is called.

Gives paths and words, and receives nothing: the base of the engine's configuration and the templates lie beside the
package where it is worked on, and within it where it was installed. Refuses nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
PROJECT = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent
TEMPLATES = PROJECT / "templates"
PROGRAM = "duizhao"


def typed_command() -> str:
    """Give what is typed to call the command again from the current folder, so that a hint can be pasted.

    It is the name alone where the terminal finds the same program by it, and in programs of another name.

    >>> typed_command()
    'duizhao'
    """
    called = Path(sys.argv[0])
    if called.stem != PROGRAM or called.suffix not in ("", ".exe"):
        return PROGRAM
    found = shutil.which(PROGRAM)
    if found and called.exists() and called.samefile(found):
        return PROGRAM
    path = Path(os.path.normpath(called.absolute()))
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return f'"{shown}"' if " " in str(shown) else str(shown)


# A command is called once in the life of a process.
COMMAND = typed_command()
