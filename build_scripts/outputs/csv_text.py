"""A table → CSV that Excel, WPS and LibreOffice open right, and every other program reads.

Receives a header and rows of cells; gives text by RFC 4180 with a byte order mark, without which Excel reads UTF-8 as
something else. A number or a quantity stays as it is, with its sign; of other texts those that a spreadsheet would take
for a formula (OWASP, CSV Injection) start with an apostrophe. Refuses nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\ufeff"
Cell = str | int | bool | None
# A sign and a number, with words that call and reckon nothing: -5, −5 %, +3.2 °C, -1,5 万吨.
_QUANTITY = re.compile(r"[+\-−][0-9][\w.,%‰°–−\u00a0\u2009\u202f ]*")
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_MANY = 200  # rows of a piece


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a table, with a header."""
    return "".join(csv_pieces(header, rows))


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Write a table piece by piece, as it may be large."""
    out = io.StringIO(BYTE_ORDER_MARK, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for no, row in enumerate(rows, 1):
        writer.writerow([as_text(cell) for cell in row])
        if no % _MANY == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def as_text(cell: Cell) -> str:
    """Write a cell so that no spreadsheet runs it.

    >>> [as_text(cell) for cell in ("=1+1", "-5 %", -5, "- a", True, None)]
    ["'=1+1", '-5 %', '-5', "'- a", 'true', '']
    """
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) and not _QUANTITY.fullmatch(cell) else cell
    return "" if cell is None else str(cell).lower()
