"""Waiting for a page whose policy lets it evaluate nothing: its condition is asked from outside, again and again."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Page

# What the browser answers to a question that a navigation overtook: that page is gone, the next one is asked.
_OVERTAKEN = ("Execution context was destroyed", "because of a navigation")


def wait_until(page: Page, condition: str, arg: Any = None, seconds: float = 60) -> None:
    """Wait until an expression of the page is true, or its promise; a page that is left meanwhile is no failure."""
    end = time.monotonic() + seconds
    while not _holds(page, condition, arg):
        assert time.monotonic() < end, f"not within {seconds} s: {condition}"
        page.wait_for_timeout(20)


def _holds(page: Page, condition: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(condition, arg))
    except Error as error:
        if not any(part in error.message for part in _OVERTAKEN):
            raise
        return False
