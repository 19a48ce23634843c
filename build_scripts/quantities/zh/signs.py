"""What Chinese writes for a minus and for a decrease: -5%, 负, 零下, 下降, 降幅.

Data alone; `signs` puts it to use.
"""

from __future__ import annotations

import re

from build_scripts.quantities.signs import OPENING, SignWords

_WORD = r"(?<![胜担欠抱自辜欺背肩正平不\d一二三四五六七八九十两])(?P<word>负)|(?P<below>零下)"  # not 正负, 3胜2负, 担负
_DOWN = "下降|下跌|下滑|下挫|减少|降低|减低|削减|缩减|缩小|萎缩|收缩|回落|锐减|骤降|骤减|负增长|亏损|净流出|(?<![至最不多])少|[降减跌]"
_DOWN_NOUNS = "降幅|跌幅|减幅|赤字|逆差|亏损额|净流出"
_ROUGHLY = "(?:了|约|近|超过|超|逾|达到?|大约|将近|接近|至少|不到|不足|高达|多达|幅度为?)"
SIGN_WORDS = SignWords(
    minus=re.compile(rf"(?:^|[{OPENING}\u4e00-\u9fff])(?P<hyphen>[-–])$|(?:{_WORD})\s?$"),
    bare_minus=re.compile(rf"(?:^|[{OPENING}为是至到达了约近在从由自与和及或得])(?P<hyphen>[-–])$|(?:{_WORD})\s?$"),
    below_zero=re.compile(r"(?!)"),  # 零下 stands before the number
    decrease=re.compile(rf"(?:(?:{_DOWN}){_ROUGHLY}*|(?:{_DOWN_NOUNS})(?:为|是|{_ROUGHLY})*)\s?$"),
    decreased=re.compile(r"\s?的?(?:降幅|跌幅|减幅|下降|下滑|下跌|减少|亏损|赤字|逆差|负增长)"),
)
