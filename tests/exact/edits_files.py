"""Edits of whole files, of templates, of times, and of what a build left behind; and errors in the content."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.exact.edits import edit
from tests.exact.markdown import ID
from tests.exact.words import label, sentence
from tests.exact.world import World, write_bytes, write_text

_HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
_MESSAGE = re.compile(r'^msgid "(?P<id>[^"%\\\n]+)"\nmsgstr "(?P<text>[^"%\\\n]+)"$', re.MULTILINE)


@edit("image added")
def _add_image(world: World) -> str:
    name = f"{world.new_id()}.svg"
    write_text(world.content / "images" / name, f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}"/>')
    return name


@edit("image changed")
def _change_image(world: World) -> str | None:
    images = world.files("", "content/images")
    if not images:
        return None
    path = world.rng.choice(images)
    write_bytes(path, path.read_bytes().replace(b"<svg", b'<svg class="x"', 1))
    return path.name


@edit("image renamed or removed")
def _remove_image(world: World) -> str | None:
    images = world.files("", "content/images")
    if not images:
        return None
    path = world.rng.choice(images)
    if world.rng.random() < 0.5:
        path.unlink()
        return path.name
    path.rename(path.with_name(f"{world.new_id()}.svg"))
    return f"{path.name} has another name"


@edit("catalogue of the site")
def _edit_catalogue(world: World) -> str | None:
    """A message of the interface in the site's own words: new, changed, or the whole catalogue taken away."""
    language = world.rng.choice(world.languages)
    own, shared = world.content / "locale" / f"{language}.po", world.templates / "locale" / f"{language}.po"
    if own.is_file() and world.rng.random() < 0.3:
        own.unlink()
        return f"{own.name} removed"
    if own.is_file():
        return _change_message(world, own)
    known = next((path for path in (shared, *world.files(".po", "project")) if path.is_file()), None)
    messages = _MESSAGE.findall(known.read_text(encoding="utf-8")) if known else []
    if not messages:
        return None
    message = world.rng.choice(messages)[0]
    write_text(own, f'{_HEADER}\nmsgid "{message}"\nmsgstr "{label(world.rng, language)}"\n')
    return f"{own.name}: {message}"


def _change_message(world: World, path: Path) -> str | None:
    text = path.read_text(encoding="utf-8")
    found = list(_MESSAGE.finditer(text))
    if not found:
        return None
    match = world.rng.choice(found)
    at = match.end("text")
    write_text(path, f"{text[:at]} {label(world.rng, path.stem)}{text[at:]}")
    return f"{path.name}: {match['id']}"


@edit("catalogue of the project")
def _edit_project_catalogue(world: World) -> str | None:
    paths = world.files(".po", "project/templates/locale")
    return _change_message(world, world.rng.choice(paths)) if paths else None


@edit("template")
def _edit_template(world: World) -> str | None:
    """A class more on what a template of a page, of a part of pages or of the root shows."""
    pattern = re.compile(r'class="dz-[a-z-]+')
    paths = [path for path in world.files(".jinja", "project/templates") if pattern.search(path.read_text("utf-8"))]
    if not paths:
        return None
    path = world.rng.choice(paths)
    text = path.read_text(encoding="utf-8")
    match = world.rng.choice(list(pattern.finditer(text)))
    write_text(path, f"{text[: match.end()]} {world.new_id()}{text[match.end() :]}")
    return f"{path.name}, {match[0]}"


@edit("theme")
def _edit_theme(world: World) -> str:
    """A style sheet, a script, or a block of the frame."""
    endings = world.rng.choice((".css", ".js", ".html"))
    path = world.rng.choice(world.files(endings, "project/templates/theme"))
    text = path.read_text(encoding="utf-8")
    if endings == ".html":
        changed = re.sub(r'class="(?=[a-z])', f'class="{world.new_id()} ', text, count=1)
    else:
        changed = f"{text}\n/* {world.new_id()} */\n"
    write_text(path, changed)
    return path.name


@edit("file of the theme added or removed")
def _add_theme_file(world: World) -> str:
    folder = world.templates / "theme" / "assets"
    own = sorted(folder.glob("made-*"))
    if own:
        own[0].unlink()
        return f"{own[0].name} removed"
    name = f"{world.new_id()}.css"
    write_text(folder / name, "/* nothing */\n")
    return name


@edit("configuration of the engine")
def _edit_configuration(world: World) -> str:
    path = world.project / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    write_text(path, re.sub(r"toc_depth: (\d)", lambda match: f"toc_depth: {5 - int(match[1])}", text))
    return "depth of the contents"


# Nothing changes, or nothing that the file system tells


@edit("touched")
def _touch(world: World) -> str:
    """Other times, other inodes, the same bytes."""
    paths = [path for part in ("content", "project") for path in world.files("", part)]
    for path in world.rng.sample(paths, max(1, len(paths) // 3)):
        data = path.read_bytes()
        if world.rng.random() < 0.5:
            path.unlink()
        write_bytes(path, data)
        moment = world.rng.randint(10**9, 2 * 10**9)
        os.utime(path, (moment, moment))
    return "a third of all files"


@edit("same size, same time")
def _swap_letters(world: World) -> str | None:
    return _unseen(world, lambda path, data: path.write_bytes(data))


@edit("same size, same time, another file")
def _swap_letters_in_another_file(world: World) -> str | None:
    """As a copy that keeps times puts it there (`cp -p`, `rsync -a`, `git stash` with a tool that restores times)."""

    def exchange(path: Path, data: bytes) -> None:
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(data)
        beside.replace(path)

    return _unseen(world, exchange)


def _unseen(world: World, write: Callable[[Path, bytes], object]) -> str | None:
    """Exchange two neighbouring letters of a statement; neither size nor time tells."""
    options = []
    for path in world.files(".md"):
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"([a-z])(?!\1)[a-z](?=[a-z ])|([\u4e00-\u9fff])(?!\2)[\u4e00-\u9fff]", text):
            end = text.find("\n", match.end())
            if ID.search(text, match.end(), end) and not text.startswith(("{", "("), match.start() - 1):
                options.append((path, match.start()))
    if not options:
        return None
    path, at = world.rng.choice(options)
    stat, text = path.stat(), path.read_text(encoding="utf-8")
    write(path, f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}".encode())
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return f"{text[at : at + 2]} in {path.name}"


@edit("leftovers of programs")
def _add_leftovers(world: World) -> str:
    """Files that are no content: of editors, of systems, of a command that was killed."""
    path = world.rng.choice(world.files(".md"))
    for name in (f".{path.name}.k3j9", f"{path.name}~", f".{path.name}.swp", "Thumbs.db", f"{path.name}.orig"):
        write_text(path.with_name(name), sentence(world.rng, "en"))
    return f"beside {path.name}"


# What a build left behind


@edit("memory gone", disturbs=True)
def _remove_memory(world: World) -> str:
    shutil.rmtree(world.work / "memory", ignore_errors=True)
    return "memory"


@edit("all of the work folder gone", disturbs=True)
def _remove_work(world: World) -> str:
    shutil.rmtree(world.work, ignore_errors=True)
    return "work folder"


@edit("memory damaged", disturbs=True)
def _damage_memory(world: World) -> str | None:
    """Cut short, emptied, overwritten with other bytes, or exchanged with another entry."""
    files = world.files("", ".build/memory")
    if not files:
        return None
    for path in world.rng.sample(files, max(1, len(files) // 4)):
        data = path.read_bytes()
        other = world.rng.choice(files).read_bytes()
        damaged = (data[: len(data) // 2], b"", bytes(reversed(data)), other, data + b"\x00")
        _write_anew(path, world.rng.choice(damaged))
    return f"a quarter of {len(files)} files"


@edit("entries of the memory damaged", disturbs=True)
def _damage_entries(world: World) -> str | None:
    """Values that stand under another key, are cut short, or have a byte that is another."""
    path = world.work / "memory" / "results.sqlite"
    if not path.is_file():
        return None
    with contextlib.closing(sqlite3.connect(path)) as memory, memory:
        rows = memory.execute("SELECT key, value FROM entries ORDER BY key").fetchall()
        for key, value in world.rng.sample(rows, len(rows) // 3):
            at = world.rng.randrange(len(value))
            other = bytes(value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :])
            damaged = world.rng.choice((other, value[:at], world.rng.choice(rows)[1]))
            memory.execute("UPDATE entries SET value = ? WHERE key = ?", (damaged, key))
    return f"a third of {len(rows)} entries"


@edit("memory of an earlier state", disturbs=True)
def _swap_memory(world: World) -> str | None:
    """What another branch left, put in the place of the present memory, or kept to be put there."""
    memory, kept = world.work / "memory", world.folder / "kept-memory"
    if not memory.is_dir():
        return None
    if not kept.is_dir():
        shutil.copytree(memory, kept)
        return "kept"
    shutil.rmtree(memory)
    kept.rename(memory)
    return "put back"


@edit("site changed by hand", disturbs=True)
def _edit_site(world: World) -> str | None:
    """A program for publishing rewrote pages in place; a file is gone."""
    files = world.files(".html", "site")
    if len(files) < 3:
        return None
    one, two = world.rng.sample(files, 2)
    with one.open("ab") as file:  # in place: all names of the file see it
        file.write(b"<!-- rewritten -->")
    two.unlink()
    return f"{one.name}, {two.name}"


@edit("spare changed by hand", disturbs=True)
def _edit_spare(world: World) -> str | None:
    """What lies in the folder of the site before the last may be the present site's, too."""
    files = world.files(".html", ".build/spare")
    if len(files) < 3:
        return None
    one, two = world.rng.sample(files, 2)
    with one.open("ab") as file:
        file.write(b"<!-- rewritten -->")
    two.unlink()
    write_text(world.work / "spare" / "made.html", "left")
    return f"{one.name}, {two.name}"


@edit("site gone", disturbs=True)
def _remove_site(world: World) -> str:
    shutil.rmtree(world.site, ignore_errors=True)
    return "site"


def _write_anew(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


# Errors


def _break(world: World, ending: str, pattern: str, new: str) -> str | None:
    paths = [path for path in world.files(ending) if "translations" not in path.parts]
    paths = [path for path in paths if re.search(pattern, path.read_text(encoding="utf-8"))]
    if not paths:
        return None
    path = world.rng.choice(paths)
    write_text(path, re.sub(pattern, new, path.read_text(encoding="utf-8"), count=1))
    return path.name


@edit("unknown kind", breaks=True)
def _break_kind(world: World) -> str | None:
    return _break(world, ".md", r"kind=", "kind=nonsense-")


@edit("broken YAML", breaks=True)
def _break_yaml(world: World) -> str | None:
    return _break(world, ".yml", r"(?m)^(\w[\w-]*): ?", r"\1: {")


@edit("unknown field", breaks=True)
def _break_field(world: World) -> str | None:
    return _break(world, "site.yml", r"^", "nonsense: true\n")


@edit("link to nowhere", breaks=True)
def _break_link(world: World) -> str | None:
    return _break(world, ".md", r"\(ref:", "(ref:nowhere/")


@edit("empty file", breaks=True)
def _break_file(world: World) -> str | None:
    path = world.rng.choice([*world.files(f".{world.source}.md"), world.content / "sectors.yml"])
    path.write_bytes(b"")
    return path.name


@edit("file gone", breaks=True)
def _break_site(world: World) -> str:
    path = world.content / world.rng.choice(("site.yml", "kinds.yml", f"reports/{world.reports[0]}/report.yml"))
    path.unlink()
    return path.name
