"""English words that are spelt in two ways → one of them, so that search finds each by the other.

Receives a word in small letters; returns the same word or its other spelling, which need not be the right one: what
counts is that both become the same. Rules, and no list of words, as no library of these is kept up, and rules serve
words that nobody has thought of; none may join two words that differ in meaning (“filed” and “filled”), so what is not
true of all words names its stems. `RULES` are shipped to the browser, in what Python and JavaScript read alike.
Refuses nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_OUR = (
    "arb ard arm behavi cand clam col demean endeav enam fav ferv flav glam harb hon hum lab neighb od parl ranc rig"
    " rum sav savi splend succ tum val vap vig"
)
_RE = "calib cent fib lit lust maneuv meag met och sab sepulch somb spect theat"
_DOUBLE_L = (
    "cancel channel counsel dial equal fuel funnel grovel initial jewel label level libel marshal marvel model panel"
    " pedal pencil quarrel rival shovel signal snorkel spiral stencil total towel trammel travel tunnel"
)
_AE_OE = (
    "aesth anaem anaesth archaeo diarrhoe encyclopaed faec foet gynaec haem homoeo manoeuv mediaev oedem oesoph oestr"
    " orthopaed paed palaeo"
)


def _any(stems: str) -> str:
    return "|".join(stems.split())


# Pattern and what stands in its place, one after the other; `$1` is a group.
RULES: tuple[tuple[str, str], ...] = (
    (r"^(.{3,})iz(e|ed|es|er|ers|ing|ation|ations|ational|able)$", "$1is$2"),
    (r"^(.{2,})lyz(e|ed|es|er|ers|ing)$", "$1lys$2"),
    *((stem, stem.replace("ae", "e").replace("oe", "e")) for stem in _AE_OE.split()),
    (rf"^(dis|mis|re|un|)({_any(_OUR)})our", "$1$2or"),
    (rf"^(|[a-z]+)({_any(_RE)})re(s|)$", "$1$2er$3"),
    (rf"^(|[a-z]+)({_any(_RE)})r(ed|ing)$", "$1$2er$3"),
    (rf"^(|[a-z]+)({_any(_DOUBLE_L)})l(ed|ing|ings|er|ers|or|ors|ation)$", "$1$2$3"),
    (r"^(enrol|fulfil|instal|distil|instil)(|s|ment|ments)$", "$1l$2"),
    (r"^(ski|wi)l(ful|fully)$", "$1ll$2"),
    (r"^(catal|dial|anal|monol|prol|epil)og(|s|ed|ing)$", "$1ogue$2"),
    (r"^(def|off|lic|pret)ens(e|es)$", "$1enc$2"),
    (r"^practis", "practic"),
    (r"^(re|micro|)program(|s)$", "$1programme$2"),
    (r"sulph", "sulf"),
    (r"^alumini?um", "aluminium"),
    (r"^(ac|)(knowl|abr|jud|lod)g(e|)ment", "$1$2gment"),
    (r"^(|[a-z]+)grey", "$1gray"),
    (r"^plough", "plow"),
    (r"^(sm|m)ould", "$1old"),
    (r"^sceptic", "skeptic"),
    (r"^artefact", "artifact"),
    (r"^ageing$", "aging"),
    (r"^(aero|air)plane", "airplane"),
    (r"^(to|back|for|up|down|in|out|on)wards$", "$1ward"),
)


@cache
def _compiled(rules: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", new)) for pattern, new in rules)


def replace_all(rules: tuple[tuple[str, str], ...], word: str) -> str:
    """Apply rules to a word, one after the other."""
    for pattern, new in _compiled(rules):
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=65536)
def canonical_spelling(word: str) -> str:
    """Give the spelling that stands for all of a word.

    >>> [canonical_spelling(word) for word in ("decarbonization", "colours", "kilometres", "travelling", "fertilizer")]
    ['decarbonisation', 'colors', 'kilometers', 'traveling', 'fertiliser']
    >>> [canonical_spelling(word) for word in ("size", "prize", "filled", "four", "tourism", "hour", "haemorrhage")]
    ['size', 'prize', 'filled', 'four', 'tourism', 'hour', 'hemorrhage']
    """
    return replace_all(RULES, word)
