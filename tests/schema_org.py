"""The schema.org vocabulary as far as the site uses it, and JSON-LD read by a real processor without a network.

`tests/data/schemaorg.json` is cut from release 30.1 (https://schema.org, CC BY-SA 3.0): of each type those above it, of
each property the types that have it and the types of its values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pyld import jsonld

from tests.built import PROJECT

VOCABULARY = json.loads((PROJECT / "tests" / "data" / "schemaorg.json").read_text(encoding="utf-8"))
SCHEMA = "https://schema.org/"
_PRIMITIVES = {"Text": str, "URL": str, "Date": str, "DateTime": str, "Integer": int, "Number": int}


def expand(text: str) -> list[dict[str, Any]]:
    """Read JSON-LD to its expanded form; every name that the context does not know is an error."""
    return jsonld.expand(json.loads(text), {"documentLoader": _load})  # type: ignore[no-any-return]


def _load(url: str, options: object) -> dict[str, Any]:
    assert url == SCHEMA, f"the context of {url} is not schema.org’s"
    links = [
        name for name, own in VOCABULARY["properties"].items() if "URL" in own["range"] or not _plain(own["range"])
    ]
    context: dict[str, Any] = {name: {"@id": SCHEMA + name, "@type": "@id"} for name in links}
    context |= {
        name: SCHEMA + name for name in (*VOCABULARY["types"], *VOCABULARY["properties"]) if name not in context
    }
    return {
        "document": {"@context": context},
        "documentUrl": url,
        "contextUrl": None,
        "contentType": "application/ld+json",
    }


def _plain(names: list[str]) -> bool:
    return bool(set(names) & _PRIMITIVES.keys())


def faults(text: str) -> list[str]:
    """Give what a description says that the vocabulary has no words for."""
    document = json.loads(text)
    assert document["@context"] == SCHEMA
    known = {node["@id"]: node["@type"] for node in document["@graph"] if "@id" in node}
    return [fault for node in document["@graph"] for fault in _faults(node, known)]


def _faults(node: dict[str, Any], known: dict[str, str]) -> Iterator[str]:
    kind = node.get("@type") or known.get(node["@id"], "Thing")
    if kind not in VOCABULARY["types"]:
        yield f"no type {kind}"
        return
    for name, value in node.items():
        if name.startswith("@"):
            continue
        own = VOCABULARY["properties"].get(name)
        if own is None or not _above(kind) & set(own["domain"]):
            yield f"{kind} has no property {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from _value_faults(f"{kind}.{name}", one, set(own["range"]), known)


def _value_faults(where: str, value: Any, wanted: set[str], known: dict[str, str]) -> Iterator[str]:
    if isinstance(value, dict) and "@value" in value:
        value = value["@value"]
    if isinstance(value, dict):
        kind = value.get("@type") or known.get(value["@id"], "")
        if kind and not _above(kind) & wanted:
            yield f"{where} is a {kind}"
        if value.keys() - {"@id"}:
            yield from _faults(value, known)
    elif not any(isinstance(value, _PRIMITIVES[name]) for name in wanted & _PRIMITIVES.keys()):
        yield f"{where} is {value!r}"


def _above(kind: str) -> set[str]:
    found = {kind}
    for parent in VOCABULARY["types"].get(kind, []):
        found |= _above(parent)
    return found
