"""What the comparisons of all sites have in common: the kinds of their points, the anchors these cannot take, and which
reports were looked at.

Receives ids, and comparisons in the source language; tells whether an id is free, gives reports. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.content.entries import MarkdownEntry
from build_scripts.content.fronts import ComparisonFront

# What a point says of the reports: that they agree, that they differ, or what only one of them says.
POINT_KINDS = ("agree", "differ", "only")
# Anchors that the page of a sector has besides, and what those of its reports and kinds begin with.
_ANCHORS = frozenset({*POINT_KINDS, "reports", "all", "figures", "events", "related", "compare"})


def is_taken(identifier: str, kinds: Iterable[str]) -> bool:
    """Tell whether the page of a sector has an anchor of this name, or may have it, whatever its reports say.

    >>> is_taken("agree", []), is_taken("report-a", []), is_taken("goal", ["goal"]), is_taken("both-agree", ["goal"])
    (True, True, True, False)
    """
    starts = ("report-", *(f"{kind}-" for kind in kinds))
    return identifier in _ANCHORS or f"{identifier}-" in starts or identifier.startswith(starts)


def considered_reports(entry: MarkdownEntry[ComparisonFront]) -> tuple[str, ...]:
    """Give the reports that a comparison was made from: those that it names, else those that its points rest on."""
    if entry.front.considered is not None:
        return entry.front.considered
    rests = (key for point in entry.outline.statements for key in point.attributes.get("rests"))
    return tuple(dict.fromkeys(key.partition("/")[0] for key in rests))
