"""Edits of Markdown: statements, notes, details, prose, headings, titles, attributes, briefs and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from tests.exact.edits import edit
from tests.exact.markdown import DETAIL, ID, ITEM, NOTE, Item, Text, set_attribute
from tests.exact.words import appended, label, sentence
from tests.exact.world import World, forget_answers, parse_yaml, plain, render_yaml, write_text


def _briefs(world: World) -> list[Path]:
    """Give the Markdown files of briefs, in every language."""
    return [path for path in world.files(".md") if "reports" in path.parts and not path.name.startswith("index.")]


def _versions(path: Path, source: str) -> list[Path]:
    """Give the files of one text in all its languages, the source first."""
    stem = path.name.split(".")[0]
    found = sorted(path.parent.glob(f"{stem}.*.md"))
    return sorted(found, key=lambda each: each.name.split(".")[1] != source)


def _texts_of_a_brief(world: World) -> list[Text]:
    source = world.source
    starts = [path for path in _briefs(world) if path.name.split(".")[1] == source]
    return [Text(path) for path in _versions(world.rng.choice(starts), source)] if starts else []


def _save(texts: Sequence[Text]) -> str:
    for text in texts:
        text.save()
    return ", ".join(text.path.name for text in texts)


def _edit_line(world: World, paths: Sequence[Path], find: Callable[[Text], list[int]]) -> str | None:
    """Append words to one line that `find` gives, before attributes in braces."""
    options = [(text, no) for path in paths for text in [Text(path)] for no in find(text)]
    if not options:
        return None
    text, no = world.rng.choice(options)
    line = text.lines[no]
    braces = re.search(r"\s*\{[^{}]*\}\s*$", line)
    head, tail = (line[: braces.start()], line[braces.start() :]) if braces else (line, "")
    text.lines[no] = appended(world.rng, text.language, head) + tail
    text.save()
    return f"{text.path.name}:{no + 1}"


def _inside(text: Text, pattern: re.Pattern[str]) -> list[int]:
    return [no for item in text.items() for no in range(item.start + 1, item.end) if pattern.match(text.lines[no])]


@edit("statement")
def _edit_statement(world: World) -> str | None:
    return _edit_line(world, _briefs(world), lambda text: [no for no, line in enumerate(text.lines) if ID.search(line)])


@edit("note")
def _edit_note(world: World) -> str | None:
    return _edit_line(world, _briefs(world), lambda text: _inside(text, NOTE))


@edit("detail")
def _edit_detail(world: World) -> str | None:
    def details(text: Text) -> list[int]:
        return [no for no in _inside(text, DETAIL) if not NOTE.match(text.lines[no])]

    return _edit_line(world, _briefs(world), details)


@edit("prose")
def _edit_prose(world: World) -> str | None:
    return _edit_line(world, world.files(".md"), Text.paragraphs)


@edit("heading")
def _edit_heading(world: World) -> str | None:
    return _edit_line(world, world.files(".md"), Text.headings)


@edit("title")
def _edit_title(world: World) -> str | None:
    text = Text(world.rng.choice(world.files(".md")))
    if "title" not in text.front:  # a comparison has none
        return None
    text.front["title"] = f"{text.front['title']} {label(world.rng, text.language)}"
    return _save([text])


@edit("change log")
def _edit_changes(world: World) -> str | None:
    """A dated line of the log, which pages that show the newest of the site show too."""
    text = Text(world.rng.choice(world.files(".md")))
    day = f"{world.rng.randint(2001, 2024)}-{world.rng.randint(1, 12):02}"
    entry = {"date": day, "text": sentence(world.rng, text.language)}
    text.front["changes"] = sorted([entry, *text.front.get("changes", [])], key=lambda e: str(e["date"]), reverse=True)
    return _save([text])


@edit("statement added")
def _add_statement(world: World) -> str | None:
    """In every language or in the source alone, bare or with details and a note."""
    texts = _texts_of_a_brief(world)
    name, rich = world.new_id(), world.rng.random() < 0.4
    wanted = texts if world.rng.random() < 0.6 else texts[:1]
    items = texts[0].items() if texts else []
    if not items:
        return None
    before = world.rng.choice(items).id
    for text in wanted:
        item = text.item(before)
        if item is None:
            continue
        marker = ITEM.match(text.lines[item.start])
        assert marker
        lines = [f"{marker[0]}{sentence(world.rng, text.language)} {{#{name}}}", ""]
        if rich:
            lines += [
                f"    {sentence(world.rng, text.language)}",
                "",
                f"    > {sentence(world.rng, text.language)}",
                "",
            ]
        text.lines[item.start : item.start] = lines
    return f"#{name} in {_save(wanted)}"


@edit("note added")
def _add_note(world: World) -> str | None:
    texts = _texts_of_a_brief(world)
    items = texts[0].items() if texts else []
    if not items:
        return None
    name = world.rng.choice(items).id
    for text in texts:
        item = text.item(name)
        if item:
            end = _content_end(text, item)
            text.lines[end:end] = ["", f"    > {sentence(world.rng, text.language)}", ""]
    return f"#{name} in {_save(texts)}"


def _content_end(text: Text, item: Item) -> int:
    end = item.end
    while not text.lines[end - 1].strip():
        end -= 1
    return end


@edit("note removed")
def _remove_note(world: World) -> str | None:
    texts = _texts_of_a_brief(world)
    noted = [item for item in texts[0].items() if _notes(texts[0], item)] if texts else []
    if not noted:
        return None
    name = world.rng.choice(noted).id
    for text in texts:
        item = text.item(name)
        for no in reversed(_notes(text, item) if item else []):
            del text.lines[no]
    return f"#{name} in {_save(texts)}"


def _notes(text: Text, item: Item) -> list[int]:
    return [no for no in range(item.start, item.end) if re.match(r"^ {2,}>", text.lines[no])]


@edit("statement removed")
def _remove_statement(world: World) -> str | None:
    texts = _texts_of_a_brief(world)
    items = texts[0].items() if texts else []
    if len(items) < 2:
        return None
    name = world.rng.choice(items).id
    for text in texts:
        item = text.item(name)
        if item:
            del text.lines[item.start : item.end]
    folder, brief = texts[0].path.parent, texts[0].path.name.split(".")[0]
    said = _save(texts)
    _forget_statement(world, folder, brief, name)
    return f"#{name} of {said}"


def _forget_statement(world: World, folder: Path, brief: str, name: str = "") -> None:
    """Take out what leads to a statement, or to a brief with all its statements: figures, events, links."""
    report, key = folder / "report.yml", f"{brief}#{name}"
    facts = parse_yaml(report.read_text(encoding="utf-8")) if report.is_file() else {}
    figures = facts.get("figures", [])
    kept = [each for each in figures if not _leads(str(each["statement"]), key)]
    if len(kept) < len(figures):
        gone = {f"{folder.name}/{each['id']}" for each in figures if each not in kept}
        facts["figures"] = kept
        write_text(report, render_yaml(facts))
        _filter_list(world.content / "site.yml", "highlights", lambda value: value not in gone)
    events = world.content / "events.yml"
    if events.is_file():
        rows = parse_yaml(events.read_text(encoding="utf-8"))
        wanted = f"{folder.name}/{key}"
        for row in rows:
            row["statements"] = [each for each in row.get("statements", []) if not _leads(str(each), wanted)]
        write_text(events, render_yaml(rows))
    forget_answers(world, lambda each: _leads(each, f"{folder.name}/{key}"))
    for path in (world.content / "comparisons").glob(f"*.{world.source}.md"):
        text = path.read_text(encoding="utf-8")
        write_text(path, re.sub(r'rests="([^"]*)"', lambda found: _without(found, f"{folder.name}/{key}"), text))
    anchor = f"#{name}" if name else r"(?:#[a-z0-9-]+)?"
    _unlink(world, rf"reports/{folder.name}/{brief}{anchor}(?![\w-])", f"reports/{folder.name}")


def _leads(address: str, key: str) -> bool:
    return address == key or (key.endswith("#") and address.startswith(key))


def _without(rests: re.Match[str], key: str) -> str:
    return f'rests="{" ".join(each for each in rests[1].split() if not _leads(each, key))}"'


def _filter_list(path: Path, name: str, keep: Callable[[str], bool]) -> None:
    value = parse_yaml(path.read_text(encoding="utf-8"))
    if name in value:
        value[name] = [each for each in value[name] if keep(str(each))]
        write_text(path, render_yaml(value))


def _unlink(world: World, pattern: str, target: str) -> None:
    for path in world.files(".md"):
        text = path.read_text(encoding="utf-8")
        changed = re.sub(rf"\(ref:{pattern}", f"(ref:{target}", text)
        if changed != text:
            write_text(path, changed)


@edit("statements swapped")
def _swap_statements(world: World) -> str | None:
    """Two neighbours of one heading, in every language that has both."""
    texts = _texts_of_a_brief(world)
    items = texts[0].items() if texts else []
    pairs = [(a.id, b.id) for a, b in pairwise(items) if a.end == b.start]
    if not pairs:
        return None
    first, second = world.rng.choice(pairs)
    for text in texts:
        one, two = text.item(first), text.item(second)
        if one and two and one.end == two.start:
            lines = text.lines
            between = [""] if lines[one.end - 1].strip() else []
            moved = [*lines[two.start : two.end], *between]
            text.lines = [*lines[: one.start], *moved, *lines[one.start : one.end], *lines[two.end :]]
    return f"#{first} and #{second} in {_save(texts)}"


@edit("attribute")
def _change_attribute(world: World) -> str | None:
    """`sector`, `also`, `actor`, `kind` or `cites` of a statement or heading of the source: another value, or none."""
    texts = _texts_of_a_brief(world)
    if not texts:
        return None
    values = {
        "also": world.ids("sectors"),
        "sector": world.ids("sectors"),
        "actor": world.ids("actors"),
        "kind": world.kinds,
        "cites": world.report_ids(texts[0].path.parent.name, "references"),
    }
    lines = [no for no, line in enumerate(texts[0].lines) if ID.search(line) or line.startswith("## ")]
    name, no = world.rng.choice(sorted(values)), world.rng.choice(lines)
    options = values[name]
    count = 1 if name in ("kind", "sector") else world.rng.randint(0, min(2, len(options)))
    value = " ".join(world.rng.sample(options, min(count, len(options)))) or None
    changed = set_attribute(texts[0].lines[no], name, value)
    if changed is None or changed == texts[0].lines[no]:
        return None
    texts[0].lines[no] = changed
    return f"{name}={value} in line {no + 1} of the body of {_save(texts[:1])}"


@edit("section added")
def _add_section(world: World) -> str | None:
    texts = _texts_of_a_brief(world)
    if not texts:
        return None
    name, kind = world.new_id(), world.rng.choice(world.kinds)
    for text in texts:
        attributes = f" {{kind={kind}}}" if text is texts[0] else ""
        item = f"- {sentence(world.rng, text.language)} {{#{name}}}"
        text.lines += ["", f"## {label(world.rng, text.language)}{attributes}", "", item, ""]
    return f"#{name} in {_save(texts)}"


@edit("brief added")
def _add_brief(world: World) -> str | None:
    report, name = world.rng.choice(world.reports), world.new_id()
    sector, kind = world.rng.choice(world.ids("sectors")), world.rng.choice(world.kinds)
    languages = world.languages if world.rng.random() < 0.6 else world.languages[:1]
    for language in languages:
        source = language == world.source
        front = {"title": label(world.rng, language), **({"sector": sector} if source else {})}
        items = "\n".join(f"- {sentence(world.rng, language)} {{#{name}-{no}}}" for no in "ab")
        body = f"## {label(world.rng, language)}{f' {{kind={kind}}}' if source else ''}\n\n{items}\n"
        write_text(
            world.content / "reports" / report / f"{name}.{language}.md", f"---\n{render_yaml(front)}---\n{body}"
        )
    return f"{report}/{name} on {sector} in {', '.join(languages)}"


@edit("brief removed")
def _remove_brief(world: World) -> str | None:
    texts = _texts_of_a_brief(world)
    if len([path for path in _briefs(world) if path.name.split(".")[1] == world.source]) < 3:
        return None
    for text in texts:
        text.path.unlink()
    folder, brief = texts[0].path.parent, texts[0].path.name.split(".")[0]
    _forget_statement(world, folder, brief)
    return f"{folder.name}/{brief}"


@edit("translation removed")
def _remove_translation(world: World) -> str | None:
    source = world.source
    options = [path for path in world.files(".md") if path.name.split(".")[1] != source]
    if not options:
        return None
    path = world.rng.choice(options)
    path.unlink()
    return path.relative_to(world.content).as_posix()


@edit("page added")
def _add_page(world: World) -> str | None:
    name = world.new_id()
    languages = world.languages if world.rng.random() < 0.6 else world.languages[:1]
    order = str(world.rng.randint(1, 9))
    for language in languages:
        front = render_yaml({"title": label(world.rng, language), "nav": plain(order)})
        body = (
            f"{sentence(world.rng, language)}\n\n## {label(world.rng, language)}\n\n{sentence(world.rng, language)}\n"
        )
        write_text(world.content / "pages" / f"{name}.{language}.md", f"---\n{front}---\n{body}")
    return name


@edit("page removed")
def _remove_page(world: World) -> str | None:
    names = sorted({path.name.split(".")[0] for path in (world.content / "pages").glob("*.md")})
    if not names:
        return None
    name = world.rng.choice(names)
    for path in (world.content / "pages").glob(f"{name}.*.md"):
        path.unlink()
    _unlink(world, rf"{name}(?:/?#[a-z0-9-]+)?(?=[)\s/])", "glossary")
    return name


@edit("order of the pages")
def _reorder_pages(world: World) -> str | None:
    texts = [Text(path) for path in world.files(".md") if path.parent.name == "pages"]
    texts = [text for text in texts if "nav" in text.front]
    if not texts:
        return None
    text = world.rng.choice(texts)
    text.front["nav"] = plain(str(world.rng.randint(1, 9)))
    return f"nav {text.front['nav']} in {_save([text])}"


@edit("text moved to another sector")
def _move_brief(world: World) -> str | None:
    texts = _texts_of_a_brief(world)
    if not texts:
        return None
    texts[0].front["sector"] = world.rng.choice(world.ids("sectors"))
    return f"{texts[0].front['sector']} in {_save(texts[:1])}"


@edit("footnote and image in prose")
def _add_footnote(world: World) -> str | None:
    """In every language, for links, footnotes and images have to agree."""
    stems = sorted({path.name.split(".")[0] for path in world.files(".md") if path.parent.name == "pages"})
    if not stems:
        return None
    name, stem = world.new_id(), world.rng.choice(stems)
    write_text(world.content / "images" / f"{name}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}"/>')
    for path in sorted((world.content / "pages").glob(f"{stem}.*.md")):
        text = Text(path)
        words = sentence(world.rng, text.language)
        image = f"![{label(world.rng, text.language)}](images/{name}.svg)"
        text.lines += ["", f"{words}[^{name}]", "", image, "", f"[^{name}]: {words}", ""]
        text.save()
    return f"{stem} with {name}.svg"
