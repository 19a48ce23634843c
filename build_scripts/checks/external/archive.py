"""An address → a copy of it that a public archive says it has, asked only when somebody says so.

Receives an address and the way into the web; gives the copy that the archive names as the nearest, in what its
interface of availability answers (https://archive.org/help/wayback_api.php). Invents none. Refuses nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from build_scripts.ground.web import Web, WebError

AVAILABILITY = "https://archive.org/wayback/available?url="
_MOST = 64 * 1024  # bytes of an answer


@dataclass(frozen=True)
class Copy:
    """A copy of a page: its address, and the day on which it was made."""

    url: str
    day: str


def find_copy(web: Web, address: str, service: str = AVAILABILITY) -> Copy | None:
    """Give the copy of an address that the archive names, if it names one."""
    try:
        reply = web.ask("GET", service + quote(address, safe=""), _MOST)
        found = json.loads(reply.body)["archived_snapshots"]["closest"]
        stamp, url = str(found["timestamp"]), str(found["url"])
    except (WebError, ValueError, KeyError, TypeError):
        return None
    if not found.get("available") or not url.startswith(("http://", "https://")) or not stamp[:8].isdecimal():
        return None
    return Copy(f"https://{url.partition('://')[2]}", f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}")
