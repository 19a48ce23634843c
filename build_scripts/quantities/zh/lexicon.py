"""The Chinese words round numbers: approximators, measure words, and idioms that hold no number.

Receives normalised text; returns spans to leave out and approximators. General language only: names that belong to one
subject (plans, conferences, laws) are declared by the caller, see `names`.
"""

from __future__ import annotations

import re

from build_scripts.quantities.model import Approx
from build_scripts.quantities.windows import text_before

# Words with a Han digit in them that say no quantity.
_IDIOMS = """
一些 一样 一起 一直 一定 一般 一旦 一下 一切 一致 一同 一律 统一 唯一 万一 之一 同一 一方面 另一方面 一面
进一步 一系列 一向 一再 一道 一共 一经 一贯 一时 一味 一概 一度 一齐 一举 一番 一边 一流 一体 一体化 一把手
一把 一手 一路 一心 一口气 一会儿 一会 一点 一旁 一侧 一端 一角 一一 一如既往 一如 一行 一身 一生 一带 一连
一连串 一则 一是 二是 三是 四是 五是 六是 七是 八是 其一 其二 其三 一揽子 一站式 一次性 一帆风顺 一应俱全
一目了然 一丝 一丝不苟 一视同仁 一往无前 一刀切 一脉相承 一分为二 一成不变 一席之地 一臂之力 一模一样 一言
一言为定 一家人 一家子 每一 逐一 单一 专一 第一时间 一阵 一瞬间 不一 有一 另一 某一 这一 那一 任一 哪一 下一
上一 首一 前一 后一 新一轮 新一代 一代 万众 万物 万分 万岁 万能 万事 万国 万千 万万 亿万 千万别 千万不
千万要 千古 千秋 千里迢迢 千家万户 千方百计 千变万化 千千万万 千载难逢 千篇一律 千钧一发 千军万马 百姓 百货
百科 百般 百年大计 百花齐放 百家争鸣 百分百 百度 百合 百炼成钢 十分 十足 十字 十有八九 十全十美 三农
货比三家 三位一体 三角 三明 三明治 三亚 三峡 三星 三思 三番五次 三元锂 三元电池 二元 三元前驱 三元正极 高一
高二 高三 初一 初二 初三 再三 接二连三 三心二意 三言两语 三三两两 丢三落四 不三不四 四川 四处 四周 四面八方
四通八达 四海 四肢 四方 五官 五金 五颜六色 五湖四海 五花八门 六合 六安 七夕 七七八八 乱七八糟 七上八下 八卦
八达岭 九州 九泉 九寨沟 九龙 九江 两岸 两侧 两旁 两边 两性 两会 两极 两手 两端 两全其美 一举两得 二手 二维码
二战 一战 二话 三甲 二人转 二十四节气 三无 五险一金 三包 三观 二代 富二代 星期一 星期二 星期三 星期四 星期五
星期六 礼拜一 礼拜二 礼拜三 礼拜四 礼拜五 礼拜六 周一 周二 周三 周四 周五 周六 王五 张三 李四 老二 老三 老大
小三 独一无二 数一数二 说一不二 屈指可数 五一劳动节 五一假期 五一期间 十一假期 十一期间 十一黄金周 双一流
六一 七一 五四 九一八 一二九 三八 三七 五五 一对一 一比一 二氧化 四氢 六氟 三聚 三文鱼 三轮 两轮 一卡通
千斤顶 万科 万达 十堰 千岛 百慕大 千禧 百事 百里 万里 一点点 一句话 一般性 一心一意 一对 进一 万州 万宁 千叶
百老汇 百胜 百色 两栖 两用 两难 两回事 四合院 七里 三里屯 五角 九三学社 九三 一国两制 不管三七二十一
朝九晚五 万维网 一干 一系 一众 一己 一命 一试 一看 一听 一想 一说 一去 一走 一问 一笑 一转 一早 一大早 一夜
一夜之间 一周岁 一层 一顿 一通 一帮 一伙 一堆 一份子 一员 一环 一幕 一股 一丁点 一部分 一小部分 一大部分
一段时间 一段 千万不能 千万不要 万万没 万全 万象 百态 百感 百战 百变 三伏 三九 三国 三国演义 四书 五经 六神
七彩 七匹狼 八仙 九阳 九牧 千寻 三门峡 三星堆 三元里 三元桥 三清山 三坊七巷 三江源 三沙市 三河市 三水区 三原县
三台县 三重县 三鹰市 三菱 三井 三洋 三得利 三宅 四会市 四平市 四姑娘山 四日市 四子王旗 五台山 五台县 五指山
五大连池 五常市 五莲县 五华县 五峰县 五寨县 五棵松 五道口 五羊 五粮液 五反田 五十铃 五四广场 六本木 六盘水 六盘山 六枝特区
六和塔 六小龄童 七台河 七里河区 七星关 七星区 七宝镇 七喜 八宝山 八公山 八王子市 八户市 八丈岛 八重山 八重洲
九华山 九台区 九原区 九里区 九龙坡 九宫山 九日山 十里河 十里堡 十三陵 十八里店 百济 百威 百事可乐 百色市 百丽 百里洲
千岛湖 千阳县 千山区 千叶县 千代田 千岁市 千佛山 千佛洞 万荣县 万安县 万年县 万载县 万隆 万华区 万寿路 万寿山 万宝 万事达
二连浩特 二七区 二道区 二郎山 二里头 二道白河 两当县 两江新区 一汽 一宫市 一桥大学 十八线 二次元 三次元 二次创业 二次污染 三废 三高 五谷 六畜 三军
"""
_IDIOM = re.compile("|".join(sorted(set(_IDIOMS.split()), key=len, reverse=True)))
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天](?:至|到|、)?(?:周|星期|礼拜)?[一二三四五六日天]?(?![个年月])"
)

# Measure words and nouns that may follow a Han digit at once and make it a number.
_CLASSIFIERS = (
    "个名位人家件项只条张台辆架艘座所间层栋幢户口头匹棵株颗粒枚块片本册部篇首幅届次遍趟场轮局支把副双对套种类样批组队班盏盘节段"
    "句道门份宗起例笔桩国省市县区镇村州方地级期号声步滴杯瓶碗箱袋包盒桶车船代岁年月日天周时分秒点元角吨斤克米亩升度成倍番楼线星"
    "大小等股集章季厢连条款版页行列排字员强甲"
)
CLASSIFIER = re.compile(
    rf"\s?[{_CLASSIFIERS}]|\s?(?:公|平方|立方|千米|千克|千瓦|海里|英|毫|厘|百分点|季度|世纪|周年|美元|欧元|摄氏|小时|分钟|星期|工作日|便士|卢)"
)
LOOSE_NOUN = re.compile(
    r"[国方地大级期线岸会者侧边极党军院头端老星强季仓等小步面]"
)  # 两国, 三方, 十大: often said without the number

_APPROX_BEFORE: tuple[tuple[str, Approx], ...] = (
    (
        "不超过|未超过|没有超过|没超过|不高于|不大于|不多于|至多|最多|顶多|控制在|不得超过|不会超过|不能超过|不应超过|不得高于",
        "at-most",
    ),
    (
        "不低于|不少于|不小于|不亚于|至少|最少|起码|最低|不得低于|不得少于|不能低于|不应低于|不下于|不下",
        "at-least",
    ),
    (
        "超过了|超过|超出|逾|高于|大于|多于|突破|超|高出|过(?=[百千万亿半])|破(?=[百千万亿])|上(?=[百千万亿])|远超|早于(?=0)",
        "over",
    ),
    ("跌破|不足|不到|不满|未满|低于|少于|小于|未达|未到|不及", "under"),
    ("高达|多达|最高|达到最高|长达", "up-to"),
    ("将近|接近|几乎|近乎|临近|逼近|近", "nearly"),
    ("大约|大概|约|约为|差不多|左右|估计有|大致", "about"),
)
_GAP = (
    r"(?:\s|占|为|有|达到|达|是|需要|需|每年|每月|每天|合|计|值|在|了|全球|全国|的|"
    r"总量|总数|总额|至|到|减少|增加|增长|下降|降低|提高|投资|相当于|人民币|US|"
    r"[A-Z]{2,3}|[$￥¥€£《“(])"
)
_WIDE_GAP = r"[\u4e00-\u9fff]{0,5}"
_BEFORE = tuple(
    (re.compile(rf"(?:{words})(?:{_GAP}{{0,4}}|{_WIDE_GAP if approx == 'at-least' else ''})$"), approx)
    for words, approx in _APPROX_BEFORE
)
_ANY_BEFORE = re.compile("|".join(words for words, _ in _APPROX_BEFORE))
_INCLUDED = r"(?:\s?\((?:均|都)?(?:包?含|包括)[^()]{0,10}\))"  # 800公里（含）以下, 300人以上（含300人）
_NOUN_OR = rf"\s?[\u4e00-\u9fff]{{0,2}}?(?P<in>{_INCLUDED})?(?:[或及]|和)?"
_AFTER: tuple[tuple[re.Pattern[str], Approx], ...] = (
    (re.compile(rf"{_INCLUDED}?\s?(?:以内|之内|内(?![容部外地蒙陆阁]))"), "at-most"),
    (
        re.compile(
            rf"{_NOUN_OR}(?:以上|之上|开外|起步|有余|多(?![次元边媒式样方极数层国功党家种个])|余(?![下额])|或更多|或更高|\+)(?P<too>{_INCLUDED})?"
        ),
        "over",
    ),
    (re.compile(rf"{_NOUN_OR}(?:以下|之下|或更少|或更低)(?P<too>{_INCLUDED})?"), "under"),
    (re.compile(r"\s?[个名位家件种次]?(?:左右|上下|前后|不等)"), "about"),
)
_INCLUSIVE: dict[Approx, Approx] = {"over": "at-least", "under": "at-most"}


def find_idioms(text: str) -> list[tuple[int, int]]:
    """Give the places of the words that hold a digit and say no number.

    >>> text = "一些国家在三门峡和一带一路，一万一千人，周三"
    >>> [text[start:end] for start, end in sorted(find_idioms(text))]
    ['一些', '三门峡', '一带', '一路', '周三', '周三']
    """
    found = [match.span() for match in _IDIOM.finditer(text) if not _is_inside_numeral(text, *match.span())]
    return found + [
        match.span() for match in _WEEKDAY.finditer(text) if text[match.start() - 1 : match.start()] not in _HAN
    ]


_HAN = frozenset("一二三四五六七八九十百千万亿两零〇数几第")


def _is_inside_numeral(text: str, start: int, end: int) -> bool:
    """Tell whether the word is cut out of a numeral (万一 in 一万一千), an ordinal or a time of day.

    >>> _is_inside_numeral("一万一千", 1, 3), _is_inside_numeral("十分钟", 0, 2), _is_inside_numeral("万一下雨", 0, 2)
    (True, True, False)
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start] in _HAN and (before in _HAN or before.isdigit() or (before in "午晨晚" and before)):
        return True
    if text[start:end] == "二氧化" and before == "吨":
        return True
    if text[start:end] in ("十分", "万分", "百分") and after in ("钟", "之"):
        return True
    if text[end - 1] == "点" and after in _HAN and after:
        return True
    if text[start] == "之" and before == "分":
        return True
    return text[end - 1] in _HAN and after in _HAN and bool(after)


def approx_before(text: str, start: int) -> Approx:
    """Give the approximator that stands before a number, looking back over a few words (约占, 超过全球的).

    >>> [approx_before(text, len(text)) for text in ("约占", "超过全球的", "不超过", "不足", "占")]
    ['about', 'over', 'at-most', 'under', '']
    """
    window = text_before(text, start, 14)
    if not _ANY_BEFORE.search(window):
        return ""
    for pattern, approx in _BEFORE:
        if pattern.search(window):
            return approx
    return ""


def approx_after(text: str, end: int) -> tuple[Approx, int]:
    """Give the approximator that stands after a number and its unit, and where it ends.

    >>> approx_after("300人以上", 4), approx_after("300人(含)以上", 4), approx_after("300人以下(含300人)", 4)
    (('over', 6), ('at-least', 9), ('at-most', 13))
    >>> approx_after("3公里以内", 3), approx_after("3公里", 3)
    (('at-most', 5), ('', 3))
    """
    for pattern, approx in _AFTER:
        match = pattern.match(text, end)
        if match:
            included = approx in _INCLUSIVE and (match["in"] or match["too"])
            return (_INCLUSIVE[approx] if included else approx), match.end()
    return "", end
