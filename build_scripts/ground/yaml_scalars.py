"""What a plain scalar of YAML says: a text without quotes → a value, or why it is not what it looks like.

Receives the text of a scalar; returns `None`, a truth value, an exact number or the text. Refuses with `ValueError` a
number that is too long; the scalars that YAML 1.1 reads in a surprising way (`no`, `1:30`, `010`, `0x1F`, `1_000`) are
for `find_surprise`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from build_scripts.ground.messages import NOTHING, Phrase

Value = None | bool | int | Decimal | str

_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\Z")
# The scalars that YAML 1.1 turns into something else than what they look like (YAML 1.1, "Tag Repository").
_SURPRISES = (
    (re.compile(r"(y|n|yes|no|on|off)\Z", re.IGNORECASE), Phrase("YAML may read it as true or false")),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?\Z"), Phrase("YAML may read it as a base-60 number")),
    (re.compile(r"[-+]?0[0-9_]+\Z"), Phrase("YAML may read it as an octal number")),
    (re.compile(r"[-+]?0[bxo][0-9a-fA-F_]+\Z"), Phrase("YAML may read it as a number of another base")),
    (re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?\Z"), Phrase("YAML may drop the underscores")),
    (re.compile(r"[-+]?\.(inf|nan)\Z|\.[0-9]+\Z", re.IGNORECASE), Phrase("it is not a plain decimal number")),
)
_SURPRISING = frozenset(
    "ynoYNO+-.0123456789"
)  # what such a scalar begins with: most do not, and are not looked at twice
_NUMERIC = frozenset("+-0123456789")
_MAX_DIGITS = 100


def find_surprise(text: str) -> Phrase:
    """Give what YAML may take a plain scalar for, or an empty text.

    >>> find_surprise("1:30"), find_surprise("13.30")
    ('YAML may read it as a base-60 number', '')
    """
    if text[:1] not in _SURPRISING:
        return NOTHING
    return next((why for pattern, why in _SURPRISES if pattern.match(text)), NOTHING)


def plain_value(text: str) -> Value:
    """Give the value of a plain scalar; raises `ValueError` for a number of too many digits.

    >>> plain_value("~"), plain_value("true"), plain_value("12"), plain_value("0.10"), plain_value("2023-11")
    (None, True, 12, Decimal('0.10'), '2023-11')
    """
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if text[0] not in _NUMERIC or not _DECIMAL.match(text):
        return text
    if len(text) > _MAX_DIGITS:
        raise ValueError(Phrase("the number has too many digits"))
    return int(text) if text.lstrip("+-").isdigit() else Decimal(text)
