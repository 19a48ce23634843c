"""The YAML files of the made-up content, as data and as text.

Receives what they are to say; returns plain data, and the text of a file. Texts by language are `{zh, en}`. Refuses
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from tests.bench.briefs import Nouns
from tests.bench.vocabulary import (
    ACTORS,
    INSTRUMENTS,
    MEASURES,
    PLACES,
    PURPOSES,
    SECTORS,
    SHARE_ON_TARGET,
    Noun,
    Sector,
    Words,
)

_KINDS = (
    ("finding", Words("发现", "Findings")),
    ("challenge", Words("困难", "Difficulties")),
    ("policy", Words("规则", "Rules")),
    ("target", Words("目标", "Targets")),
    ("recommendation", Words("建议", "Recommendations")),
    ("cooperation", Words("合作", "Cooperation")),
)
_EVENT_KINDS = (
    ("rule", Words("规则通过", "Rules adopted"), Words("通过《{what}》", "adopts the {what}")),
    ("opening", Words("启用", "Opening"), Words("的{what}启用", "opens its {what}")),
    ("deadline", Words("期限", "Deadline"), Words("的{what}应当翻新完毕", "is to have its {what} renovated")),
)


def both(words: Words) -> dict[str, str]:
    """Give a text by language."""
    return {"zh": words.zh, "en": words.en}


def site(highlights: Sequence[str]) -> dict[str, Any]:
    """Give `site.yml`."""
    return {
        "name": both(Words("城市服务", "City Services")),
        "tagline": both(Words("各份报告，逐条对照", "Reports, statement by statement")),
        "about": both(
            Words("讨论城市服务的报告，在这里逐条对照。", "Reports on city services, set side by side here.")
        ),
        "base_url": "https://services.example/",
        "languages": [
            {"code": "zh", "locale": "zh_Hans_CN", "name": "中文"},
            {"code": "en", "locale": "en_GB", "name": "English"},
        ],
        "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        "highlights": list(highlights),
    }


def kinds() -> dict[str, Any]:
    """Give `kinds.yml`."""
    recommend = ("recommendation", "cooperation")
    return {
        "statements": {
            name: {"label": both(label), **({"recommends": True} if name in recommend else {})}
            for name, label in _KINDS
        },
        "events": {
            name: {"label": both(label), **({"due": True} if name == "deadline" else {})}
            for name, label, _ in _EVENT_KINDS
        },
    }


def sectors(syntheses: Mapping[str, Words]) -> dict[str, Any]:
    """Give `sectors.yml` with the editors' comparison of each."""
    entries = {}
    for no, sector in enumerate(SECTORS):
        nouns = sector.nouns
        zh, en = "、".join(noun.zh for noun in nouns[:3]), ", ".join(noun.plural for noun in nouns[:3])
        entries[sector.id] = {
            "label": both(sector.name),
            "description": both(Words(zh, en[0].upper() + en[1:])),
            "synthesis": both(syntheses[sector.id]),
            "icon": sector.icon,
            "related": [SECTORS[no - 1].id, SECTORS[(no + 1) % len(SECTORS)].id],
        }
    return entries


def actors() -> dict[str, Any]:
    """Give `actors.yml`."""
    return {identifier: {"label": both(Words(words.zh, label))} for identifier, words, label in ACTORS}


def places() -> dict[str, Any]:
    """Give `places.yml`."""
    return {identifier: {"label": both(words)} for identifier, words in PLACES}


def indicators(used: Iterable[str]) -> dict[str, Any]:
    """Give `indicators.yml` with those that figures name."""
    wanted = set(used)
    entries = {}
    for sector in SECTORS:
        for measure in (*MEASURES, SHARE_ON_TARGET):
            identifier = f"{sector.id}-{measure.id}"
            if identifier in wanted:
                zh, en = f"{sector.name.zh}：{measure.name.zh}", f"{sector.name.en}: {measure.name.en}"
                definition = Words(
                    f"所说的{sector.name.zh}设施的{measure.name.zh}。",
                    f"The {measure.name.en} of the facilities meant, in {sector.name.en.lower()}.",
                )
                entries[identifier] = {
                    "label": both(Words(zh, en)),
                    "unit": "Wh" if measure.unit == "kWh" else measure.unit,
                    "sector": sector.id,
                    "definition": both(definition),
                }
    return entries


def glossary(nouns: Mapping[str, Nouns]) -> list[dict[str, Any]]:
    """Give `glossary.yml`: the nouns that are terms, sorted by id."""
    terms = [
        _term(sector, noun, no)
        for sector in SECTORS
        for no, noun in enumerate((*nouns[sector.id].common, *nouns[sector.id].rare))
    ]
    return sorted(terms, key=lambda term: str(term["id"]))


def _term(sector: Sector, noun: Noun, no: int) -> dict[str, Any]:
    purpose = PURPOSES[no % len(PURPOSES)]
    definition = Words(
        f"{sector.name.zh}的设施，{purpose.zh}。", f"A facility of {sector.name.en.lower()}, {purpose.en}."
    )
    return {
        "id": noun.en.replace(" ", "-").lower(),
        "zh": {"preferred": noun.zh, "accepted": [], "avoid": []},
        "en": {"preferred": noun.en, "accepted": [noun.plural], "avoid": []},
        "definition": both(definition),
    }


def events(chance: Random, report: str, count: int, nouns: Mapping[str, Nouns], addresses: Sequence[str]) -> list[Any]:
    """Give the events that a report mentions."""
    made = []
    for no in range(1, count + 1):
        name, _, words = chance.choice(_EVENT_KINDS)
        (_, place), sector = chance.choice(PLACES), chance.choice(SECTORS)
        rule, noun = chance.choice(INSTRUMENTS), chance.choice(nouns[sector.id].plain)
        what = rule if name == "rule" else Words(noun.zh, noun.plural)
        label = Words(place.zh + words.zh.format(what=what.zh), f"{place.en} {words.en.format(what=what.en)}")
        year = chance.randint(2027, 2049) if name == "deadline" else chance.randint(2005, 2024)
        chosen = chance.sample(addresses, min(len(addresses), chance.randint(1, 3)))
        made.append(
            {
                "id": f"{report}-{no}",
                "date": f"{year}-{chance.randint(1, 12):02}" if chance.random() < 0.6 else str(year),
                "date_basis": "inferred",  # statements are made by themselves, and do not say it
                "kind": name,
                "actor": chance.choice(ACTORS)[0],
                "label": both(label),
                "statements": [address.removeprefix("reports/") for address in chosen],
            }
        )
    return made


_ASKED = (
    Words("{place}的{noun}{purpose}谁来付钱", "who pays for {noun} {purpose} in {place}"),
    Words("老百姓怎么看{noun}{purpose}", "what do people think of {noun} {purpose}"),
    Words("{noun}是不是越来越少了", "are there fewer {noun} than there used to be"),
    Words("{purpose}该怪{noun}吗", "are {noun} to blame for trouble {purpose}"),
    Words("{place}打算把{noun}改成什么样", "plans for {noun} around {place}"),
    Words("搞好{noun}要等到哪一年", "how long until somebody mends the {noun} {purpose}"),
)


def questions(chance: Random, report: str, nouns: Mapping[str, Nouns], addresses: Sequence[str]) -> list[Any]:
    """Give what readers ask, a question for every other statement of a report, each in three ways."""
    made = []
    for no in range(0, len(addresses), 2):
        asked: dict[str, list[str]] = {"zh": [], "en": []}
        for way in chance.sample(_ASKED, 3):
            (_, place), purpose = chance.choice(PLACES), chance.choice(PURPOSES)
            noun = chance.choice(nouns[chance.choice(SECTORS).id].plain)
            asked["zh"].append(way.zh.format(place=place.zh, noun=noun.zh, purpose=purpose.zh))
            asked["en"].append(way.en.format(place=place.en, noun=noun.plural, purpose=purpose.en))
        own = [address.removeprefix("reports/") for address in addresses[no : no + chance.randint(1, 3)]]
        made.append({"id": f"{report}-asked-{no}", "asked": asked, "statements": own})
    return made


def yaml_text(data: Any) -> str:
    """Write a file: an entry a line, as editors write tables.

    >>> print(yaml_text({"a": {"label": {"zh": "甲", "en": "A"}}, "b": True}), end="")
    a: {label: {zh: "甲", en: "A"}}
    b: true
    >>> print(yaml_text([{"id": "x", "statements": ["a/b#c"]}]), end="")
    - {id: "x", statements: ["a/b#c"]}
    """
    if isinstance(data, list):
        return "".join(f"- {_flow(item)}\n" for item in data)
    return "".join(f"{name}: {_flow(value)}\n" for name, value in data.items())


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
