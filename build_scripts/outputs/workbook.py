"""Tables → one XLSX workbook of a language, for Excel, WPS and LibreOffice.

Receives tables, the interface of the language, and what stands at the top of the first sheet, which says what each
column means; gives bytes. Every sheet has its columns with those that people read first, in the language of the
workbook, and what is `parallel` in the others too; where names stand their ids do not. No cell is a formula; dates are
text, as they are EDTF. The day of the workbook is the content's, so that the same content gives the same bytes. Refuses
nothing; what is longer than a cell of Excel may be is cut, with an ellipsis.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from build_scripts.content.interface import Interface
from build_scripts.outputs.csv_text import Cell
from build_scripts.outputs.data_words import field_words, words_of
from build_scripts.outputs.tables import Column, Table
from build_scripts.pages.downloads import table_titles

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST, _LONGEST_NAME, _LONGEST_ADDRESS = 32_767, 31, 2_000  # characters that Excel takes
_MOST_LINKS = 65_000  # of a sheet
_EXACT = 15  # digits of a number that Excel keeps
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = {"text": 70, "title": 40, "label": 40, "details": 40, "notes": 40, "note": 30, "definition": 60, "urls": 30}
_WIDTHS |= {"reference": 30, "warning": 30, "preferred": 26, "accepted": 26, "avoid": 26, "indicator_label": 30}
_WIDTH, _NARROW = 16, 12


@dataclass(frozen=True)
class Shown:
    """A column of a sheet: the languages in which its cells are looked for, its title, its name in CSV, its meaning."""

    column: Column
    order: tuple[str, ...]
    title: str
    name: str
    meaning: str

    @property
    def width(self) -> int:
        """Give how many letters wide it is."""
        return _WIDTHS.get(self.column.field, _WIDTH if self.column.type == "string" else _NARROW)


class Workbook:
    """Writes the workbook of a language."""

    def __init__(
        self, tables: Sequence[Table], interface: Interface, languages: Mapping[str, str], order: tuple[str, ...]
    ) -> None:
        """Take tables, the names of the languages by their codes, and the order in which readers look for a text."""
        self.tables, self.languages, self.order = tables, languages, order
        self.gettext = interface.translations.gettext
        self.words = field_words(self.gettext)
        self.titles = table_titles(self.gettext)
        self.is_rtl = interface.locale.text_direction == "rtl"

    def write(self, about: Sequence[tuple[str, str]], day: date) -> bytes:
        """Give the workbook; `about` are the lines at its top, the title first, each with an address or none."""
        import xlsxwriter  # takes longer to import than to find that nothing has changed

        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
            book.set_properties({"title": about[0][0], "created": datetime.combine(day, time.min)})
            formats = _Formats(book)
            notes = book.add_worksheet(self._sheet_name(self.gettext("About")))
            sheets = [(table, book.add_worksheet(self._sheet_name(self._title(table)))) for table in self.tables]
            self._write_notes(notes, about, formats)
            for table, sheet in sheets:
                self._write_table(sheet, table, formats)
        return out.getvalue()

    def shown(self, table: Table) -> tuple[Shown, ...]:
        """Give the columns of a sheet, those that people read first."""
        first = [column for words in table.lead for column in table.columns if column.words == words]
        named = {column.words for column in table.columns}
        rest = [column for column in table.columns if column not in first and not _names(column.name) & named]
        return tuple(shown for column in (*first, *rest) for shown in self._versions(table, column))

    def _versions(self, table: Table, column: Column) -> Iterator[Shown]:
        own = self.order[0]
        title, meaning = words_of(self.words, table.name, column.words)
        if column.is_parallel:
            for code in (own, *(other for other in self.languages if other != own)):
                yield Shown(
                    column,
                    (code,),
                    self.gettext("%(title)s (%(language)s)") % {"title": title, "language": self.languages[code]},
                    column.name.format(code),
                    meaning,
                )
        elif any(code in (own, "") for _, code in column.names(self.languages)):
            yield Shown(column, self.order, title, column.name.format(own), meaning)

    def _title(self, table: Table) -> str:
        return self.titles[table.name]

    def _sheet_name(self, words: str) -> str:
        return _NO_NAME.sub(" ", words)[:_LONGEST_NAME]

    def _write_notes(self, sheet: Worksheet, about: Sequence[tuple[str, str]], formats: _Formats) -> None:
        self._set_up(sheet)
        for no, width in enumerate((22, 30, 24, 80)):
            sheet.set_column(no, no, width)
        for row, (words, address) in enumerate(about):
            _write_link(sheet, row, 0, words, address, formats)
        row = len(about) + 1
        gettext = self.gettext
        for no, words in enumerate((gettext("Sheet"), gettext("Column"), gettext("Name in CSV"), gettext("Meaning"))):
            sheet.write_string(row, no, words, formats.head)
        for table in self.tables:
            for shown in self.shown(table):
                row += 1
                for no, words in enumerate((self._title(table), shown.title, shown.name, shown.meaning)):
                    sheet.write_string(row, no, words, formats.text)

    def _write_table(self, sheet: Worksheet, table: Table, formats: _Formats) -> None:
        self._set_up(sheet)
        columns = self.shown(table)
        for no, shown in enumerate(columns):
            sheet.set_column(no, no, shown.width)
        sheet.freeze_panes(1, 0)
        for no, shown in enumerate(columns):
            sheet.write_string(0, no, shown.title, formats.head)
        row = 0
        for row, item in enumerate(table.items(), 1):
            for no, shown in enumerate(columns):
                _write_cell(sheet, row, no, shown.column, shown.column.cell(item, *shown.order), formats)
        sheet.autofilter(0, 0, row, len(columns) - 1)

    def _set_up(self, sheet: Worksheet) -> None:
        if self.is_rtl:
            sheet.right_to_left()


class _Formats:
    """The formats of a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head: Format = book.add_format({"bold": True, "bg_color": "#E7EAEE", "text_wrap": True, "valign": "top"})
        self.text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain: Format = book.add_format({"valign": "top"})
        self.link: Format = book.add_format({"valign": "top", "font_color": "#0B57A4", "underline": 1})


def _names(identifier: str) -> set[str]:
    """Give what a column of names is called that stands for one of ids: `sectors` → `sector_labels`."""
    return {f"{identifier}_label", f"{identifier.removesuffix('s')}_labels"}


def _write_cell(sheet: Worksheet, row: int, no: int, column: Column, cell: Cell, formats: _Formats) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, no, cell, formats.plain)
    elif isinstance(cell, int) or (column.type == "number" and _is_exact(cell)):
        sheet.write_number(row, no, float(cell), formats.plain)
    elif column.field == "urls":
        _write_link(sheet, row, no, cell, cell, formats)
    else:
        wraps = column.field in _WIDTHS
        sheet.write_string(row, no, _cut(cell), formats.text if wraps else formats.plain)


def _write_link(sheet: Worksheet, row: int, no: int, words: str, address: str, formats: _Formats) -> None:
    if address and row < _MOST_LINKS and len(address) < _LONGEST_ADDRESS:
        sheet.write_url(row, no, address, formats.link, words)
    else:
        sheet.write_string(row, no, _cut(words), formats.plain)


def _is_exact(text: str) -> bool:
    """Tell whether a spreadsheet keeps a number as it is."""
    return len(Decimal(text).as_tuple().digits) <= _EXACT


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
