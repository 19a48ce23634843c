"""Links and what their addresses answered → problems.

Receives links outside, the answer of each address, and copies that an archive says it has; returns problems, none of
them errors, as a page that disappears is nobody's mistake. Of a source with an archived copy nothing is said. Where no
host answered at all, the network is told once instead. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from build_scripts.checks.external.archive import Copy
from build_scripts.checks.external.asking import Answer
from build_scripts.checks.external.outside import OutsideLink
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.ground.problems import Problem
from build_scripts.ground.web import WebError, read_address

_GONE = (404, 410)
_SEVERAL = 3
_BROKEN = ("certificate", "circle", "no-address", "private", "too-far")


def reach_of(link: OutsideLink) -> str:
    """Give the address of a link as it is asked, or as it is written where it is none."""
    try:
        return read_address(link.address)
    except WebError:
        return link.address


def is_gone(answer: Answer, address: str) -> bool:
    """Tell whether nothing is there any more, or readers are led to the front page instead."""
    return answer.status in _GONE or answer.trouble == "no-host" or _leads_to_front(answer, address)


def find_outside_problems(
    links: Sequence[OutsideLink], answers: Mapping[str, Answer], copies: Mapping[str, Copy]
) -> list[Problem]:
    """Say of every link what is to be known of it, sorted by place; what has no answer was not asked."""
    asked = [(link, answers[reach_of(link)]) for link in links if reach_of(link) in answers]
    if _is_cut_off(asked):
        message = Phrase("no host answered: can the network be reached from here?")
        return [asked[0][0].place.note("unasked-address", message)]
    return sorted({problem for link, own in asked for problem in _problems(link, own, copies)})


def _is_cut_off(asked: Sequence[tuple[OutsideLink, Answer]]) -> bool:
    """Tell whether several hosts were asked and none is there: that is our own network."""
    hosts = {urlsplit(reach_of(link)).hostname for link, _ in asked}
    return len(hosts) >= _SEVERAL and all(own.trouble in ("no-host", "no-answer") for _, own in asked)


def _problems(link: OutsideLink, answer: Answer, copies: Mapping[str, Copy]) -> Iterator[Problem]:
    address = reach_of(link)
    if link.has_copy and not 200 <= answer.status < 300:
        return
    if is_gone(answer, address):
        if not link.has_copy:
            message = Phrase("%(address)s: %(answer)s.", address=link.address, answer=_said(answer))
            yield link.place.warning("gone-address", message, _what_to_do(link, copies.get(address)))
    elif answer.trouble in _BROKEN:
        message = Phrase("%(address)s: %(answer)s.", address=link.address, answer=_said(answer))
        yield link.place.warning("broken-address", message, Phrase("Open it in a browser, and correct the address."))
    elif not 200 <= answer.status < 300:
        message = Phrase("%(address)s could not be asked: %(answer)s.", address=link.address, answer=_said(answer))
        hint = Phrase("That says nothing of the page: open it in a browser if you want to be sure.")
        yield link.place.note("unasked-address", message, hint)
    elif answer.moved and _is_better(answer.moved, address):
        message = Phrase("%(address)s has moved for good to %(moved)s.", address=link.address, moved=answer.moved)
        yield link.place.note("moved-address", message, Phrase("Write the new address, if it shows the same."))


def _said(answer: Answer) -> Phrase:
    """Say what an address answered."""
    match answer.trouble:
        case "":
            return _said_by_server(answer)
        case "certificate":
            return Phrase("the certificate of its server is not valid, and browsers warn of it")
        case "circle":
            return Phrase("it leads in a circle, over %(address)s", address=answer.detail)
        case "no-address":
            return Phrase("it cannot be read as an address of the web")
        case "no-host":
            return Phrase("there is no host of this name")
        case "private":
            return Phrase(
                "it leads into a private network (%(address)s), where readers do not come", address=answer.detail
            )
        case "refused":
            return Phrase("the connection was refused")
        case "silent-before":
            return Phrase("its host has not answered before")
        case "told-to-wait":
            return Phrase("its host asks to wait for longer")
        case "too-far":
            return Phrase("it leads from one address to the next without end")
    return Phrase("there was no answer in time, or none that can be read")


def _said_by_server(answer: Answer) -> Phrase:
    if answer.status == 404:
        return Phrase("404, the server has no such page")
    if answer.status == 410:
        return Phrase("410, the page was removed")
    if 200 <= answer.status < 300:
        return Phrase("it leads to the front page %(end)s, so what was there is most likely gone", end=answer.end)
    return Phrase("the server answers %(status)s", status=answer.status)


def _what_to_do(link: OutsideLink, copy: Copy | None) -> Phrase:
    known = Phrase("The archive has a copy of %(day)s: %(url)s.", day=copy.day, url=copy.url) if copy else NOTHING
    if link.is_copy:
        return sentences(known, Phrase("Write the address of another copy, or take archived: out."))
    if link.is_source:
        return sentences(
            known,
            Phrase(
                "Look for its new address; if there is none, write beside url: archived: https://… with a copy of it."
            ),
        )
    return sentences(known, Phrase("Look for its new address; if there is none, link to an archived copy."))


def _leads_to_front(answer: Answer, address: str) -> bool:
    """Tell whether an address of a page within a site leads to the front page of one."""
    if not answer.end or not 200 <= answer.status < 300:
        return False
    before, after = urlsplit(address), urlsplit(answer.end)
    return bool(before.path.strip("/") or before.query) and not after.path.strip("/") and not after.query


def _is_better(moved: str, address: str) -> bool:
    """Tell whether an address is worth writing: another one, and not less safe."""
    return moved != address and not (address.startswith("https:") and moved.startswith("http:"))
