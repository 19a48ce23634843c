"""Exactness: random edits of a site, builds compared byte for byte with clean ones, builds and commands killed.

`make exact` runs all of it at length (`python -m tests.exact`), the suite a small part.
"""
