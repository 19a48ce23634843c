"""Quantities in Chinese and English text: read, compare, write.

`read` turns text into typed quantities, `compare` sets two aligned texts side by side,
`format_quantity` writes a
typed figure for a locale. The package holds general language only; names that hold digits come from the
caller.
"""

from .compare import compare, compare_quantities
from .figures import edtf_quantity, figure_quantity
from .format import format_quantity, split_quantity
from .model import Comparison, Quantity
from .names import Names, load_names
from .pairs import compare_pairs
from .reading import read

__all__ = [
    "Comparison",
    "Names",
    "Quantity",
    "compare",
    "compare_pairs",
    "compare_quantities",
    "edtf_quantity",
    "figure_quantity",
    "format_quantity",
    "load_names",
    "read",
    "split_quantity",
]
