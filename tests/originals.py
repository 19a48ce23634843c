"""Reports of our own words, written as text, HTML and Word by code that knows nothing of the readers.

A report is a list of parts: kind ("heading", "item", "text", "row", "note"), level of a heading, words. Rows have cells
with | between; a note belongs to the part before it.
"""

from __future__ import annotations

import io
import textwrap
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

Part = tuple[str, int, str]

CHINESE: tuple[Part, ...] = (
    ("heading", 1, "海港城夜间开放报告"),
    ("text", 0, "海港城公共阅读研究中心，2023年5月"),
    ("heading", 2, "概述"),
    (
        "text",
        0,
        "本报告回顾了海港城公共图书馆近五年来的开放情况。2022年，全市共有分馆48家，其中约16%在晚间开放，比2018年提高了"
        "7个百分点；全年到馆读者达到352.6万人次，仍比2019年少9%。与邻近城市相比，海港城的晚间开放时间偏短，读者"
        "调查中有三分之二的受访者希望延长到晚上10点以后。",
    ),
    ("note", 0, "海港城统计局《统计年鉴2023》，第118页。"),
    ("text", 0, "造成这一差距的原因有三个方面，下文分别说明，并在最后提出建议。"),
    ("heading", 2, "现状与问题"),
    ("text", 0, "夜间值班人手不足，是各分馆最常提到的困难。主要的困难有："),
    (
        "item",
        0,
        "夜班津贴每小时只有25元，自2015年以来没有调整，与商业机构相比缺少吸引力，许多馆员不愿意报名参加夜间值班；",
    ),
    ("item", 0, "全市只有12家分馆装有自助借还设备；"),
    ("item", 0, "公交末班车在21:30以前收车，读者回家不便。"),
    ("heading", 3, "各分馆的开放时间"),
    ("row", 0, "分馆|每周开放|夜间开放"),
    ("row", 0, "海港分馆|56小时|4小时"),
    ("row", 0, "中心分馆|72小时|16小时"),
    ("row", 0, "东城分馆|48小时|没有"),
    ("heading", 2, "建议"),
    ("text", 0, "报告建议市政府到2030年使夜间开放的分馆增加到30家以上，并为此每年安排不少于1,200万元的经费。"),
    ("item", 0, "应当把夜班津贴提高到每小时40元。"),
    ("item", 0, "需要在两年内为所有分馆配备自助借还设备（Self-service Kiosk），并与读者卡系统对接。"),
    ("note", 0, "设备价格按2022年招标结果计算。"),
    ("text", 0, "以上建议的费用合计约3.4亿元，可以分五年安排。"),
)

ENGLISH: tuple[Part, ...] = (
    ("heading", 1, "Night buses for the harbour city"),
    ("text", 0, "Institute for Urban Travel, 14 March 2024"),
    ("heading", 2, "Introduction"),
    (
        "text",
        0,
        "This report looks at bus services after midnight. In 2023 the city ran 14 night lines, which carried about 2.1"
        " million passengers, 12% fewer than in 2019. Two thirds of those who work at night live more than 800 metres"
        " from a line that runs after one o'clock, and nearly all of them are paid less than the median wage of the"
        " city as a whole.",
    ),
    ("note", 0, "City statistics office, Yearbook of Transport 2023, table 4."),
    ("text", 0, "The following sections describe the lines, their costs, and what should be done about them."),
    ("heading", 2, "Costs and revenue"),
    ("text", 0, "A kilometre of a night line costs 4.80 euros, against 3.10 euros by day. There are three reasons:"),
    (
        "item",
        0,
        "drivers are paid a supplement of 25% after midnight, which was agreed in 2016 and has not been"
        " reviewed since;",
    ),
    ("item", 0, "vehicles are on average 60% empty;"),
    ("item", 0, "a depot has to be kept open."),
    ("heading", 3, "Passengers by line"),
    ("row", 0, "Line|Passengers|Change"),
    ("row", 0, "N1|410,000|−8%"),
    ("row", 0, "N2|268,000|+3%"),
    ("row", 0, "N7|90,500|−21%"),
    ("heading", 2, "Recommendations"),
    (
        "text",
        0,
        "The city should double the number of night lines by 2030 and set aside at least 18 million euros a year"
        " for the long-term renewal of the fleet.",
    ),
    ("item", 0, "The operator must publish the number of passengers of every line each quarter."),
    ("item", 0, "Fares at night should not be higher than by day."),
    ("note", 0, "Prices as of January 2024."),
    ("text", 0, "Taken together these measures would cost about 95 million euros over five years."),
)

REPORTS = {"zh": CHINESE, "en": ENGLISH}


def as_text(parts: tuple[Part, ...], width: int = 76) -> str:
    """Write a report as plain text whose lines are broken at a width, with bullets, and notes in brackets."""
    lines: list[str] = []
    notes = 0
    for kind, _, words in parts:
        if kind == "row":
            lines.append(words.replace("|", "\t"))
        elif kind == "note":
            notes += 1
            lines[-1:] = [f"{lines[-1]}[{notes}]" if lines[-1] else ""]
        elif kind == "item":
            lines += wrapped(words, width - 2, "• ")
        else:
            lines += ["", *wrapped(words, width, ""), ""]
    own = [words for kind, _, words in parts if kind == "note"]
    return "\n".join([*lines, "", *(f"[{no}] {words}" for no, words in enumerate(own, 1)), ""])


def wrapped(words: str, width: int, marker: str) -> list[str]:
    """Break words at a width, where a Han character takes two columns and may stand anywhere but a sign in front."""
    if words.isascii() or ("。" not in words and not any(char >= "\u4e00" for char in words)):
        lines = textwrap.wrap(words, width, break_on_hyphens=False)
    else:
        lines, line, wide = [], "", 0
        for char in words:
            own = 1 if char.isascii() else 2
            if wide + own > width and char not in "，。；：、）”》" and not (char.isascii() and line[-1:].isascii()):
                lines, line, wide = [*lines, line], "", 0
            line, wide = line + char, wide + own
        lines = [*lines, line]
    return [f"{marker if no == 0 else ' ' * len(marker)}{line}" for no, line in enumerate(lines)]


def as_html(parts: tuple[Part, ...], css: str = "") -> str:
    """Write a report as a page; its notes stand small at the end."""
    out, opened, notes = [], "", []
    for kind, level, words in parts:
        wanted = {"item": "ul", "row": "table"}.get(kind, opened if kind == "note" else "")
        if wanted != opened:
            out += [f"</{opened}>" if opened else "", f"<{wanted}>" if wanted else ""]
            opened = wanted
        if kind == "heading":
            out.append(f"<h{level}>{escape(words)}</h{level}>")
        elif kind == "row":
            out.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in words.split("|")) + "</tr>")
        elif kind == "note":
            notes.append(words)
            tag = out[-1][-5:] if out[-1].endswith("</li>") else out[-1][-4:]
            out[-1] = f"{out[-1].removesuffix(tag)}<sup>{len(notes)}</sup>{tag}"
        else:
            out.append(f"<{'li' if kind == 'item' else 'p'}>{escape(words)}</{'li' if kind == 'item' else 'p'}>")
    own = "".join(f'<p class="footnote">{no} {escape(words)}</p>' for no, words in enumerate(notes, 1))
    return (
        f"<!doctype html><meta charset=utf-8><style>{css}</style><nav>Menu 99</nav><main>"
        + "".join(out)
        + (f"</{opened}>" if opened else "")
        + f'<div class="notes">{own}</div></main><footer>Imprint 77</footer>'
    )


NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def as_word(parts: tuple[Part, ...], path: Path) -> Path:
    """Write a report as a Word file, with styles, a numbered list, a table and footnotes."""
    body: list[str] = []
    notes: list[str] = []
    for at, (kind, level, words) in enumerate(parts):
        follows = at + 1 < len(parts) and parts[at + 1][0] == "note"
        mark = f'<w:r><w:footnoteReference w:id="{len(notes) + 1}"/></w:r>' if follows else ""
        if kind == "note":
            notes.append(words)
        elif kind == "row":
            cells = "".join(f"<w:tc><w:p>{_r(cell)}</w:p></w:tc>" for cell in words.split("|"))
            body.append(f"<w:tr>{cells}</w:tr>")
        else:
            style = {"heading": f'<w:pStyle w:val="H{level}"/>', "item": "<w:numPr/>"}.get(kind, "")
            half = len(words) // 2  # Word cuts runs anywhere
            body.append(f"<w:p><w:pPr>{style}</w:pPr>{_r(words[:half])}{_r(words[half:])}{mark}</w:p>")
    text = "".join(body).replace("</w:p><w:tr>", "</w:p><w:tbl><w:tr>").replace("</w:tr><w:p>", "</w:tr></w:tbl><w:p>")
    own = "".join(f'<w:footnote w:id="{no}"><w:p>{_r(words)}</w:p></w:footnote>' for no, words in enumerate(notes, 1))
    names = {1: "Title", 2: "heading 2", 3: "heading 3"}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="{name}"/></w:style>'
        for level, name in names.items()
    )
    contents = '<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr>' + _r("Contents 5") + "</w:p>"
    styles += '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    deleted = "<w:p><w:del><w:r><w:delText>deleted 13</w:delText></w:r></w:del></w:p>"
    files = {
        "word/document.xml": f"<w:document {NS}><w:body>{contents}{text}{deleted}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NS}>{styles}</w:styles>",
        "word/footnotes.xml": f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="0"/>{own}</w:footnotes>',
    }
    path.write_bytes(zipped(files))
    return path


def _r(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def zipped(files: dict[str, str]) -> bytes:
    """Pack files as Word does."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, words in files.items():
            file.writestr(name, words)
    return out.getvalue()


def expected(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    """Give kind and words of all that the readers should find but notes."""
    return [(kind, words.replace("|", " | ")) for kind, _, words in parts if kind != "note"]


def expected_notes(parts: tuple[Part, ...]) -> list[str]:
    """Give the words of the notes."""
    return [words for kind, _, words in parts if kind == "note"]
