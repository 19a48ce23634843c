"""What all shapes of the content have in common: ids, texts, dates, addresses, and that no unknown field is accepted.

Receives values of YAML; refuses what is no id, no address, no date of EDTF, with a `ValueError` that says so.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.messages import Phrase

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST_ID = 100


def is_id(text: str) -> bool:
    """Tell whether a text can be an id: names of files and anchors are made of it."""
    return len(text) <= LONGEST_ID and re.fullmatch(ID_PATTERN, text) is not None


def _check_url(text: str) -> str:
    parts = urlsplit(text)
    if not parts.hostname or parts.path.startswith("//"):  # it raises ValueError for brackets that are no host
        raise ValueError(Phrase('"%(text)s" names no host', text=text))
    if text[-1] in "。，；：、！？）】》”’":
        message = Phrase('"%(text)s" ends with “%(sign)s”, which is none of the address', text=text, sign=text[-1])
        raise ValueError(message)
    return text


def _check_edtf(text: str) -> str:
    parse_edtf(text)
    return text


def _check_locale(text: str) -> str:
    """Refuse a locale of a language that CLDR has, if it lacks the locale: then it is misspelt."""
    try:
        Locale.parse(text)
    except (ValueError, UnknownLocaleError) as error:
        raise ValueError(
            Phrase('"%(text)s" is not a locale that CLDR knows, like zh_Hans_CN or en_GB', text=text)
        ) from error
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=rf"^{ID_PATTERN}$", max_length=LONGEST_ID)]
URL_PATTERN = r"^https?://[^\s<>\"]+$"
SAFE_URL_PATTERN = r"^https://[^\s<>\"]+$"
Edtf = Annotated[
    str,
    BeforeValidator(lambda v: str(v) if type(v) is int else v),
    AfterValidator(_check_edtf),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}], "examples": ["2023-11"]}),
]
Url = Annotated[str, StringConstraints(pattern=URL_PATTERN), AfterValidator(_check_url)]
SafeUrl = Annotated[str, StringConstraints(pattern=SAFE_URL_PATTERN), AfterValidator(_check_url)]
CldrLocale = Annotated[str, AfterValidator(_check_locale)]
Basis = Literal["stated", "inferred"]
CitesBasis = Literal["marked", "placed"]
Qualifier = Literal["about", "nearly", "over", "at-least", "under", "at-most"]


class Shape(BaseModel):
    """A frozen shape of the content; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
