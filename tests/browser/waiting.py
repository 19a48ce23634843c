"""Waiting for a page whose policy lets it evaluate nothing: its condition is asked from outside, again and again."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page


def wait_until(page: Page, condition: str, arg: Any = None, seconds: float = 60) -> None:
    """Wait until an expression of the page is true, or what it promises."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition, arg):
        assert time.monotonic() < end, f"not within {seconds} s: {condition}"
        page.wait_for_timeout(20)
