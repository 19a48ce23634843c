"""`duizhao fix` mends what has one right answer, says what, and touches no word, no code and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.cli.main import main
from build_scripts.cli.serve import _errors
from build_scripts.content.load import load_content
from build_scripts.content.repairs import repair_file
from build_scripts.ground.characters import write_as_meant
from build_scripts.ground.encodings import Form, form_of, guess_encoding, unix_lines
from build_scripts.ground.files import write_text_atomically
from build_scripts.ground.markdown import parse
from build_scripts.publish.build import BuildResult, check_content
from tests.built import CONTENT
from tests.conftest import FUZZ, VALID_SITES
from tests.slips import read_slips

BRIEF = Path("reports/reading-city/opening-hours.zh.md")
HEAD = "---\ntitle: 开放时间\n---\n## 现状 {kind=finding}\n\n"
GOOD = f"{HEAD}- 海港分馆2021年夜间到馆约4.1万人次。 {{#evening-visits actor=readers}}\n"
CopySite = Callable[[str], Path]


def fix(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["fix", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def mended(text: str, name: str = "a.md") -> str:
    return repair_file(text.encode(), Path(name))[0].decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("• 句。 {#a}", "- 句。 {#a}"),
        ("-　句。 {#a}", "- 句。 {#a}"),
        ("-\u00a0句。 {#a}", "- 句。 {#a}"),
        ("-句。 {#a}", "- 句。 {#a}"),
        ("－ 句。 {#a}\n– 句。 {#b}", "- 句。 {#a}\n- 句。 {#b}"),
        ("\u200b- 句。 {#a}", "- 句。 {#a}"),
        ("　- 句。 {#a}", "- 句。 {#a}"),
        ("\uf0b7\t句。 {#a}", "- 句。 {#a}"),
        ("- 句。｛＃ａ１　ａｃｔｏｒ＝“city”｝", '- 句。 {#a1 actor="city"}'),
        ("＃＃　现状 {kind=finding}", "## 现状 {kind=finding}"),
        ("##\u00a0现状 ｛kind＝finding｝", "## 现状 {kind=finding}"),
        ("图书\u200b馆\ufeff藏", "图书馆藏"),
        ("约5\u00a0万册", "约5 万册"),
        ("Cafe\u0301", "Café"),
        ("甲\u2028乙", "甲 乙"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("使⽤率，con\u00adtainer", "使用率，container"),
        ("deﬁne, each otherâ€™s, cafÃ©", "define, each other’s, café"),
        ("字［^2］。\n\n[^2]：注。", "字[^2]。\n\n[^2]: 注。"),
        ("字[^ 2]。\n\n［^2］： 注。", "字[^2]。\n\n[^2]: 注。"),
        ("- 句。 {# throughput}", "- 句。 {#throughput}"),
        ("- 句。 {#shore\u2011power}", "- 句。 {#shore-power}"),
    ],
)
def test_what_has_one_right_answer_is_mended(before: str, after: str) -> None:
    assert mended(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "• 没有编号",  # may be a paragraph
        "`• 句。 {#a}`",
        "```\n• 句。 ｛#a｝\u200b\n```",
        "    • 句。 {#a}",
        "- 一句话，写作`｛＃ａ｝\u200b`。 {#a}",
        "- 第一行\n– 第二行以破折号开头。 {#a}",
        "*强调*的话。 {#a}",
        "10\u00a0km, « mot »",
        "塚と神",  # a character that NFC would exchange for another
        "ภาษา\u200bไทย",
        "全角ＡＢＣ与（１）",
        "Ça va, «COMITÉ», « NÃ”»",
        "`使⽤率［^2］`",
        "- 句。 ｛注意｝",
        "- 句。 ｛＃编号｝",  # which would be no id either
        "--- 见 ---",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("city：\n  label: {zh: 市}\n", "city:\n  label: {zh: 市}\n"),
        ("a:\n　b: 甲\n", "a:\n  b: 甲\n"),
        ("a:\u00a0甲：乙\nb: c\n", "a: 甲：乙\nb: c\n"),
        ("- id: ａ１\n", "- id: a1\n"),
        ("date: '２０２０'\n", "date: '2020'\n"),
        ("label: {zh: 图书\u200b馆}\n", "label: {zh: 图书馆}\n"),
        ("zh: ＡＢＣ\n", "zh: ＡＢＣ\n"),
        ("text: |\n  note：x\nid: a\n", "text: |\n  note：x\nid: a\n"),
        ("text: 甲\n  id：乙\n", "text: 甲\n  id：乙\n"),
    ],
)
def test_yaml_is_mended_where_it_cannot_be_read(before: str, after: str) -> None:
    assert mended(before, "a.yml") == after


def test_encodings_that_are_certain_are_turned_into_utf_8(tmp_path: Path) -> None:
    for encoding in ("gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"):
        new, repairs = repair_file(GOOD.encode(encoding), tmp_path / "a.md")
        assert new == GOOD.encode() and repairs
    western = "- The city’s “café” – 5 °C. {#a}\n"
    assert repair_file(western.encode("cp1252"), tmp_path / "a.md")[0] == western.encode()
    for raw in (
        "là, très".encode("latin-1"),  # in another code page ŕ and č
        "- The city’s. {#a}\n".encode("cp1252") + GOOD.encode(),
        "標題：開放時間與讀者".encode("big5"),
        GOOD.encode()[:-70] + b"\xe6\n",
    ):
        assert guess_encoding(raw) == ""
        assert repair_file(raw, tmp_path / "a.md") == (raw, ())


def test_the_command_says_what_it_did_by_file_and_line(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    bad = GOOD.replace("- 海港", "• 海港").replace("{#", "｛＃").replace("\n", "\r\n")
    (folder / BRIEF).write_bytes(b"\xef\xbb\xbf" + bad.encode())
    found = check_content(folder)[2]
    assert [problem.line for problem in found if problem.rule == "broken-attributes"] == [6]
    checked = CliRunner().invoke(main, ["check", "--content", ".", "--no-memory"])
    assert checked.exit_code == 1 and re.search(r"duizhao fix would mend \d+ of them\.", checked.output)

    built = CliRunner().invoke(main, ["build", "--content", ".", "--site-dir", "../site", "--no-memory"])
    assert built.exit_code == 1 and "duizhao fix would mend" in built.output
    assert "duizhao fix would mend" in _errors(BuildResult(tuple(found)))["en"]
    assert "可以用duizhao fix改好" in _errors(BuildResult(tuple(found)))["zh"]

    before = (folder / BRIEF).read_bytes()
    shown = fix("--dry-run", "--content", folder)
    assert (folder / BRIEF).read_bytes() == before
    assert "-• 海港" in shown.output and "+- 海港" in shown.output and "would be mended in 1 file" in shown.output

    told = fix("--content", folder)
    assert (
        f"{BRIEF}:6: mended the bullet “•”" in told.output and f"{BRIEF}:1: mended the byte order mark" in told.output
    )
    assert (folder / BRIEF).read_text(encoding="utf-8") == GOOD
    assert fix("--content", folder).output == "nothing to mend.\n"
    assert not [problem for problem in check_content(folder)[2] if problem.level == "error"]


def test_paths_are_chosen_and_others_refused(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    for path in (BRIEF, Path("actors.yml")):
        (folder / path).write_bytes((folder / path).read_bytes().replace(b"\n", b"\r\n"))
    assert "in 1 file(s)" in fix(BRIEF, "--content", folder).output
    assert b"\r" in (folder / "actors.yml").read_bytes()
    (folder / "note.txt").write_text("x", encoding="utf-8")
    assert fix("note.txt", "--content", folder).exit_code == 2


def test_fixture_sites_and_the_real_content_have_nothing_to_mend() -> None:
    for content in (VALID_SITES, CONTENT):
        for path in sorted(content.rglob("*")):
            if path.suffix in (".md", ".yml"):
                raw = path.read_bytes()
                assert repair_file(raw, path) == (raw, ()), path


def test_every_slip_is_mended_once_and_for_all() -> None:
    """Mending again changes nothing, and loses no letter, of each case of the table."""
    for slip in read_slips():
        text = slip.piece.text
        once = mended(text)
        assert mended(once) == once, slip.name
        assert letters(once) == letters(write_as_meant(text)), slip.name


# Properties


def letters(text: str) -> str:
    """Give the letters and digits of a text, whatever their width, spaces and marks."""
    plain = unicodedata.normalize("NFKC", unix_lines(text))
    return "".join(char for char in plain if char.isalnum())


def code_of(text: str) -> list[str]:
    found = []
    for token in parse(unix_lines(text)).tokens:
        found += [token.content] if token.type in ("fence", "code_block") else []
        found += [child.content for child in token.children or () if child.type == "code_inline"]
    return found


PIECES = [
    *(
        "句。",
        "a",
        "约5",
        "万",
        "{#a}",
        "｛＃ｂ｝",
        "{#c actor=“city”}",
        "{kind=finding}",
        "• ",
        "- ",
        "-",
        "– ",
        "＃＃ ",
        "## ",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u2028",
        "\u200b",
        "\ufeff",
        "\u00a0",
        "　",
        "    ",
        "\t",
        "`",
        "```\n",
        "> ",
        "e\u0301",
        "が",
    ),
    *("ภ", "塚", "\uf0b7", "1. ", "：", "title：甲", "---\n", "[x](y)", "**", "| a |", "<!--", "-->", "Ａ１"),
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=3000 if FUZZ else 150)
@given(text=TEXT, name=st.sampled_from(["a.md", "a.yml"]))
def test_words_and_code_stay_and_mending_again_changes_nothing(text: str, name: str) -> None:
    once = mended(text, name)
    assert mended(once, name) == once
    assert letters(once) == letters(text)
    if name == "a.md" and not text.startswith("---"):
        code = [line.strip() for piece in code_of(text) for line in piece.split("\n") if "`" not in line]
        assert not [line for line in code if line not in once]


# Files keep their form


@pytest.mark.parametrize(
    "form", [Form(), Form(line_end="\r\n"), Form(bom=b"\xef\xbb\xbf", line_end="\r\n"), Form(line_end="\r")]
)
def test_what_is_written_into_a_file_keeps_its_form(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(form.encode("a\nb\n"))
    assert form_of(path.read_bytes()) == form
    write_text_atomically(path, "a\nb\nc\n")
    assert path.read_bytes() == form.encode("a\nb\nc\n")


def test_translations_are_accepted_and_imported_in_files_of_windows(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    for path in folder.rglob("*"):
        if path.suffix in (".md", ".yml"):
            path.write_bytes(Form(b"\xef\xbb\xbf", "\r\n").encode(path.read_text(encoding="utf-8")))
    run = CliRunner().invoke
    catalogue = tmp_path / "en.po"
    assert run(main, ["translate", "export", "en", "--content", str(folder), "-o", str(catalogue)]).exit_code == 0
    text = catalogue.read_text(encoding="utf-8")
    assert "evening visits" in text
    catalogue.write_bytes(Form(b"\xef\xbb\xbf", "\r\n").encode(text.replace("evening visits", "visits at night")))
    result = run(main, ["translate", "import", str(catalogue), "--content", str(folder)])
    changed = [path for path in folder.rglob("*.md") if b"visits at night" in path.read_bytes()]
    assert result.exit_code == 0 and changed, result.output
    for path in (*folder.rglob("*.md"), *(folder / "translations").rglob("*.yml")):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == raw.count(b"\n"), path
    assert not [problem for problem in load_content(folder)[1] if problem.level == "error"]
