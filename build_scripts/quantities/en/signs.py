"""What English writes for a minus and for a decrease: -5%, minus, below zero, fell by, a cut of.

Data alone; `signs` puts it to use.
"""

from __future__ import annotations

import re

from build_scripts.quantities.signs import OPENING, SignWords

_SIGN = re.compile(
    rf"(?:^|[{OPENING}])(?P<hyphen>[-–])$|(?<!\bor\s)(?<!plus/)\b(?P<word>minus|negative)\s$", re.IGNORECASE
)
_DOWN = (
    r"fell|falls?|fallen|falling|drop(?:s|ped|ping)?|declin\w+|decreas\w+|reduc\w+|cuts?|cutting|shr[aiu]nk\w*|contract(?:ed|s|ion)"
    r"|down|los[est]\w*|deficits?|lower(?:ed|ing|s)?|slump\w*|plung\w*|plummet\w*|tumbl\w+|slash\w*|negative growth"
)
_ROUGHLY = (
    r"(?:\s(?:by|of|an?|about|around|some|nearly|almost|roughly|approximately|over|just|only|another|a further|more than|less than"
    r"|at least|at most|up to|as much as|an estimated))"
)
SIGN_WORDS = SignWords(
    minus=_SIGN,
    bare_minus=_SIGN,
    below_zero=re.compile(r"\sbelow\s(?:zero|freezing)", re.IGNORECASE),
    decrease=re.compile(rf"\b(?:{_DOWN})(?:[^.;:,\d]{{0,50}}?\sby)?{_ROUGHLY}*\s$", re.IGNORECASE),
    decreased=re.compile(
        r"\s(?:decrease|decline|drop|fall|reduction|cut|contraction|loss|deficit|lower|less|fewer|below)\b",
        re.IGNORECASE,
    ),
)
