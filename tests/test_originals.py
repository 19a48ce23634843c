"""Originals: the same report gives the same passages from every kind of file; the rest is refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.content.originals import Original, OriginalError, read_original
from build_scripts.content.originals.layout import Run, find_gutters, read_page
from build_scripts.content.originals.plain import read_plain
from tests.originals import NS, REPORTS, as_html, as_text, as_word, expected, expected_notes, wrapped, zipped


def found(original: Original) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in original.passages if passage.kind != "note"]


def notes(original: Original) -> list[str]:
    return [passage.text for passage in original.passages if passage.kind == "note"]


def write(folder: Path, language: str, kind: str) -> Path:
    parts, path = REPORTS[language], folder / f"report.{kind}"
    if kind == "docx":
        return as_word(parts, path)
    path.write_text(as_html(parts) if kind == "html" else as_text(parts), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["txt", "html", "docx"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_file_gives_the_same_passages(tmp_path: Path, language: str, kind: str) -> None:
    original = read_original(write(tmp_path, language, kind))
    assert found(original) == expected(REPORTS[language])
    assert notes(original) == expected_notes(REPORTS[language])
    assert original.language == language
    assert original.title == REPORTS[language][0][2]
    assert [passage.paragraph for passage in original.passages] == list(range(1, len(original.passages) + 1))


REFUSED = {
    "empty": (b"", "it is empty."),
    "blank": (b" \n\n\t\n", "it holds no text."),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "recognise the text first"),
    "old-word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted, or of an old form of Word"),
    "rtf": (b"{\\rtf1\\ansi text}", "RTF"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "no text, PDF, Word"),
    "half-a-zip": (zipped({"word/document.xml": "<w/>" * 500})[:90], "it is broken"),
    "another-zip": (zipped({"mimetype": "application/epub+zip"}), "no text, PDF, Word"),
    "bad-xml": (zipped({"word/document.xml": "<w:document><w:body>"}), "it is broken"),
    "half-a-pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "it is broken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    raw, reason = REFUSED[name]
    path = tmp_path / "report.txt"
    path.write_bytes(raw)
    with pytest.raises(OriginalError, match=reason):
        read_original(path)


def pdf_file(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Give a PDF file of objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (size, table, size, trailer, len(out))


PAGES = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Resources << >> /Contents 4 0 R >>"


def test_a_scanned_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_file([*PAGES, PAGE, b"<< /Length 17 >>\nstream\n10 10 50 50 re f\n\nendstream"]))
    with pytest.raises(OriginalError, match="pictures of pages and no text"):
        read_original(path)


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed.pdf"
    key = b"<" + b"41" * 32 + b">"
    lock = b"<< /Filter /Standard /V 1 /R 2 /O " + key + b" /U " + key + b" /P -4 >>"
    path.write_bytes(
        pdf_file([*PAGES, PAGE, b"<< /Length 0 >>\nstream\n\nendstream", lock], b"/Encrypt 5 0 R /ID [<61><61>] ")
    )
    with pytest.raises(OriginalError, match="it is encrypted"):
        read_original(path)


def test_a_file_that_swells_is_refused_before_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("build_scripts.content.originals.word.LARGEST_PART", 1_000_000)
    path = tmp_path / "bomb.docx"
    path.write_bytes(zipped({"word/document.xml": "<w>" + "a" * 2_000_000 + "</w>"}))
    assert path.stat().st_size < 10_000
    with pytest.raises(OriginalError, match="swells to more than 1 MB"):
        read_original(path)


def test_entities_that_swell_are_refused(tmp_path: Path) -> None:
    ten = "".join(f'<!ENTITY e{no} "{f"&e{no - 1};" * 10}">' for no in range(1, 9))
    body = "<w:body><w:p><w:r><w:t>one &e8; two</w:t></w:r></w:p></w:body>"
    words = f'<!DOCTYPE d [<!ENTITY e0 "ha">{ten}]><w:document {NS}>{body}</w:document>'
    path = tmp_path / "bomb.docx"
    path.write_bytes(zipped({"word/document.xml": words}))
    with pytest.raises(OriginalError, match="it is broken"):
        read_original(path)


@pytest.mark.parametrize("kind", ["txt", "html", "docx"])
def test_a_file_is_known_by_what_is_in_it(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, "zh", kind)
    other = path.rename(tmp_path / "report.pdf")
    assert found(read_original(other)) == expected(REPORTS["zh"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_text_may_be_in_any_known_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(as_text(REPORTS["zh"]).replace("\n", "\r\n").encode(encoding))
    assert found(read_original(path)) == expected(REPORTS["zh"])


@given(st.integers(46, 110), st.sampled_from(sorted(REPORTS)))
@settings(max_examples=30)
def test_a_paragraph_is_whole_again_however_its_lines_were_broken(width: int, language: str) -> None:
    texts = [words for kind, _, words in REPORTS[language] if kind in ("text", "item") and len(words) > 60]
    lines = "\n\n".join("\n".join(wrapped(words, width, "")) for words in texts * 2)
    assert [block.text for block in read_plain(lines)] == texts * 2


def test_pages_are_those_of_the_file_and_their_edges_are_left_out() -> None:
    pages = [f"City report\n\nWhat page {word} says goes on to its end.\n\n{no}" for no, word in enumerate("abcd", 1)]
    blocks = read_plain("\f".join(pages))
    assert [(block.text, block.page) for block in blocks] == [
        (f"What page {word} says goes on to its end.", no) for no, word in enumerate("abcd", 1)
    ]


def test_no_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(OriginalError, match="cannot be read"):
        read_original(tmp_path / "nothing.pdf")


def test_no_cell_is_lost_beside_one_that_reaches_into_another_column() -> None:
    columns = [Run("word " * 4, left, left + 90, 200.0 - 12 * no, 10) for no in range(8) for left in (0, 110)]
    row = [
        Run("Shelves", 0, 40, 50, 10),
        Run("40 hours × $85 per hour", 60, 150, 50.2, 10),
        Run("$3,400", 170, 200, 49.8, 10),
    ]
    lines = read_page([*columns, *row], 1, find_gutters(columns))
    assert lines[-1].cells == tuple(run.text for run in row)
    assert len(lines) == len(columns) + 1
