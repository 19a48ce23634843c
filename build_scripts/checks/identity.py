"""What a site shows of itself → problems: colours that cannot be read or told apart, missing pictures, dead links.

Receives `Content`; returns problems. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from build_scripts.checks.links import check_image, check_target, leads_to_unread, site_paths
from build_scripts.content.entries import Content
from build_scripts.content.identity import GROUNDS, SchemeColour
from build_scripts.ground.colours import MARK_CONTRAST, TEXT_CONTRAST, distance, least_contrast, readable
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.strict_yaml import YamlValue
from build_scripts.library.colours import APART, both_schemes

_SCHEMES = {"light": Phrase("light"), "dark": Phrase("dark")}


def check_identity(content: Content) -> Iterator[Problem]:
    """Colours are read on the grounds of their scheme, pictures exist, links of the footer lead somewhere."""
    site = content.site
    if site is None:
        return
    if site.colours and site.colours.accent:
        yield from _check_contrast(site.colours.accent, content.site_yaml, ("colours", "accent"), TEXT_CONTRAST)
    yield from _check_pictures(content)
    yield from _check_footer(content)
    yield from _check_reports(content)


def _check_contrast(colour: SchemeColour, yaml: YamlValue, keys: tuple[str, ...], wanted: float) -> Iterator[Problem]:
    for scheme, grounds in GROUNDS.items():
        own = getattr(colour, scheme)
        found = least_contrast(own, grounds) if own else wanted
        if found < wanted:
            # One text stands for light pages: then no key `light` is in the file.
            place = yaml.place(*keys, scheme)
            message = Phrase(
                "%(colour)s has a contrast of %(found)s : 1 on %(scheme)s pages; %(wanted)s : 1 is needed.",
                colour=own,
                found=f"{found:.1f}",
                scheme=_SCHEMES[scheme],
                wanted=f"{wanted:.1f}",
            )
            hint = Phrase('"%(colour)s" would be enough.', colour=readable(own, grounds, wanted))
            yield place.error("low-contrast", message, hint)


def _check_pictures(content: Content) -> Iterator[Problem]:
    site, place = content.site, content.site_yaml.place
    images = frozenset(path.relative_to(content.root).as_posix() for path in content.images)
    if site and site.favicon:
        yield from check_image(site.favicon, images, partial(place, "favicon"))
    for scheme in GROUNDS if site and site.logo else ():
        picture = getattr(site.logo, scheme) if site else None
        if picture:
            yield from check_image(picture, images, partial(place, "logo", scheme))


def _check_footer(content: Content) -> Iterator[Problem]:
    links = content.site.footer.links if content.site and content.site.footer else ()
    targets = site_paths(content) if links else {}
    for no, link in enumerate(links):
        place = partial(content.site_yaml.place, "footer", "links", no, "to")
        if not leads_to_unread(content, link.to):
            yield from check_target(link.to, targets, place)


def _check_reports(content: Content) -> Iterator[Problem]:
    """Colours that reports ask for can be seen, and told from each other."""
    before: dict[str, tuple[str, str]] = {}
    for report in content.reports:
        colour = report.facts.colour if report.facts else None
        if colour is None:
            continue
        yield from _check_contrast(colour, report.yaml, ("colour",), MARK_CONTRAST)
        own = both_schemes(colour, MARK_CONTRAST)
        for other, theirs in before.items():
            if any(distance(one, two) < APART for one, two in zip(own, theirs, strict=True)):
                yield _too_near(report.yaml.place("colour"), other)
                break
        before[report.id] = own


def _too_near(place: Place, other: str) -> Problem:
    message = Phrase('not everybody can tell this colour from that of the report "%(other)s".', other=other)
    hint = Phrase("Take one that is darker or lighter as well, or leave colour out: the site finds one.")
    return place.warning("similar-colours", message, hint)
