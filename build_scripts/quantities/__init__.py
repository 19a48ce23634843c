"""Quantities in text: read, compare, write.

`read` turns text into typed quantities, `compare` sets two aligned texts side by side, `format_quantity` writes a typed
figure for a locale. The package holds general language only; names that hold digits come from the caller.

One reader serves all languages. What a language writes stands in the data files of its folder, and its numerals in a
small grammar where digits do not suffice; of a language without a folder that is read which CLDR knows (`general`).
Reading goes `normalise` → `notations` (codes, dates in digits, clock times, ratios) → `phrases` → numerals → what they
measure (`incidence`, `ratios`, `dates`, `measures`) → `signs` → `parts` → `ranges`. Comparing goes `match` (do two
quantities say the same?) → `alignment` (which stands for which?) → `comparison` → `transpositions` and `error_causes`
(what went wrong?).
A declared unit is read as what it is made of (`own_units`), so that nothing else need know of it; what a statement
states, for figures to be held to it, gives `statements`. Examples may use `read`, `lexicon_of`, `find_numerals`, `Fraction`.
"""

from build_scripts.quantities.comparison import compare, compare_quantities, find_lost_qualifiers
from build_scripts.quantities.error_causes import name_slip
from build_scripts.quantities.figures import figure_quantity
from build_scripts.quantities.format import format_parts, format_quantity
from build_scripts.quantities.lexicon import LANGUAGES, primary, unit_labels
from build_scripts.quantities.match import fit, fit_reading
from build_scripts.quantities.model import Comparison, Quantity, negate, pack_date, show_exact, unpack_date
from build_scripts.quantities.names import Name, Names, load_names
from build_scripts.quantities.own_units import OwnUnit, UnitWords, find_spellings, in_base_units
from build_scripts.quantities.pairs import PairResult, compare_pairs
from build_scripts.quantities.reader import read
from build_scripts.quantities.statements import Stated, names_a_fall, names_the_world, read_statement, relative_years
from build_scripts.quantities.units import RATIO_UNITS, UNITS, dimension, factor, kind_of, unknown_units

__all__ = [
    "LANGUAGES",
    "RATIO_UNITS",
    "UNITS",
    "Comparison",
    "Name",
    "Names",
    "OwnUnit",
    "PairResult",
    "Quantity",
    "Stated",
    "UnitWords",
    "compare",
    "compare_pairs",
    "compare_quantities",
    "dimension",
    "factor",
    "figure_quantity",
    "find_lost_qualifiers",
    "find_spellings",
    "fit",
    "fit_reading",
    "format_parts",
    "format_quantity",
    "in_base_units",
    "kind_of",
    "load_names",
    "name_slip",
    "names_a_fall",
    "names_the_world",
    "negate",
    "pack_date",
    "primary",
    "read",
    "read_statement",
    "relative_years",
    "show_exact",
    "unit_labels",
    "unknown_units",
    "unpack_date",
]
