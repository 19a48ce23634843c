"""The words and forms that quantities are written with, per language: approximators, scales, prefixed units, signs.

Data alone; `format` puts them together.
"""

from __future__ import annotations

from build_scripts.quantities.model import Approx

APPROX: dict[str, dict[Approx, str]] = {
    "zh": {
        "": "",
        "about": "约",
        "nearly": "近",
        "over": "超过",
        "at-least": "至少",
        "under": "不足",
        "at-most": "不超过",
        "up-to": "高达",
    },
    "en": {
        "": "",
        "about": "about ",
        "nearly": "nearly ",
        "over": "over ",
        "at-least": "at least ",
        "under": "under ",
        "at-most": "at most ",
        "up-to": "up to ",
    },
}
SCALES: dict[str, tuple[tuple[int, str], ...]] = {
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "en": ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")),
}


# Units written with a prefix: size, form. Chinese counts power and energy in 千瓦 and 千瓦时, with 万 and 亿.
PREFIXED: dict[str, dict[str, tuple[tuple[int, str], ...]]] = {
    "zh": {
        "W": ((1000, "千瓦"),),
        "Wh": ((1000, "千瓦时"),),
        "J": ((10**18, "艾焦耳"), (10**15, "拍焦耳"), (10**9, "吉焦耳"), (10**6, "兆焦耳"), (1000, "千焦耳")),
    },
    "en": {
        "W": ((10**9, "GW"), (10**6, "MW"), (1000, "kW"), (1, "W")),
        "Wh": ((10**12, "TWh"), (10**9, "GWh"), (10**6, "MWh"), (1000, "kWh"), (1, "Wh")),
        "J": ((10**18, "EJ"), (10**15, "PJ"), (10**9, "GJ"), (10**6, "MJ"), (1000, "kJ"), (1, "J")),
    },
}
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
ZH_BELOW = {"year": "年", "month": "月", "day": "天", "hour": "小时", "person": "人", "bottle": "瓶"}
CLDR = {
    "t": "mass-tonne",
    "kg": "mass-kilogram",
    "g": "mass-gram",
    "km": "length-kilometer",
    "m": "length-meter",
    "mile": "length-mile",
    "nautical-mile": "length-nautical-mile",
    "m2": "area-square-meter",
    "ha": "area-hectare",
    "m3": "volume-cubic-meter",
    "litre": "volume-liter",
    "degC": "temperature-celsius",
    "knot": "speed-knot",
    "W": "power-watt",
    "J": "energy-joule",
    "year": "duration-year",
    "month": "duration-month",
    "day": "duration-day",
    "hour": "duration-hour",
    "minute": "duration-minute",
}
