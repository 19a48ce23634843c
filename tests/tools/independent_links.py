"""A second opinion on a built site: links, anchors, resources and language versions. Standard library only.

Receives the folder of a site and the address it will have; gives one line per fault. It shares no code with the
project: it reads HTML with `html.parser` and resolves addresses as browsers do (WHATWG URL: an empty path segment
is a segment, `..` goes up one). Run it by hand: `python tests/tools/independent_links.py site https://host/`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

LINKS = {"a": ("href",), "area": ("href",), "form": ("action",), "blockquote": ("cite",), "q": ("cite",)}
RESOURCES = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# Relations of <link> that only say something; every other relation makes a browser load or connect.
SPEAKING_RELATIONS = {"alternate", "author", "canonical", "help", "license", "next", "prev", "search"}
CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Page(HTMLParser):
    """What one HTML file links to, loads and can be linked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language = ""
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.alternates: dict[str, str] = {}
        self.canonical = ""
        self.is_hidden = False  # from what finds pages elsewhere, and so in no sitemap
        self._style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        if "id" in values:
            self.ids[values["id"]] += 1
        if tag == "a" and "name" in values and values["name"] != values.get("id"):
            self.ids[values["name"]] += 1
        if tag == "link":
            self._link(values)
        if tag == "meta" and values.get("name") == "robots":
            self.is_hidden = "noindex" in values.get("content", "")
        if "style" in values:
            self.resources += css_addresses(values["style"])
        self.links += [values[name].strip() for name in LINKS.get(tag, ()) if name in values]
        for name in RESOURCES.get(tag, ()):
            if name == "srcset" and name in values:
                self.resources += [part.split()[0] for part in values[name].split(",") if part.split()]
            elif values.get(name):
                self.resources.append(values[name].strip())
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self.resources += css_addresses(data)

    def _link(self, values: dict[str, str]) -> None:
        relations = set(values.get("rel", "").lower().split())
        href = values.get("href", "").strip()
        if "canonical" in relations:
            self.canonical = href
        if "alternate" in relations and "hreflang" in values:
            self.alternates[values["hreflang"]] = href
        if relations - SPEAKING_RELATIONS:
            self.resources.append(href)
        elif "alternate" not in relations and "canonical" not in relations:
            self.links.append(href)


def css_addresses(text: str) -> list[str]:
    """Give what a style sheet loads."""
    found = (match[1] or match[2] for match in CSS_ADDRESS.finditer(CSS_COMMENT.sub("", text)))
    return [address.strip() for address in found]


def resolve(base: str, reference: str) -> str:
    """Give the path that a browser at the path `base` asks for, without dot segments; keeps a fragment out."""
    path = reference.split("#")[0].split("?")[0].replace("\\", "/")
    if not path:
        return base
    segments = path.split("/") if path.startswith("/") else [*base.split("/")[:-1], *path.split("/")]
    out: list[str] = []
    for no, segment in enumerate(segments[1:] if segments[0] == "" else segments):
        last = no == len(segments) - (2 if segments[0] == "" else 1)
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            out[-1:] = []
        elif plain != ".":
            out.append(segment)
        if plain in (".", "..") and last:
            out.append("")
    return "/" + "/".join(out)


class Site:
    """A folder of HTML files as a host serves it below the path of its address."""

    def __init__(self, root: Path, address: str) -> None:
        self.root = root
        self.host = urlsplit(address).netloc
        self.scheme = urlsplit(address).scheme
        self.prefix = urlsplit(address).path.rstrip("/") + "/"
        self.pages = {
            path.relative_to(root).as_posix(): Page(path.read_text(encoding="utf-8"))
            for path in sorted(root.rglob("*.html"))
        }

    def faults(self) -> Iterator[str]:
        """Give every fault."""
        if not self.pages:
            yield f"{self.root}: no page"
        for name, page in self.pages.items():
            if not page.language:
                yield f"{name}: no lang"
            yield from (f'{name}: the id "{key}" stands {count} times' for key, count in page.ids.items() if count > 1)
            for reference in page.links:
                yield from self._broken(name, reference)
            for reference in page.resources:
                yield from self._loaded(name, reference)
            yield from self._versions(name, page)
        for path in sorted(self.root.rglob("*.css")):
            name = path.relative_to(self.root).as_posix()
            for reference in css_addresses(path.read_text(encoding="utf-8")):
                yield from self._loaded(name, reference)
        yield from self._languages()
        yield from self._sitemap()
        yield from self._search()

    def file_at(self, path: str) -> str | None:
        """Give the file that the host answers a path with."""
        if not path.startswith(self.prefix):
            return None
        inside = unquote(path[len(self.prefix) :])
        name = f"{inside}index.html" if inside.endswith("/") or not inside else inside
        # A host does not merge slashes for us, though the file system would.
        return name if "//" not in f"/{name}" and (self.root / name).is_file() else None

    def place_of(self, name: str) -> str:
        """Give the path that a file is served at."""
        return self.prefix + (name.removesuffix("index.html") if name.endswith("/index.html") else name)

    def _loaded(self, name: str, reference: str) -> Iterator[str]:
        parts = urlsplit(reference)
        if parts.scheme == "data" or (not parts.scheme and not parts.netloc and not parts.path):
            return
        if parts.scheme or parts.netloc:
            yield f"{name}: loads {reference}"
        else:
            yield from self._broken(name, reference)

    def _broken(self, name: str, reference: str) -> Iterator[str]:
        parts = urlsplit(reference)
        if parts.netloc == self.host and parts.scheme in ("", self.scheme) and parts.path.startswith(self.prefix):
            reference = f"{parts.path or '/'}#{parts.fragment}" if parts.fragment else parts.path or "/"
        elif parts.scheme or parts.netloc:
            return
        if Path(name).name == "404.html" and not reference.startswith(("/", "#")):
            yield f'{name}: "{reference}" is relative on a page that is shown at any address'
            return
        target = self.file_at(resolve(self.place_of(name), reference))
        if target is None:
            yield f'{name}: "{reference}" leads nowhere'
        elif "#" in reference and target in self.pages:
            anchor = unquote(reference.split("#", 1)[1])
            if anchor and anchor not in self.pages[target].ids:
                yield f'{name}: "{reference}" leads to no anchor of {target}'

    def _own(self, address: str) -> str | None:
        """Give the file behind an absolute address of this site."""
        parts = urlsplit(address)
        return self.file_at(parts.path) if (parts.scheme, parts.netloc) == (self.scheme, self.host) else None

    def _versions(self, name: str, page: Page) -> Iterator[str]:
        if page.canonical and self._own(page.canonical) is None:
            yield f"{name}: the canonical address {page.canonical} leads nowhere"
        for language, address in page.alternates.items():
            target = self._own(address)
            if target is None:
                yield f"{name}: the {language} version {address} leads nowhere"
            elif language != "x-default":
                other = self.pages[target]
                if other.language != language:
                    yield f'{name}: the {language} version {address} says lang="{other.language}"'
                if "/" in name and self._own(other.alternates.get(page.language, "")) != name:
                    yield f"{name}: the {language} version {address} does not point back"
                if "/" in name and target.split("/", 1)[1] != name.split("/", 1)[1]:
                    yield f"{name}: the {language} version {address} is another page"
        if "/" in name and page.alternates and self._own(page.alternates.get(page.language, "")) != name:
            yield f"{name}: the page does not name itself among its versions"

    def _languages(self) -> Iterator[str]:
        paths = {code: self.paths_of(code) for code in self.languages()}
        everything = set().union(*paths.values()) if paths else set()
        for code, own in paths.items():
            yield from (f"{code}: {path} is missing" for path in sorted(everything - own))

    def languages(self) -> list[str]:
        """Give the folders that hold a language."""
        homes = [name.split("/")[0] for name in self.pages if re.fullmatch(r"[^/]+/index\.html", name)]
        return [code for code in homes if self.pages[f"{code}/index.html"].language == code]

    def paths_of(self, code: str) -> set[str]:
        """Give the paths of the pages of a language below its folder."""
        return {name.split("/", 1)[1] for name in self.pages if name.startswith(f"{code}/")}

    def _sitemap(self) -> Iterator[str]:
        path = self.root / "sitemap.xml"
        if not path.is_file():
            yield "there is no sitemap.xml"
            return
        spaces = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
        listed = set()
        for entry in ElementTree.parse(path).getroot():
            address = entry.findtext(f"{spaces[0]}loc", "")
            listed.add(self._own(address))
            versions = {link.get("hreflang"): link.get("href") for link in entry.iter(f"{spaces[1]}link")}
            for target in (address, *versions.values()):
                if self._own(target or "") is None:
                    yield f"sitemap.xml: {target} leads nowhere"
            own = self._own(address)
            if own and versions != self.pages[own].alternates:
                yield f"sitemap.xml: the versions of {address} are not those that the page names"
        for name, page in self.pages.items():
            if "/" in name and page.alternates and page.is_hidden == (name in listed):
                yield f"sitemap.xml: {name} is {'there' if page.is_hidden else 'missing'}"

    def _search(self) -> Iterator[str]:
        for path in sorted(self.root.glob("*/search/entries/*.json.gz")):
            base = path.relative_to(self.root).parts[0]
            for entry in json.loads(gzip.decompress(path.read_bytes())):
                for fault in self._broken(f"{base}/index.html", entry["path"]):
                    yield f"search index of {fault}"


def find_faults(root: Path, address: str) -> list[str]:
    """Give one line per fault of a built site."""
    return list(Site(root, address).faults())


if __name__ == "__main__":
    found = find_faults(Path(sys.argv[1]), sys.argv[2])
    print("\n".join(found) or "no faults")
    sys.exit(bool(found))
