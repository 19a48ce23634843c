"""The shapes of what a site shows of itself: publisher, contact, logo, colours, what stands in its footer.

Receives values of YAML through `decode`; refuses what is no colour, no address and no picture that pages can show.
Whether colours can be read, files exist and links lead somewhere is for `checks/identity`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from build_scripts.content.shapes import Shape, Text, Url
from build_scripts.ground.colours import COLOUR_PATTERN
from build_scripts.ground.messages import Phrase
from build_scripts.ground.texts import Texts

_PICTURE = r"^images/[^\s<>\"'&?#%]+\.(svg|png|SVG|PNG)$"
_MAIL = re.compile(r"[^\s@<>\"?&:]+@[^\s@<>\"?&:]+\.[^\s@<>\"?&:.]+")
# What the two schemes lay words on (templates/theme/assets/duizhao.css): the paper, and that of notes.
GROUNDS = {"light": ("#fbfaf7", "#f3efe4"), "dark": ("#14171a", "#22262a")}
SCHEMES = tuple(GROUNDS)


def _check_colour(text: str) -> str:
    if not re.match(COLOUR_PATTERN, text):
        raise ValueError(Phrase('"%(text)s" is no colour; write it like "#1f6673", in quotes', text=text))
    return text.lower()


def _check_picture(text: str) -> str:
    if not re.match(_PICTURE, text):
        raise ValueError(Phrase('"%(text)s" is no SVG or PNG in the folder images, like images/logo.svg', text=text))
    return text


def _check_contact(text: str) -> str:
    if not is_mail(text) and not (re.match(r"https?://[^\s<>\"]+$", text) and urlsplit(text).hostname):
        raise ValueError(
            Phrase('"%(text)s" is neither a mail address like editors@example.org nor an address of the web', text=text)
        )
    return text


def _check_target(text: str) -> str:
    if re.search(r"[\s<>\"]", text):
        raise ValueError(Phrase('"%(text)s" is no address: it has a space, a quotation mark, < or > in it', text=text))
    return text


def is_mail(text: str) -> bool:
    """Tell whether a contact is a mail address."""
    return _MAIL.fullmatch(text) is not None


def contact_url(contact: str) -> str:
    """Give the address that leads to a contact."""
    return f"mailto:{contact}" if is_mail(contact) else contact.replace("{page}", "")


Colour = Annotated[Text, AfterValidator(_check_colour), Field(json_schema_extra={"pattern": COLOUR_PATTERN})]
Picture = Annotated[Text, AfterValidator(_check_picture), Field(json_schema_extra={"pattern": _PICTURE})]
Contact = Annotated[Text, AfterValidator(_check_contact), Field(examples=["editors@example.org"])]


class _ByScheme(Shape):
    """Something for light pages and for dark ones; where it is given once, it stands for light ones."""

    @model_validator(mode="before")
    @classmethod
    def _take_one(cls, data: Any) -> Any:
        return {"light": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Let editors' programs accept the one text as well."""
        whole = handler(core)
        one = handler.resolve_ref_schema(whole)["properties"]["light"]
        return {"anyOf": [{key: value for key, value in one.items() if key != "title"}, whole]}


class SchemeColour(_ByScheme):
    """A colour; without `dark` that of dark pages has the same hue, as light as it must be there."""

    light: Colour
    dark: Colour | None = None


class SchemePicture(_ByScheme):
    """A picture; without `dark` dark pages show the same."""

    light: Picture
    dark: Picture | None = None


class SiteColours(Shape):
    """`accent` is the colour of links and marks, `primary` that of the bar at the top, without `dark` of both."""

    accent: SchemeColour | None = None
    primary: SchemeColour | None = None


class Publisher(Shape):
    """Who answers for the site."""

    name: Texts[Text]
    url: Url | None = None


class FooterLink(Shape):
    """A link at the foot of every page: `to` is an address, or `ref:` and a path within the site."""

    label: Texts[Text]
    to: Annotated[Text, AfterValidator(_check_target)]


class Footer(Shape):
    """What stands at the foot of every page, besides the licence."""

    text: Texts[Text] | None = None
    links: tuple[FooterLink, ...] = ()
