"""Edits of what things are called: renamed and withdrawn by the project's own commands, old ids, what was published."""

from __future__ import annotations

import re

from build_scripts.content.identifiers import Identifier
from build_scripts.content.load import load_content
from build_scripts.content.naming import NamingError
from build_scripts.content.succession import find_succession, published_text
from build_scripts.ground.file_changes import change_files
from build_scripts.translation.renaming import rename
from build_scripts.translation.states import find_states
from build_scripts.translation.withdrawing import Reason, withdraw
from tests.exact.edits import edit
from tests.exact.markdown import ID
from tests.exact.words import sentence
from tests.exact.world import World, write_text

_WITHDRAWN = ("statement", "point", "term", "event", "figure", "brief")


def _choose(world: World, *kinds: str) -> Identifier | None:
    """Choose a kind, then something of it, as most things are statements."""
    living = sorted(find_succession(load_content(world.content)[0]).living)
    present = sorted({one.kind for one in living if not kinds or one.kind in kinds})
    kind = world.rng.choice(present) if present else ""
    own = [one for one in living if one.kind == kind]
    return world.rng.choice(own) if own else None


@edit("renamed by the command")
def _rename(world: World) -> str | None:
    content, problems = load_content(world.content)
    old = _choose(world)
    if old is None or problems:
        return None
    new = old.beside(world.new_id())
    try:
        change_files(world.content, rename(content, find_states(content)[0], old, new))
    except NamingError:
        return None
    return f"{old} is {new.own}"


@edit("withdrawn by the command")
def _withdraw(world: World) -> str | None:
    content, problems = load_content(world.content)
    one = _choose(world, *_WITHDRAWN)
    if one is None or problems:
        return None
    others = [other for other in find_succession(content).living if other.kind == one.kind and other != one]
    instead = tuple(world.rng.sample(sorted(others), min(len(others), world.rng.randint(0, 1))))
    words = sentence(world.rng, world.source)
    try:
        reason = Reason("2024-06", world.source, words, instead)
        change_files(world.content, withdraw(content, find_states(content)[0], one, reason))
    except NamingError:
        return None
    return f"{one}, instead {', '.join(map(str, instead)) or 'nothing'}"


@edit("old id of a statement")
def _add_old_id(world: World) -> str | None:
    """An id that it never had, of its brief or of another, so that its anchor stands there or a line at the foot."""
    briefs = [
        path for path in world.files(f".{world.source}.md", "content/reports") if not path.name.startswith("index")
    ]
    lines = [
        (path, no) for path in briefs for no, line in enumerate(path.read_text("utf-8").split("\n")) if ID.search(line)
    ]
    if not lines:
        return None
    path, no = world.rng.choice(lines)
    other = world.rng.choice(briefs)
    old = world.new_id()
    if world.rng.random() < 0.6:
        old = f"{other.parent.name}/{other.name.split('.')[0]}#{old}"
    text = path.read_text(encoding="utf-8").split("\n")
    bare = re.sub(r' formerly=("[^"]*"|[^\s"}]+)', "", text[no])
    text[no] = re.sub(r"\{(#[^}]*)\}$", rf'{{\1 formerly="{old}"}}', bare.rstrip())
    write_text(path, "\n".join(text))
    return f"{path.name}:{no + 1} {old}"


@edit("what was published")
def _publish(world: World) -> str:
    """Remembered, or forgotten."""
    path = world.content / "published.yml"
    if path.is_file() and world.rng.random() < 0.5:
        path.unlink()
        return "forgotten"
    write_text(path, published_text(find_succession(load_content(world.content)[0])))
    return "remembered"
