"""What browsers may load and run on a page of the site, as a content security policy (CSP 3) in a meta element.

Receives the style sheets that a page holds; gives the policy. No page runs a script that it holds itself, and none
loads anything of another host. Styles of single elements stay allowed: the lengths of bars and columns set right are
such, and a style runs nothing and may load nothing. What a meta element cannot say (`frame-ancestors`,
`report-to`, `sandbox`) is for the server to send. Refuses nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_RULES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("style-src-attr", "'unsafe-inline'"),
    ("img-src", "'self' data: blob:"),  # icons in the theme's style sheet; a chart that is drawn to be downloaded
    ("font-src", "'self'"),
    ("connect-src", "'self'"),  # the index of the search; counterparts in another language
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
)


def page_policy(styles: Sequence[str] = (), *, runs_search: bool = False) -> str:
    """Give the policy of a page that holds these style sheets, and no other.

    >>> "'sha256-" in page_policy(), "'sha256-" in page_policy(["a{}"])
    (False, True)

    What searches is WebAssembly, which may be compiled on the page that `runs_search` alone.
    """
    more = {
        "style-src": "".join(f" 'sha256-{_digest(style)}'" for style in styles),
        "script-src": " 'wasm-unsafe-eval'" if runs_search else "",
    }
    return "; ".join(f"{name} {value}{more.get(name, '')}" for name, value in _RULES)


def styles_in(html: str) -> tuple[str, ...]:
    """Give the style sheets that a template holds."""
    return tuple(_STYLE.findall(html))


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
