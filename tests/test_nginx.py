"""A real nginx with what `duizhao nginx` makes: at the top of a host, and below a path of one that has more.

Skipped where there is none (`tests/browser/install.sh` installs it), but never in CI.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import brotli
import pytest
from lxml import html

from build_scripts.outputs.nginx import MARKER
from tests.built import Built, replace, run
from tests.test_succession import changed as changed

pytestmark = pytest.mark.slow
pytest_plugins = ("tests.built",)

NGINX = next(filter(None, map(shutil.which, ("nginx", "/usr/sbin/nginx"))), None)
TOP, BELOW = "libraries.example", "example.org"
BROTLI = "ngx_http_brotli_static_module.so"


@dataclass(frozen=True)
class Answer:
    """What a server says: the body as it was sent, and every header by its name, repeated ones joined."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
        return bytes(unpack[self.headers.get("content-encoding", "")](self.body)).decode()


@dataclass(frozen=True)
class Nginx:
    """Two sites of one server, told apart by their hosts, and a connection that stays open."""

    connection: HTTPConnection

    def get(self, path: str, host: str = TOP, **headers: str) -> Answer:
        self.connection.request(
            "GET", path, headers={"Host": host, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )
        answer = self.connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
        return Answer(answer.status, answer.read(), found)

    def language(self, asked: str | None, host: str = TOP, base: str = "/") -> str:
        """Give the language that the root leads to, or nothing where it lets the reader choose."""
        answer = self.get(base, host, **({} if asked is None else {"Accept_Language": asked}))
        if answer.status == 200:
            assert "data-languages" in answer.text
            return ""
        assert answer.status == 302
        found = re.fullmatch(f"{base}([^/]+)/#{MARKER}", answer.headers["location"])
        assert found, answer.headers
        return found[1]


def has_brotli() -> str:
    """Give the path of the module, or nothing."""
    told = subprocess.run([NGINX or "", "-V"], capture_output=True, text=True, check=True).stderr
    folder = re.search(r"--modules-path=(\S+)", told)
    path = Path(folder[1], BROTLI) if folder else Path(BROTLI)
    return str(path) if path.is_file() else ""


@pytest.fixture(scope="module")
def nginx(changed: Path, built_transit: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx as an ordinary user runs it, with all that it writes in a folder of its own."""
    if NGINX is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no nginx here; install nginx-light")
    folder, module = tmp_path_factory.mktemp("nginx"), has_brotli()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for content, site in ((changed.parent / "content", changed), (built_transit.content, built_transit.site)):
        options = ["--listen", f"127.0.0.1:{port}", "--root", site, *(["--brotli"] if module else []), "--no-memory"]
        # The one below a path stands in the server block of a host that has more.
        parts = {"all": "all.conf"} if site == changed else {"http": "http.conf", "server": "server.part"}
        for part, name in parts.items():
            done = run("nginx", "--content", content, *options, "--part", part, "-o", folder / name)
            assert done.returncode == 0, done.stderr
    block = (
        f"listen 127.0.0.1:{port}; server_name {BELOW}; location = /own {{ return 204; }} include {folder}/server.part;"
    )
    (folder / "server.conf").write_text(f"server {{ {block} }}", encoding="utf-8")
    own = [f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    lines = [f"load_module {module};"] if module else []
    lines += ["user root;"] if os.geteuid() == 0 else []  # else it would give up the rights to the site
    lines += ["daemon off; master_process off;", f"pid {folder}/pid; error_log {folder}/log;", "events {}", "http {"]
    lines += [*own, f"access_log off; include {folder}/*.conf;", "}"]
    (folder / "main").write_text("\n".join(lines), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "main"), "-e", str(folder / "log")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0 and "warn" not in tried.stderr, tried.stderr
    with subprocess.Popen(command) as server:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        wait_for(connection)
        yield Nginx(connection)
        connection.close()
        server.terminate()


def wait_for(connection: HTTPConnection) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            connection.connect()
            return
        except ConnectionRefusedError:
            assert time.monotonic() < until, "nginx does not start"
            time.sleep(0.02)


def policy_of(page: str) -> str:
    (found,) = html.fromstring(page.encode()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return str(found)


# What is sent


@pytest.mark.parametrize(("asked", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", "")])
def test_a_page_is_sent_as_it_lies_there(nginx: Nginx, changed: Path, asked: str, encoding: str) -> None:
    if encoding == "br" and not has_brotli():
        pytest.skip("there is no module for brotli here; install libnginx-mod-http-brotli-static")
    path = changed / "zh" / "index.html"
    answer = nginx.get("/zh/", Accept_Encoding=asked or "identity")
    assert answer.status == 200 and answer.headers.get("content-encoding", "") == encoding
    assert answer.text == path.read_text(encoding="utf-8")
    ending = {"br": ".br", "gzip": ".gz", "": ""}[encoding]
    assert answer.body == path.with_name(f"index.html{ending}").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept-Encoding" in answer.headers["vary"]


def test_what_lies_there_as_it_is_becomes_smaller_on_the_way(nginx: Nginx, built_transit: Built) -> None:
    answer = nginx.get("/transit/en/feed.atom", BELOW, Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == (built_transit.site / "en" / "feed.atom").read_text(encoding="utf-8")


def test_every_kind_of_file_has_its_type(nginx: Nginx, built_transit: Built) -> None:
    """Of texts with the charset, whether they lie there compressed or not; no kind is left out."""
    kinds = {path.suffix: path for path in sorted(built_transit.site.rglob("*.*")) if path.is_file()}
    pagefind = {".pagefind", ".pf_index", ".pf_meta"}  # bytes, read by its own script
    assert kinds.keys() >= {".html", ".atom", ".csv", ".ics", ".ris", ".bib", ".md", ".svg", ".xlsx", *pagefind}
    for suffix, path in kinds.items():
        name = path.relative_to(built_transit.site).as_posix()
        kind = nginx.get(f"/transit/{name}", BELOW, Accept_Encoding="gzip").headers["content-type"]
        assert (kind == "application/octet-stream") == (suffix in pagefind), name
        assert kind.endswith("; charset=utf-8") == (suffix not in {*pagefind, ".gz", ".png", ".xlsx"}), (name, kind)


def test_texts_that_lie_there_compressed_have_their_charset(nginx: Nginx) -> None:
    expected = {"data/statements.csv": "text/csv", "zh/feed.atom": "application/atom+xml", "llms.txt": "text/plain"}
    expected |= {"zh/timeline/events.ics": "text/calendar", "zh/assets/duizhao.css": "text/css"}
    for name, kind in expected.items():
        for encoding in ("identity", "gzip", "gzip, br"):
            answer = nginx.get(f"/{name}", Accept_Encoding=encoding)
            assert answer.status == 200 and answer.headers["content-type"] == f"{kind}; charset=utf-8", name


# Headers


def test_policies_are_those_of_the_pages(nginx: Nginx, changed: Path, built_transit: Built) -> None:
    """Of every page that can be opened."""
    seen = set()
    for root, host, base in ((changed, TOP, "/"), (built_transit.site, BELOW, "/transit/")):
        for path in sorted(root.rglob("*.html")):
            name = path.relative_to(root).as_posix()
            answer = nginx.get(f"{base}{name}", host)
            if answer.status == 301:
                continue
            policy = answer.headers["content-security-policy"]
            assert policy == f"{policy_of(answer.text)}; frame-ancestors 'self'", name
            seen.add(policy)
    assert len(seen) == 3  # pages, the search, what stands above the languages


def test_every_answer_has_the_headers_that_keep_browsers_safe(nginx: Nginx) -> None:
    for path in ("/", "/zh/", "/zh/nothing", "/zh/assets/duizhao.css", "/zh/imprint/"):
        headers = nginx.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["permissions-policy"] and "nginx/" not in headers["server"]


def test_all_that_a_page_is_shown_and_run_with_is_kept_for_good(nginx: Nginx) -> None:
    for name in ("zh/", "zh/search/"):
        page = html.fromstring(nginx.get(f"/{name}").text, base_url=f"https://libraries.example/{name}")
        page.make_links_absolute()
        used = page.xpath("//script/@src | //link[@rel='stylesheet']/@href")
        assert len(used) > 10
        for address in used:
            answer = nginx.get(address.removeprefix("https://libraries.example"))
            assert answer.status == 200, address
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable", address


def test_a_changed_style_sheet_has_another_address(built_minimal: Built, tmp_path: Path) -> None:
    """Colours of the site are part of one: a browser that has kept the old one asks for the new."""
    copy = built_minimal.copy(tmp_path)
    before = style_address(copy)
    replace(copy.content / "site.yml", re.compile(r"\Z"), "colours:\n  accent: '#7a3b00'\n")
    assert not copy.build().failed
    assert style_address(copy) != before


def style_address(built: Built) -> str:
    page = html.fromstring((built.site / "zh" / "index.html").read_text("utf-8"))
    (address,) = page.xpath("//link[@rel='stylesheet']/@href[contains(., 'site.css')]")
    return str(address)


def test_only_names_with_a_digest_or_a_stamp_are_kept(nginx: Nginx, changed: Path) -> None:
    (style,) = changed.glob("zh/assets/stylesheets/main.*.min.css")
    kept = nginx.get(f"/{style.relative_to(changed).as_posix()}").headers["cache-control"]
    assert kept == "public, max-age=31536000, immutable"
    index = next(changed.glob("zh/search/index/*.pf_index")).relative_to(changed).as_posix()
    for name in ("zh/", "zh/assets/duizhao.css", "data/statements.json", "zh/search/facets.json.gz", index):
        assert nginx.get(f"/{name}").headers["cache-control"] == "no-cache"
    for name in ("zh/search/facets.json.gz?0123456789", f"{index}?0123456789.pf_index"):
        assert nginx.get(f"/{name}").headers["cache-control"] == "public, max-age=604800"
    missing = nginx.get("/zh/search/index/zz.pf_index?0123456789.pf_index")
    assert missing.status == 404 and "cache-control" not in missing.headers


def test_what_is_as_it_was_is_not_sent_again(nginx: Nginx) -> None:
    for encoding in ("identity", "gzip", "gzip, br"):
        tag = nginx.get("/zh/", Accept_Encoding=encoding).headers["etag"]
        answer = nginx.get("/zh/", Accept_Encoding=encoding, If_None_Match=tag)
        assert (answer.status, answer.body) == (304, b"")


def test_data_may_be_read_by_pages_of_others_and_markdown_names_its_page(nginx: Nginx) -> None:
    assert nginx.get("/data/statements.json").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in nginx.get("/zh/").headers
    link = nginx.get("/transit/fr/glossary/index.md", BELOW).headers["link"]
    assert link == '<https://example.org/transit/fr/glossary/>; rel="canonical"'


# Languages

ASKED = [
    ("zh-TW", "zh"),
    ("zh", "zh"),
    ("ZH-hans-cn", "zh"),
    ("en-GB,en;q=0.9,zh;q=0.8", "en"),
    ("fr-FR, fr;q=0.9, en;q=0.8, zh;q=0.7", "en"),
    ("en;q=0.3,zh;q=0.8", "zh"),
    ("en ; q=0.5 , zh ; q=1.000", "zh"),
    ("zh;q=0,en;q=0.01", "en"),
    ("en;q=0.000, zh;q=0", ""),
    ("zho, english", ""),
    ("fr", ""),
    ("*", ""),
    ("", ""),
    (None, ""),
]


@pytest.mark.parametrize(("asked", "language"), ASKED)
def test_the_language_is_that_of_the_browser(nginx: Nginx, asked: str | None, language: str) -> None:
    assert nginx.language(asked) == language


def test_below_a_path_too_in_a_server_that_has_more(nginx: Nginx) -> None:
    assert nginx.get("/own", BELOW).status == 204
    assert nginx.language("fr-CA, en;q=0.9", BELOW, "/transit/") == "fr"
    assert nginx.language("de", BELOW, "/transit/") == ""


def test_who_chooses_is_asked_nothing(nginx: Nginx) -> None:
    """The choice itself has an address, and answers that depend on the browser say so."""
    answer = nginx.get("/index.html", Accept_Language="zh")
    assert answer.status == 200 and "data-languages" in answer.text
    for asked in ("zh", "fr"):
        assert "Accept-Language" in nginx.get("/", Accept_Language=asked).headers["vary"]
    assert "Accept-Language" not in nginx.get("/zh/", Accept_Language="en").headers.get("vary", "")
    assert nginx.get("/zh/", Accept_Language="en").status == 200


# Addresses


@pytest.mark.parametrize(
    ("path", "host", "language"),
    [
        ("/zh/nothing/", TOP, "zh"),
        ("/en/reports/nothing", TOP, "en"),
        ("/en/.git/config", TOP, "en"),
        ("/en/assets/", TOP, "en"),
        ("/transit/ar/nothing", BELOW, "ar"),
    ],
)
def test_a_missing_page_is_missed_in_the_language_of_the_address(
    nginx: Nginx, path: str, host: str, language: str
) -> None:
    answer = nginx.get(path, host)
    assert answer.status == 404 and html.fromstring(answer.body).get("lang") == language


@pytest.mark.parametrize(("path", "host"), [("/nothing", TOP), ("/.env", TOP), ("/data/", TOP), ("/transit/x", BELOW)])
def test_above_the_languages_it_is_missed_in_all(nginx: Nginx, path: str, host: str) -> None:
    answer = nginx.get(path, host)
    assert (
        answer.status == 404 and len(html.fromstring(answer.body).xpath("//main//li[@lang]")) == (2, 3)[host == BELOW]
    )


def test_old_addresses_lead_on_for_good(nginx: Nginx, changed: Path) -> None:
    expected = {
        "reports/reading-town/": "reports/reading-city/",
        "reports/reading-town/books/": "reports/reading-city/collections/",
        "sectors/online/finding/": "sectors/digital/finding/",
        "recommendations/mayor/": "recommendations/city/",
        "glossary/shelf/": "glossary/#night-shelf",
        "imprint/index.html": "about/",
    }
    for code in ("zh", "en"):
        for old, new in expected.items():
            answer = nginx.get(f"/{code}/{old}")
            assert (answer.status, answer.headers["location"]) == (301, f"/{code}/{new}"), old
            assert nginx.get(f"/{code}/{new.partition('#')[0]}").status == 200
        gone = nginx.get(f"/{code}/reports/open-late/annex/")
        assert gone.status == 410 and html.fromstring(gone.body).get("lang") == code
        assert gone.text == (changed / code / "reports/open-late/annex/index.html").read_text(encoding="utf-8")


def test_folders_have_one_address(nginx: Nginx) -> None:
    for path, host in (("/en/about", TOP), ("/transit", BELOW), ("/transit/fr", BELOW)):
        answer = nginx.get(path, host)
        assert (answer.status, answer.headers["location"]) == (301, f"{path}/")
    assert nginx.get("/elsewhere", BELOW).status == 404
