"""A staged page ↔ its shell, which is all of it that an engine has to see.

A staged page is front matter, a title and headings in Markdown, and between these blocks of ready HTML. Its shell has
an empty element in the place of each block, and of what the front matter has for the head; the engine puts title,
contents and navigation around it, and `fill` sets head and blocks into the engine's HTML, and says in the contents
which headings are in another language than the page. So an engine reads little, and where only blocks or heads have
changed it need not run. Refuses HTML that has lost any of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

HEAD = "dz_head"  # what the front matter has for the head of a page
_HEAD = re.compile(rf"^{HEAD}: (.*)$", re.MULTILINE)
HEAD_PLACE = '<meta name="dz-head">'  # stands for it in a shell
_FRONT = re.compile(r"---\n.*?\n---\n\n", re.DOTALL)
_PLACE = '<div data-dz-block="{}"></div>'
_PLACES = re.compile(_PLACE.format("([0-9]+)"))
# A heading in another language than its page: how the element says so, and its id.
_FOREIGN = re.compile(r'#+ <span((?: \w+="[^"]*")+)>(?:(?!</?span).)*</span> \{ #([^\s{}]+)[^{}]*\}')
_LANGUAGE = re.compile(r' (?:lang|dir)="[^"]*"')
_CONTENTS_LINK = '<a href="#{}"'


def make_shell(page: str) -> str:
    """Give the shell of a staged page.

    >>> make_shell("---\\ntitle: a\\n---\\n\\n# a\\n\\n<p>b</p>\\n<p>c</p>\\n\\n## d\\n").splitlines()[4:]
    ['# a', '', '<div data-dz-block="0"></div>', '', '## d']
    """
    front, parts = _split(page)
    count = 0
    for no, part in enumerate(parts):
        if not part.startswith("#"):
            parts[no] = _PLACE.format(count)
            count += 1
    return _HEAD.sub(lambda _: f"{HEAD}: {json.dumps(HEAD_PLACE)}", front) + "\n\n".join(parts) + "\n"


def fill(html: str, page: str) -> str:
    """Set the blocks of a staged page into the HTML that an engine has made of its shell.

    >>> fill('<h1>a</h1>\\n<div data-dz-block="0"></div>\\n', "# a\\n\\n<p>b</p>\\n<p>c</p>\\n")
    '<h1>a</h1>\\n<p>b</p>\\n<p>c</p>\\n'

    Raises `ValueError` where the HTML has not every block once and in order.
    """
    front, parts = _split(page)
    blocks = [part for part in parts if not part.startswith("#")]
    head = _HEAD.search(front)
    if head:
        html = _put_once(html, HEAD_PLACE, json.loads(head[1]))
    around = _PLACES.split(html)
    if [int(no) for no in around[1::2]] != list(range(len(blocks))):
        raise ValueError("the engine has lost or repeated a part of the page")
    around[::2] = (_mark_contents(piece, parts) for piece in around[::2])
    around[1::2] = blocks
    return "".join(around)


def _mark_contents(html: str, parts: Sequence[str]) -> str:
    """Say the language of headings where the engine links to them, of which it writes the words alone.

    >>> _mark_contents('<a href="#d" class="c">d</a>', ['## <span lang="fr">d</span> { #d }'])
    '<a href="#d" lang="fr" class="c">d</a>'
    """
    for foreign in filter(None, map(_FOREIGN.fullmatch, parts)):
        link = _CONTENTS_LINK.format(foreign[2])
        html = html.replace(link, link + "".join(_LANGUAGE.findall(foreign[1])))
    return html


def _put_once(html: str, place: str, words: str) -> str:
    before, found, after = html.partition(place)
    if not found or place in after:
        raise ValueError("the engine has lost or repeated the head of the page")
    return f"{before}{words}{after}"


def _split(page: str) -> tuple[str, list[str]]:
    """Give the front matter, and headings and blocks in order."""
    front = _FRONT.match(page)
    body = page[front.end() :] if front else page
    return page[: front.end()] if front else "", [part for part in body.rstrip("\n").split("\n\n") if part]
