"""YAML of the content → which ids and languages it declares, whatever else is wrong with it.

Receives `YamlValue`s; returns ids, or None when nobody can say which there are: so that what refers to something
declared with a mistake is not a problem too. Refuses nothing.
"""

from __future__ import annotations

from build_scripts.content.model import Site
from build_scripts.ground.strict_yaml import YamlValue


def table_ids(yaml: YamlValue, is_list: bool) -> frozenset[str] | None:
    """Give the ids that stand in a table's file, whatever else is wrong with their entries."""
    if is_list and isinstance(yaml.data, list):
        return frozenset(str(item.get("id")) for item in yaml.data if isinstance(item, dict))
    return frozenset(yaml.data) if not is_list and isinstance(yaml.data, dict) else None


def part_ids(yaml: YamlValue | None, part: str) -> frozenset[str] | None:
    """Give the ids that stand in a part of `report.yml`: figures, references."""
    if yaml is None or not isinstance(yaml.data, dict):
        return None
    rows = yaml.data.get(part) or []
    if not isinstance(rows, list):
        return None
    return frozenset(str(row.get("id")) for row in rows if isinstance(row, dict))


def language_codes(site: Site | None, yaml: YamlValue | None) -> tuple[str, ...]:
    """Give the declared codes, even of a site.yml that has other problems, so that checking can go on."""
    if site:
        return tuple(language.code for language in site.languages)
    data = yaml.data if yaml else None
    rows = data.get("languages") if isinstance(data, dict) else None
    codes = [row.get("code") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(code.lower() if code.isupper() else code for code in codes if isinstance(code, str))
