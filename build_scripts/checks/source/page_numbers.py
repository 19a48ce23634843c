"""The pages of the original, written into statements that name none.

Receives a proof and the entries of its report; gives new texts of files by path, and how many statements got a page.
Refuses, with `NamingError`, attributes that stand on several lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from build_scripts.checks.source.proof import Proof
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.naming import change_attributes, split_parts
from build_scripts.content.outline import RawStatement, Section
from build_scripts.ground.files import read_text

_LEAST_SHARE = 0.3  # of the weight of a statement that the place must have which it rests on


def pages_to_write(proof: Proof) -> Mapping[str, int]:
    """Give the pages of statements that name none, where it is plain which they rest on."""
    found = {}
    for one in proof.checked:
        page = proof.index.passage(one.support[0]).page if one.support else None
        share = proof.index.share(one.support[0].tokens, one.claim.tokens) if one.support else 0.0
        if page is not None and not one.claim.pages and not one.faults and share >= _LEAST_SHARE:
            found[one.claim.key] = page
    return found


def write_pages(content: Content, report: ReportEntry, pages: Mapping[str, int]) -> dict[Path, str]:
    """Give the files of the source language with `page=` at the statements that get one."""
    texts = {}
    for name, versions in report.briefs.items():
        entry = versions.get(content.source)
        if entry is None or not any(key.startswith(f"{name}#") for key in pages):
            continue

        def change(item: Section | RawStatement, name: str = name) -> str:
            page = pages.get(f"{name}#{item.attributes.id}") if isinstance(item, RawStatement) else None
            return f"{item.attributes.raw} page={page}" if page else item.attributes.raw

        opening, head, closing, body = split_parts(read_text(entry.path)[0], entry)
        texts[entry.path] = f"{opening}{head}{closing}{change_attributes(body, entry, change)}"
    return texts
