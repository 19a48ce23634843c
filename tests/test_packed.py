"""Compressed files beside the texts of a site: what they hold, and that they come and go with these."""

from __future__ import annotations

import gzip
import random
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import brotli
import pytest

from build_scripts.ground.memory import digest
from build_scripts.publish.build import build_site
from build_scripts.publish.exchange import swap
from build_scripts.publish.finish import Assembly, Ledgers
from build_scripts.publish.packed import add_packed
from tests.built import Built, assert_same, footprint

pytest_plugins = ("tests.built",)

LONG = ("Many words, one after the other. " * 50).encode()


def put_together(folder: Path, files: Mapping[str, bytes], ledgers: Ledgers) -> Ledgers:
    """Put a packed site together as a build does; give what is remembered of it."""
    fresh = Assembly(folder / "site", folder / "work" / "spare", ledgers)
    for name, data in files.items():
        fresh.add(name, digest(data), partial(bytes, data))
    add_packed(fresh)
    fresh.finish()
    swap(fresh.spare, folder / "site", folder / "work")
    return fresh.close()


def test_large_texts_alone_are_packed_and_read_back(tmp_path: Path) -> None:
    files = {"a/index.html": LONG, "short.txt": b"short", "table.xlsx": LONG, "words.json.gz": gzip.compress(LONG)}
    put_together(tmp_path, files, Ledgers())
    site = tmp_path / "site"
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert names == {*files, "a/index.html.br", "a/index.html.gz"}
    packed = (site / "a" / "index.html.gz").read_bytes()
    assert gzip.decompress(packed) == LONG and packed[4:8] == bytes(4)  # no time
    assert brotli.decompress((site / "a" / "index.html.br").read_bytes()) == LONG


def test_any_text_of_that_size_becomes_smaller(tmp_path: Path) -> None:
    """Also one of characters by chance, all as far apart as UTF-8 has them."""
    chance = random.Random(1)
    text = "".join(chr(chance.randrange(0x10000, 0x110000)) for _ in range(256)).encode()
    put_together(tmp_path, {"a.txt": text}, Ledgers())
    sizes = [(tmp_path / "site" / f"a.txt{ending}").stat().st_size for ending in (".br", ".gz")]
    assert len(text) == 1024 and max(sizes) < len(text)


def test_what_is_as_it_was_stays_and_goes_with_its_file(tmp_path: Path) -> None:
    files = {"a.html": LONG, "b.html": LONG + b"b", "c.html": LONG + b"c"}
    ledgers = put_together(tmp_path, files, Ledgers())
    before = footprint(tmp_path / "site")
    ledgers = put_together(tmp_path, {"a.html": LONG, "b.html": LONG + b"changed"}, ledgers)
    after = footprint(tmp_path / "site")
    assert after.keys() == {f"{name}.html{ending}" for name in "ab" for ending in ("", ".br", ".gz")}
    assert {name for name in after if after[name] == before[name]} == {"a.html", "a.html.br", "a.html.gz"}
    assert brotli.decompress((tmp_path / "site" / "b.html.br").read_bytes()) == LONG + b"changed"


@pytest.mark.slow
def test_a_build_packs_only_when_it_is_asked(minimal_copy: Built, built_minimal: Built) -> None:
    packed = build_site(minimal_copy.content, minimal_copy.site, packed=True)
    assert not packed.failed and (minimal_copy.site / "en" / "index.html.br").is_file()
    before = footprint(minimal_copy.site)
    again = build_site(minimal_copy.content, minimal_copy.site, packed=True)
    assert not again.engine_seconds and footprint(minimal_copy.site) == before  # nothing to do
    minimal_copy.build()
    assert_same(minimal_copy.site, built_minimal.site)
