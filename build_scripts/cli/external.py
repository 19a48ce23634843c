"""What `duizhao check --external` does: asks what the content links to outside, and says what came of it.

Receives the content folder and what was wished; gives problems. Prints how far it is.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from build_scripts.checks.external.answers import find_outside_problems, is_gone, reach_of
from build_scripts.checks.external.archive import Copy, find_copy
from build_scripts.checks.external.asking import PAUSE, Answer, Asker
from build_scripts.checks.external.kept import Kept, load_answers, save_answers
from build_scripts.checks.external.outside import OutsideLink, find_outside
from build_scripts.cli.terminal import Progress
from build_scripts.content.load import load_content
from build_scripts.content.model import Site
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem
from build_scripts.ground.web import Web, WebError, is_public, read_address


@dataclass(frozen=True)
class Wish:
    """How addresses are to be asked: not again within `days`, also in private networks, of copies in the archive."""

    days: float
    allows_private: bool = False
    asks_archive: bool = False
    pause: float = PAUSE


def external_problems(root: Path, kept: Path | None, wish: Wish) -> list[Problem]:
    """Give the problems of what the content links to outside, and what of it cannot be read; answers are `kept`."""
    content, problems = load_content(root)
    unread = [problem for problem in problems if problem.level == "error"]
    links = find_outside(content)
    web = Web(_name(content.site), (lambda _: True) if wish.allows_private else is_public)
    answers = _ask(links, web, kept, wish)
    copies = _copies(answers, web, wish) if wish.asks_archive else {}
    return sorted({*unread, *find_outside_problems(links, answers, copies)})


def _ask(links: Sequence[OutsideLink], web: Web, path: Path | None, wish: Wish) -> dict[str, Answer]:
    known = load_answers(path, time.time(), wish.days) if path else {}
    new = [address for address in dict.fromkeys(map(reach_of, links)) if address not in known]
    progress = Progress()
    if new:
        progress.report(Phrase("asking %(count)s address(es) outside", count=len(new)))
    done = 0

    def keep(address: str, answer: Answer) -> None:
        nonlocal done
        known[address], done = Kept(time.time(), answer), done + 1
        progress.tell(done, len(new))

    try:
        Asker(web, wish.pause).ask_all(new, keep)
    finally:  # what was answered before somebody interrupts need not be asked again
        if path:
            save_answers(path, known)
    return {address: known[address].answer for address in map(reach_of, links) if address in known}


def _copies(answers: Mapping[str, Answer], web: Web, wish: Wish) -> dict[str, Copy]:
    gone = [address for address, answer in answers.items() if is_gone(answer, address)]
    found = {}
    for address in gone:
        copy = find_copy(web, address)
        if copy:
            found[address] = copy
        time.sleep(wish.pause)
    return found


def _name(site: Site | None) -> str:
    """Give how we introduce ourselves: the program, the site, and whom to ask about it."""
    about = [site.base_url, (site.contact or "").replace("{page}", "")] if site else []
    shown = []
    for text in filter(None, about):
        with suppress(WebError):
            text = read_address(text) if "://" in text else text
        shown.append(text.encode("ascii", "ignore").decode())
    return f"duizhao/{version('duizhao')} ({'; '.join(('check of links', *shown))})"
