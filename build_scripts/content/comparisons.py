"""What the comparisons of all sites have in common: the kinds of their points, and the anchors these cannot take.

Receives ids; tells whether one is free. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

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
