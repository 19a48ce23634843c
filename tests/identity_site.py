"""A site that shows all that there is to show of itself, for the tests that look at it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.built import FIXTURES

IDENTITY = """
publisher: {name: {zh: 城市图书馆协会, en: Libraries & Cities}, url: https://publisher.example/}
logo: {light: images/logo.svg, dark: images/logo-dark.png}
favicon: images/logo.svg
colours:
  accent: "#14507f"
  primary: {light: "#ffd84d", dark: "#102030"}
footer:
  text: {zh: 由读者资助。}
  links:
    - {label: {zh: 报告, en: Reports}, to: ref:reports}
    - {label: {zh: 一句, en: One statement}, to: 'ref:reports/open-late/summary#no-substitute'}
    - {label: {zh: 隐私, en: Privacy}, to: 'https://publisher.example/privacy?a=1&b=2'}
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h3v1H0z"/></svg>\n'


def with_identity(folder: Path) -> Path:
    """Give a copy of the small site that shows what there is to show."""
    content = shutil.copytree(FIXTURES / "minimal", folder / "own")
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write(IDENTITY)
    (content / "images").mkdir()
    (content / "images" / "logo.svg").write_text(SVG, encoding="utf-8")
    (content / "images" / "logo-dark.png").write_bytes(PNG)
    return content
