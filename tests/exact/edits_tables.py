"""Edits of YAML: entries added, removed, reordered, texts and values of every kind changed; ids renamed everywhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.exact.edits import edit
from tests.exact.markdown import Text
from tests.exact.words import label, sentence
from tests.exact.world import World, forget_answers, parse_yaml, plain, render_yaml, write_text

TABLES = ("sectors", "actors", "places", "indicators", "kinds", "events", "glossary", "questions")
_QUALIFIERS = ("about", "nearly", "over", "at-least", "under", "at-most")
_LEAST_BRIEFS = 2  # that stay, or there would be little left to edit
_DATES = ("2019", "2020-03", "2021-11-05", "2018/2024", "2030", "2025-09", "1998~")


@dataclass(frozen=True)
class Value:
    """A scalar or a list of scalars in a YAML file: what holds it, and its path in words."""

    file: Path
    root: Any
    holder: Any
    key: Any
    names: tuple[str, ...]

    def set(self, value: Any) -> str:
        self.holder[self.key] = value
        return self.save()

    def remove(self) -> str:
        del self.holder[self.key]
        return self.save()

    def save(self) -> str:
        write_text(self.file, render_yaml(self.root))
        return f"{'.'.join(self.names)} of {self.file.name}"


def _files(world: World) -> list[Path]:
    names = {f"{name}.yml" for name in TABLES} | {"site.yml"}
    top = [path for path in world.files(".yml") if path.parent == world.content and path.name in names]
    return [*top, *sorted((world.content / "reports").glob("*/report.yml"))]


def _values(world: World) -> Iterator[Value]:
    for path in _files(world):
        root = parse_yaml(path.read_text(encoding="utf-8"))
        yield from _walk(path, root, root, ())


def _walk(path: Path, root: Any, node: Any, names: tuple[str, ...]) -> Iterator[Value]:
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        child, below = node[key], (*names, str(key))
        yield Value(path, root, node, key, below)
        if isinstance(child, dict | list):
            yield from _walk(path, root, child, below)


def _choose(world: World, wanted: Callable[[Value], bool]) -> Value | None:
    options = [value for value in _values(world) if wanted(value)]
    return world.rng.choice(options) if options else None


def _is_text(value: Value, languages: Sequence[str]) -> bool:
    """Tell whether a value is what a label, a description or the like says in one language."""
    is_named = value.names[-1] in languages and isinstance(value.holder.get(value.names[-1]), str)
    return is_named and not (set(value.names) & {"languages"})


@edit("label")
def _edit_label(world: World) -> str | None:
    languages = world.languages
    value = _choose(world, lambda each: _is_text(each, languages))
    if value is None:
        return None
    language = value.names[-1]
    return value.set(f"{value.holder[value.key]} {label(world.rng, language)}")


@edit("label without its translation")
def _untranslate_label(world: World) -> str | None:
    languages = world.languages[1:]
    value = _choose(world, lambda each: _is_text(each, languages))
    return value.remove() if value else None


@edit("definition")
def _edit_definition(world: World) -> str | None:
    """A definition, description, synthesis or note: given, or taken away."""
    languages = world.languages
    rows = [each for each in _entries(world) if each.table in ("sectors", "indicators", "glossary", "figures")]
    if not rows:
        return None
    row = world.rng.choice(rows)
    fields = {"sectors": ("description", "synthesis"), "indicators": ("definition",), "glossary": ("definition",)}
    field = world.rng.choice(fields.get(row.table, ("note", "scope", "scenario", "printed")))
    entry = row.table_value[row.key]
    if field in entry and world.rng.random() < 0.5:
        del entry[field]
    else:
        entry[field] = {language: sentence(world.rng, language) for language in languages}
    return f"{field} of {row.save()}"


@edit("number")
def _edit_number(world: World) -> str | None:
    """The value of a figure and of its statement, or of a figure whose statement no reader of numbers looks at."""
    value = _choose(world, lambda each: each.names[-1] in ("value", "low", "high") and "figures" in each.names)
    if value is None:
        return None
    old = str(value.holder[value.key])
    new = format(Decimal(old) * world.rng.choice((2, 3, 10)) + Decimal("0.5"), "f")
    brief, _, statement = str(value.holder["statement"]).partition("#")
    for path in value.file.parent.glob(f"{brief}.*.md"):
        text = path.read_text(encoding="utf-8")
        write_text(path, re.sub(rf"(?<!\d){re.escape(old)}(?=%.*#{statement}[ }}])", new, text))
    return value.set(plain(new))


@edit("figure with its statement")
def _add_figure(world: World) -> str | None:
    shares = [name for name, entry in world.table("indicators").items() if entry["unit"] == "percent"]
    places = world.ids("places")
    items = [(path, item) for path in source_briefs(world) for item in Text(path).items()]
    if not shares or not places or not items:
        return None
    (path, item), name = world.rng.choice(items), world.new_id()
    brief, number = path.name.split(".")[0], str(world.rng.randint(2, 80))
    for version in path.parent.glob(f"{brief}.*.md"):
        text = Text(version)
        before = text.item(item.id)
        if before is not None:
            text.lines[before.start : before.start] = [f"- {number}%. {{#{name}}}", ""]
            text.save()
    facts = path.with_name("report.yml")
    value = parse_yaml(facts.read_text(encoding="utf-8"))
    figure = {"id": name, "statement": f"{brief}#{name}", "indicator": world.rng.choice(shares), "unit": "percent"}
    figure |= {"geography": world.rng.choice(places), "year": "2022", "year_basis": "inferred"}
    figure["value"] = plain(number)
    value.setdefault("figures", []).insert(0, figure)
    write_text(facts, render_yaml(value))
    return f"{number} % in {path.parent.name}/{brief}"


def source_briefs(world: World) -> list[Path]:
    paths = [path for path in world.files(f".{world.source}.md") if "reports" in path.parts]
    return [path for path in paths if not path.name.startswith("index.")]


@edit("value from a list")
def _edit_choice(world: World) -> str | None:
    """Qualifiers, bases, dates, icons, flags, what is related, who acts: another of those that exist."""
    sectors, actors = world.ids("sectors"), world.ids("actors")
    options: dict[str, Sequence[Any]] = {
        "qualifier": _QUALIFIERS,
        "basis": ("stated", "inferred"),
        "title_basis": ("stated", "inferred"),
        "date_basis": ("stated", "inferred"),
        "date": _DATES,
        "year": ("2019", "2020/2021", "2022"),
        "baseline": ("2005", "2010"),
        "icon": ("bus", "tram", "leaf", "water"),
        "recommends": (plain("true"), plain("false")),
        "due": (plain("true"), plain("false")),
        "includes": [world.rng.sample(actors, 1), []],
        "related": [world.rng.sample(sectors, min(2, len(sectors))), []],
        "actor": [world.rng.sample(actors, 1), actors[:2], []],
        "sector": sectors,
        "acronym": ("QX", "ZQ"),
        "contact": ("someone@example.org", "others@example.org"),
        "base_url": ("https://example.org/", "https://example.net/deep/er"),
        "edit_url": ("https://git.example.org/edit/{path}", "https://git.example.net/{path}"),
        "url": ("https://example.org/one", "https://example.org/two?a=1&b=2"),
        "source_file": ("one.txt", "two.pdf"),
        "language": world.languages,
    }
    value = _choose(world, lambda each: each.names[-1] in options and "languages" not in each.names)
    if value is None:
        return None
    return value.set(world.rng.choice(list(options[value.names[-1]])))


@edit("optional value")
def _edit_optional(world: World) -> str | None:
    """Fields that may be missing: given where they are, taken away where they are not."""
    fields = {
        "figures": {"qualifier": "about", "baseline": "2005", "year": "2022"},
        "sectors": {"icon": "bus", "related": []},
        "actors": {"includes": []},
        "events": {"actor": [], "statements": [], "date_basis": "inferred"},
        "glossary": {"acronym": "QZX"},
        "references": {"url": "https://example.org/ref"},
        "statements": {"recommends": plain("true")},
        "events of kinds": {"due": plain("true")},
    }
    rows = [row for row in _entries(world) if row.table in fields]
    if not rows:
        return None
    row = world.rng.choice(rows)
    name = world.rng.choice(sorted(fields[row.table]))
    entry = row.table_value[row.key]
    if name in entry:
        del entry[name]
        if name == "year":
            entry.pop("year_basis", None)
    else:
        entry[name] = fields[row.table][name]
    return f"{name} of {row.save()}"


@edit("highlights")
def _edit_highlights(world: World) -> str | None:
    path = world.content / "site.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    figures = [f"{report}/{name}" for report in world.reports for name in world.report_ids(report, "figures")]
    value["highlights"] = world.rng.sample(figures, world.rng.randint(0, len(figures)))
    write_text(path, render_yaml(value))
    return ", ".join(value["highlights"]) or "none"


@edit("licence and the like of the site")
def _edit_site(world: World) -> str | None:
    path = world.content / "site.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    fields = {
        "licence": {"name": "CC0", "url": "https://example.org/cc0"},
        "contact": "someone@example.org",
        "edit_url": "https://git.example.org/edit/{path}",
        "publisher": {"name": {world.languages[0]: sentence(world.rng, world.languages[0])}},
        "colours": {"accent": "#14507f", "primary": {"light": "#14507f", "dark": "#102030"}},
        "footer": {
            "text": {language: sentence(world.rng, language) for language in world.languages},
            "links": [{"label": {world.languages[0]: "1"}, "to": "ref:timeline/"}],
        },
        "about": {language: sentence(world.rng, language) for language in world.languages},
    }
    name = world.rng.choice(sorted(fields))
    if name in value:
        del value[name]
    else:
        value[name] = fields[name]
    write_text(path, render_yaml(value))
    return name


@edit("colour of a report")
def _edit_colour(world: World) -> str | None:
    path = world.content / "reports" / world.rng.choice(world.reports) / "report.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    if value.pop("colour", None) is None:
        value["colour"] = world.rng.choice(["#14507f", "#7a3b00", "#3f3f3f"])
    write_text(path, render_yaml(value))
    return f"{path.parent.name} {value.get('colour', 'none')}"


@edit("languages of the site")
def _edit_languages(world: World) -> str | None:
    """One more, or one less of those that were added so, or those beside the source in another order."""
    path = world.content / "site.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    rows = value["languages"]
    added = [row for row in rows if row["code"] == "eo"]
    if added and world.rng.random() < 0.7:
        rows.remove(added[0])
    elif not added and world.rng.random() < 0.6:
        rows.append({"code": "eo", "locale": "eo", "name": "Esperanto"})
    else:
        rows[1:] = world.rng.sample(rows[1:], len(rows) - 1)
    write_text(path, render_yaml(value))
    return ", ".join(row["code"] for row in rows)


@dataclass(frozen=True)
class Entry:
    """An entry of a table: its file, the table, and its key or index there."""

    file: Path
    root: Any
    table: str
    table_value: Any
    key: Any

    def save(self) -> str:
        write_text(self.file, render_yaml(self.root))
        return f"{self.key} in {self.table} of {self.file.name}"


def _entries(world: World) -> list[Entry]:
    """Give every entry of every table: of `sectors.yml`, `kinds.yml`, the figures of a report, …"""
    found = []
    for path in _files(world):
        root = parse_yaml(path.read_text(encoding="utf-8"))
        for name, table in _tables(path.stem, root):
            keys = list(table) if isinstance(table, dict) else range(len(table))
            found += [Entry(path, root, name, table, key) for key in keys]
    return found


def _tables(stem: str, root: Any) -> Iterator[tuple[str, Any]]:
    if stem == "kinds":
        yield "statements", root["statements"]
        yield "events of kinds", root.get("events", {})
    elif stem == "report":
        yield from ((name, root[name]) for name in ("figures", "references", "authors") if name in root)
    elif stem != "site":
        yield stem, root


def _first_of_each_table(rows: Sequence[Entry]) -> dict[tuple[Path, str], list[Entry]]:
    found: dict[tuple[Path, str], list[Entry]] = {}
    for row in rows:
        found.setdefault((row.file, row.table), []).append(row)
    return found


def _table(world: World, least: int) -> list[Entry] | None:
    """Choose a table, so that each has the same chance however long it is."""
    tables = [rows for rows in _first_of_each_table(_entries(world)).values() if len(rows) >= least]
    return world.rng.choice(tables) if tables else None


@edit("entry added")
def _add_entry(world: World) -> str | None:
    """A term, event, figure, reference, sector, actor, kind, place or indicator: like one that is there, renamed."""
    rows = _table(world, 1)
    if rows is None:
        return None
    row, name, languages = world.rng.choice(rows), world.new_id(), world.languages
    entry = dict(row.table_value[row.key])
    for field in ("label", "name"):
        if field in entry:
            entry[field] = {language: label(world.rng, language) for language in languages}
    if row.table == "glossary":
        entry = {"id": name, **_forms(world)}
    elif isinstance(row.table_value, dict):
        row.table_value[name] = entry
        return f"{name}: {row.save()}"
    if "id" in entry:
        entry["id"] = name
    row.table_value.insert(world.rng.randint(0, len(row.table_value)), entry)
    return f"{name}: {row.save()}"


def _forms(world: World) -> dict[str, Any]:
    """Give words of the texts as a term, so that it is found in some."""
    found = {}
    for language in world.languages[: world.rng.choice((1, 9))]:
        texts = [path.read_text(encoding="utf-8") for path in world.files(f".{language}.md")]
        pattern = r"[\u4e00-\u9fff]{2,4}" if language.startswith("zh") else r"(?<![#\w/=-])[^\W\d_]{5,}(?![\w/=-])"
        words = sorted({word for text in texts for word in re.findall(pattern, text)})
        if words:
            found[language] = {"preferred": world.rng.choice(words)}
    return found


@edit("form of a term")
def _edit_term(world: World) -> str | None:
    """An accepted or an avoided form more or less, a reading, or another preferred form, which has none."""
    rows = [row for row in _entries(world) if row.table == "glossary"]
    if not rows:
        return None
    row = world.rng.choice(rows)
    entry, forms = row.table_value[row.key], _forms(world)
    language = world.rng.choice(sorted(forms))
    kind = world.rng.choice(("accepted", "avoid", "preferred", "sort"))
    own = dict(entry.get(language, {"preferred": forms[language]["preferred"]}))
    word = forms[language]["preferred"]
    if kind == "preferred":
        own = {**{name: value for name, value in own.items() if name != "sort"}, kind: word}
    elif kind == "sort":
        own[kind] = " ".join(
            [f"{world.rng.choice('abz')}a1"] * len(re.findall(r"[\u3400-\u9fff]", own["preferred"])) or ["a"]
        )
    else:
        own[kind] = [] if own.get(kind) and world.rng.random() < 0.5 else [*own.get(kind, []), word]
    entry[language] = own
    return f"{kind} {word} of {row.save()}"


@edit("question of readers")
def _edit_question(world: World) -> str | None:
    """Another way to ask, or another statement that answers; the first question, where there is none."""
    path, languages = world.content / "questions.yml", world.languages
    rows = parse_yaml(path.read_text(encoding="utf-8")) if path.is_file() else []
    briefs = [(brief, item.id) for brief in source_briefs(world) for item in Text(brief).items()]
    if not briefs:
        return None
    brief, statement = world.rng.choice(briefs)
    key = f"{brief.parent.name}/{brief.name.split('.')[0]}#{statement}"
    language = world.rng.choice(languages)
    if not rows or world.rng.random() < 0.3:
        rows.append({"id": world.new_id(), "asked": {language: []}, "statements": [key]})
    row = world.rng.choice(rows)
    if world.rng.random() < 0.5 and key not in row["statements"]:
        row["statements"].append(key)
    asked = row["asked"].setdefault(language, [])
    asked.append(sentence(world.rng, language))
    write_text(path, render_yaml(rows))
    return f"{row['id']} in {language}"


@edit("entry removed")
def _remove_entry(world: World) -> str | None:
    rows = _table(world, 2)
    if rows is None:
        return None
    row = world.rng.choice(rows)
    key = row.key if isinstance(row.key, str) else row.table_value[row.key].get("id", row.key)
    del row.table_value[row.key]
    if row.table == "figures":
        _filter_highlights(world, f"{row.file.parent.name}/{key}")
    return f"{key}: {row.save()}"


def _filter_highlights(world: World, gone: str) -> None:
    path = world.content / "site.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    if gone in value.get("highlights", []):
        value["highlights"].remove(gone)
        write_text(path, render_yaml(value))


@edit("entries reordered")
def _reorder_entries(world: World) -> str | None:
    rows = _table(world, 2)
    if rows is None:
        return None
    table = rows[0].table_value
    if isinstance(table, dict):
        items = world.rng.sample(list(table.items()), len(table))
        table.clear()
        table.update(items)
    else:
        table[:] = world.rng.sample(table, len(table))
    return f"all: {rows[0].save()}"


@edit("id renamed")
def _rename(world: World) -> str | None:
    """An id of anything, wherever it stands: in texts, tables, records and names of files, or in all but records."""
    kinds = _ids(world)
    kind = world.rng.choice(sorted(kind for kind, ids in kinds.items() if ids))
    old, new = world.rng.choice(sorted(kinds[kind])), world.new_id()
    with_records = world.rng.random() < 0.7
    pattern = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    for path in [*world.files(".yml"), *world.files(".md")]:
        if not with_records and "translations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        changed = pattern.sub(new, text)
        if changed != text:
            write_text(path, changed)
    _rename_files(world, old, new, with_records)
    return f"{kind} {old} to {new}{'' if with_records else ', not in records'}"


def _ids(world: World) -> dict[str, set[str]]:
    texts = world.files(".md")
    found = {
        "report": set(world.reports),
        "brief": {path.name.split(".")[0] for path in texts if "reports" in path.parts} - {"index"},
        "page": {path.name.split(".")[0] for path in texts if path.parent.name == "pages"},
        "statement": {name for path in texts for name in re.findall(r"#([a-z0-9-]+)", path.read_text("utf-8"))},
    }
    for row in _entries(world):
        entry = row.table_value[row.key]
        key = row.key if isinstance(row.key, str) else entry.get("id", "")
        if key:
            found.setdefault(row.table, set()).add(str(key))
    return found


def _rename_files(world: World, old: str, new: str, with_records: bool) -> None:
    for path in sorted(world.content.rglob("*"), reverse=True):  # what lies in a folder comes before it
        stem, dot, rest = path.name.partition(".")
        if stem == old and (with_records or "translations" not in path.parts):
            path.rename(path.with_name(f"{new}{dot}{rest}"))


@edit("report added")
def _add_report(world: World) -> str | None:
    name = world.new_id()
    folder = world.content / "reports" / name
    facts = {"short": {code: label(world.rng, code) for code in world.languages}, "language": world.source}
    write_text(folder / "report.yml", render_yaml(facts))
    for language in world.languages[: world.rng.choice((1, 9))]:
        front = render_yaml({"title": label(world.rng, language)})
        write_text(folder / f"index.{language}.md", f"---\n{front}---\n{sentence(world.rng, language)}\n")
    return name


@edit("report removed")
def _remove_report(world: World) -> str | None:
    homes = [path.parent.name for path in source_briefs(world)]
    reports = [name for name in world.reports if len(homes) - homes.count(name) >= _LEAST_BRIEFS]
    if len(world.reports) < 2 or not reports:
        return None
    name = world.rng.choice(reports)
    shutil.rmtree(world.content / "reports" / name)
    _forget_report(world, name)
    return name


def _forget_report(world: World, name: str) -> None:
    site, events = world.content / "site.yml", world.content / "events.yml"
    value = parse_yaml(site.read_text(encoding="utf-8"))
    if "highlights" in value:
        value["highlights"] = [each for each in value["highlights"] if not each.startswith(f"{name}/")]
        write_text(site, render_yaml(value))
    if events.is_file():
        rows = parse_yaml(events.read_text(encoding="utf-8"))
        for row in rows:
            row["statements"] = [each for each in row.get("statements", []) if not each.startswith(f"{name}/")]
        write_text(events, render_yaml(rows))
    forget_answers(world, lambda key: key.startswith(f"{name}/"))
    for path in world.files(".md"):
        text = path.read_text(encoding="utf-8")
        changed = re.sub(rf"\(ref:reports/{name}(?![\w-])[^)\s]*", "(ref:glossary", text)
        if changed != text:
            write_text(path, changed)


@edit("fallback of a language")
def _edit_fallback(world: World) -> str | None:
    path = world.content / "site.yml"
    value = parse_yaml(path.read_text(encoding="utf-8"))
    language = world.rng.choice(value["languages"][1:])
    others = [each["code"] for each in value["languages"] if each is not language]
    language["fallback"] = world.rng.sample(others, world.rng.randint(0, len(others)))
    write_text(path, render_yaml(value))
    return f"{language['code']} to {', '.join(language['fallback']) or 'none'}"
