"""Hostile strings in every field of a content folder, and what they may not do to a page.

Receives strings; returns content folders that hold each of them in fields of its own, and what of a page is dangerous.
A string that the check refuses in a field is left out of it, so that the others still reach the pages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from babel.messages.pofile import read_po, write_po
from lxml.html import HtmlElement

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import TEMPLATES, check_content
from tests.conftest import TESTS
from tests.markdown_site import REPORT, SECTOR, Piece, by_file, write_site

OWN = TESTS / "data" / "hostile_strings.json"
SHARED = TESTS.parent.parent / "shared" / "data" / "hostile-strings.json"
PLACES = ("statement", "details", "note", "intro", "prose", "heading", "page")
# Elements that the texts of a site never need, and those that a page has of its own, whose number is compared.
_DANGEROUS = """script iframe object embed base form isindex style link meta math svg video audio source marquee
template xmp textarea select button input image frame frameset applet animate set foreignobject title"""
DANGEROUS = frozenset(_DANGEROUS.split())
_ADDRESSES = ("href", "src", "action", "formaction", "data", "srcdoc", "poster", "background", "ping", "{xlink}href")
_BAD_ADDRESS = re.compile(r"(javascript|vbscript|data:(text|image/svg))", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f\u00ad\u200b-\u200f\u2028\u2029\ufeff]+")


def read_strings() -> list[str]:
    """Give the strings of this project, and those beside it where there are any."""
    files = [OWN, *([SHARED] if SHARED.is_file() else [])]
    return list(dict.fromkeys(text for path in files for text in json.loads(path.read_text(encoding="utf-8"))))


def pieces_of(strings: Sequence[str]) -> list[Piece]:
    """Give every string at every place of a text."""
    return [Piece(f"h{no}", place, text) for no, text in enumerate(strings) for place in PLACES]


def dangers(page: HtmlElement) -> Counter[str]:
    """Count what could run a script, or take over the page."""
    found: Counter[str] = Counter()
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.lower() in DANGEROUS and element.get("charset") is None:
            found[f"<{element.tag}>"] += 1
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on"):
                found[f"{name}= on <{element.tag}>"] += 1
            elif str(name).lower() in _ADDRESSES and _BAD_ADDRESS.match(_INVISIBLE.sub("", str(value))):
                found[f"{name}={value!r}"] += 1
            elif str(name).lower() == "style" and not re.fullmatch(r"[-\w\s:;.,%#()]*", str(value)):
                found[f"style={value!r}"] += 1
    return found


def write_tables(folder: Path, strings: Sequence[str]) -> None:
    """Write a content folder whose labels, names, titles and notes are the strings, with a line for each of them."""
    write_site(folder, [])
    for name, lines in _tables(strings).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("".join(lines), encoding="utf-8")


def _tables(strings: Sequence[str]) -> dict[str, list[str]]:
    texts = [(no, json.dumps(text, ensure_ascii=False)) for no, text in enumerate(strings)]
    brief = f"reports/{REPORT}/{SECTOR}.zh.md"
    statement = f"{REPORT}/{SECTOR}#c"
    figure = f"statement: {SECTOR}#c, indicator: i-0, geography: p-0, year: 2020, value: 5, unit: percent"
    return {
        "sectors.yml": [
            f"{SECTOR}: {{label: {{zh: 书架}}}}\n",
            *(
                f"s-{no}: {{label: {{zh: {text}}}, description: {{zh: {text}}}, synthesis: {{zh: {text}}}}}\n"
                for no, text in texts
            ),
        ],
        "actors.yml": [
            "city: {label: {zh: 市政府}}\n",
            *(f"a-{no}: {{label: {{zh: {text}}}}}\n" for no, text in texts),
        ],
        "places.yml": ["p-0: {label: {zh: 市区}}\n", *(f"q-{no}: {{label: {{zh: {text}}}}}\n" for no, text in texts)],
        "indicators.yml": [
            "i-0: {label: {zh: 比例}, unit: percent}\n",
            *(f"j-{no}: {{label: {{zh: {text}}}, definition: {{zh: {text}}}, unit: percent}}\n" for no, text in texts),
        ],
        "kinds.yml": [
            "statements:\n  finding: {label: {zh: 发现}, recommends: true}\n",
            *(f"  k-{no}: {{label: {{zh: {text}}}, recommends: true}}\n" for no, text in texts),
            "events:\n  law: {label: {zh: 法规}}\n",
            *(f"  e-{no}: {{label: {{zh: {text}}}}}\n" for no, text in texts),
        ],
        "events.yml": [
            f"- {{id: ev-{no}, date: 2020-01, kind: law, label: {{zh: {text}}}, statements: ['{statement}']}}\n"
            for no, text in texts
        ],
        "glossary.yml": [
            f"- {{id: t-{no}, acronym: {text}, zh: {{preferred: {text}}}, definition: {{zh: {text}}}}}\n"
            for no, text in texts
        ],
        f"reports/{REPORT}/report.yml": [
            "short: {zh: 例}\ntitle_basis: stated\nlanguage: zh\nauthors:\n",
            *(f"  - {{name: {{zh: {text}}}, role: {{zh: {text}}}}}\n" for no, text in texts),
            "references:\n",
            *(f"  - {{id: r-{no}, label: {{zh: {text}}}}}\n" for no, text in texts),
            "figures:\n",
            *(
                f"  - {{id: f-{no}, {figure}, note: {{zh: {text}}}, scope: {{zh: {text}}}, scenario: {{zh: {text}}}, "
                f"printed: {{zh: {text}}}}}\n"
                for no, text in texts
            ),
        ],
        brief: ["---\ntitle: 题\n---\n\n## 现状 {kind=finding}\n\n- 比例为5%。 {#c}\n"],
        **{
            f"reports/{REPORT}/b-{no}.zh.md": [
                f"---\ntitle: {text}\n",
                f"section: {text}\n",
                f"sector: {SECTOR}\nchanges:\n",
                f"  - {{date: 2020-01-02, text: {text}}}\n",
                "---\n\n## 现状 {kind=finding}\n\n- 句。 {#c}\n",
            ]
            for no, text in texts
        },
        **{f"pages/c-{no}.zh.md": [f"---\ntitle: {text}\n", "---\n\n话。\n"] for no, text in texts},
    }


def drop_refused(folder: Path) -> int:
    """Take out the lines, or the files of text, in which the check finds errors; give how many."""
    dropped = 0
    while True:
        errors = [problem for problem in check_content(folder)[2] if problem.level == "error"]
        if not errors:
            return dropped
        before = dropped
        for name, own in by_file(folder, errors).items():
            path = folder / name
            lines = path.read_text(encoding="utf-8").split("\n")
            bad = {error.line for error in own}
            if name.endswith(".md"):
                path.unlink()
            elif name.endswith(".po"):
                _restore_messages(path, bad)
            else:
                kept = (line for no, line in enumerate(lines, 1) if no not in bad)
                path.write_text("\n".join(kept), encoding="utf-8")
            dropped += len(bad)
        assert dropped > before and dropped < 20_000, render_text(errors)


def write_site_file(folder: Path, text: str) -> None:
    """Write the string into the fields of `site.yml`."""
    quoted = json.dumps(text, ensure_ascii=False)
    site = folder / "site.yml"
    fields = {"tagline": f"{{zh: {quoted}}}", "about": f"{{zh: {quoted}}}", "publisher": f"{{name: {{zh: {quoted}}}}}"}
    link = f"{{label: {{zh: {quoted}}}, to: 'https://e.org/'}}"
    fields["footer"] = f"{{text: {{zh: {quoted}}}, links: [{link}]}}"
    fields["licence"] = f"{{name: {quoted}, url: 'https://e.org/'}}"
    base = re.sub(r"(?m)^(tagline|about|contact|licence):.*\n", "", site.read_text(encoding="utf-8"))
    site.write_text(base + "".join(f"{name}: {value}\n" for name, value in fields.items()), encoding="utf-8")


def write_catalogue(folder: Path, strings: Sequence[str], shift: int) -> None:
    """Write a catalogue of the site's own whose words are the strings, beginning with one of them."""
    target = folder / "locale" / "zh.po"
    target.parent.mkdir(exist_ok=True)
    with (TEMPLATES / "locale" / "zh.po").open("rb") as file:
        catalogue = read_po(file)
    for no, message in enumerate(message for message in catalogue if message.id):
        text = strings[(no + shift) % len(strings)].replace("%", "%%" if message.python_format else "%")
        old = message.string if isinstance(message.string, tuple) else (message.string,)
        new = tuple(f"{words}{text}" for words in old)
        message.string = new if isinstance(message.string, tuple) else new[0]
    with target.open("wb") as file:
        write_po(file, catalogue, width=0)


def _restore_messages(path: Path, lines: Iterable[int]) -> None:
    """Give the messages on some lines the words of the project's own catalogue again."""
    with path.open("rb") as file, (TEMPLATES / "locale" / "zh.po").open("rb") as own:
        catalogue, original = read_po(file), read_po(own)
    own_lines = {message.lineno: message for message in catalogue if message.id and message.lineno}
    for line in lines:
        message = own_lines[max(no for no in own_lines if no <= line)]
        message.string = original[message.id].string
    with path.open("wb") as file:
        write_po(file, catalogue, width=0)
