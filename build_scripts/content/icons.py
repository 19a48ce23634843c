"""Names of icons → their drawings, from the icons that the theme brings with it.

Receives the name of a Material Design icon, such as `bus`; returns an inline SVG as HTML. Refuses nothing: a name
without an icon gives nothing, and `has_icon` tells beforehand.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def has_icon(name: str) -> bool:
    """Tell whether the theme has an icon of this name.

    >>> has_icon("bus"), has_icon("no-such-icon"), has_icon("../bus")
    (True, False, False)
    """
    return bool(_drawing(name))


def icon(name: str) -> Markup:
    """Give an icon as HTML, or nothing."""
    drawing = _drawing(name)
    return Markup(f'<span class="twemoji">{drawing}</span> ') if drawing else Markup("")


@cache
def _drawing(name: str) -> str:
    if not _NAME.fullmatch(name):
        return ""
    file = files("material") / "templates" / ".icons" / "material" / f"{name}.svg"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""
