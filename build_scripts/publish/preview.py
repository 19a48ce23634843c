"""Live preview: serves the built site, builds again when something changes, and reloads the reader's page.

Receives paths, a port and the function that builds and gives what is wrong; serves until interrupted. A page reloads
when it has changed, or what all pages load has. A build with problems keeps the last good site, and every page shows
them over itself; before the first good build there is one page, which waits for it. Refuses nothing; a port in use
raises `OSError`.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from build_scripts.ground.files import is_leftover
from build_scripts.ground.languages import find_locale
from build_scripts.ground.messages import LANGUAGES, Phrase, load_speech

VERSION_PATH = "/__version"
# Reloads a page once it has another version, and shows what keeps the site from being built. It asks while it is seen.
# It is a file, as the policy of the site’s pages lets no script run that stands in them.
SCRIPT_PATH = "/__reload.js"
# It speaks the language of the page, if it can, and another one when its button is pressed, until the tab is closed.
_SCRIPT = """(function(){
var seen=null,last="",box=document.createElement("div"),text=document.createElement("pre");
var other=document.createElement("button");
box.setAttribute("role","alert");box.dir="ltr";box.append(other,text);
box.style.cssText="position:fixed;inset:auto 0 0 0;z-index:99;max-height:40vh;overflow:auto;padding:1rem;"+
"background:#1d2125;color:#fbfaf7;border-top:4px solid #a63a2b";
text.style.cssText="margin:0;font:14px/1.5 monospace;white-space:pre-wrap";
other.style.cssText="display:block;margin:0 0 .5rem auto;padding:.2rem .6rem;color:inherit;background:none;"+
"cursor:pointer;border:1px solid;border-radius:4px;font:14px/1.5 sans-serif";
function show(told){var codes=Object.keys(told),KEY="duizhao-messages";
if(!codes.length){box.remove();return}
var page=document.documentElement.lang.split("-")[0],own=sessionStorage.getItem(KEY)||page;
if(codes.indexOf(own)<0)own=codes[0];
var next=codes[(codes.indexOf(own)+1)%codes.length],now=own+JSON.stringify(told);
if(now===last&&box.isConnected)return;
last=now;text.textContent=told[own];box.lang=own;other.lang=next;other.textContent=NAMES[next]||next;
other.onclick=function(){sessionStorage.setItem(KEY,next);show(told)};
if(!box.isConnected)document.body.appendChild(box)}
function look(){if(document.hidden)return;
fetch("PATH?"+encodeURIComponent(location.pathname)).then(function(r){return r.json()}).then(function(now){
if(seen!==null&&now.version!==seen)location.reload();
seen=now.version;show(now.problems)}).catch(function(){})}
look();setInterval(look,100);document.addEventListener("visibilitychange",look)})()""".replace(
    "PATH", VERSION_PATH
).replace("NAMES", json.dumps({code: find_locale(code).get_language_name(code) for code in LANGUAGES}))
_RELOAD = f'<script src="{SCRIPT_PATH}"></script>'
# Shows the editor beside each statement what of the original it most likely rests on; only where an original was given.
BESIDE_PATH = "/__original"
BESIDE_SCRIPT_PATH = "/__original.js"
_BESIDE_SCRIPT = """(function(){
fetch("PATH?"+encodeURIComponent(location.pathname)).then(function(r){return r.json()}).then(function(found){
Object.keys(found).forEach(function(id){
var statement=document.getElementById(id);if(!statement)return;
var quote=document.createElement("blockquote"),place=document.createElement("cite");
place.textContent=found[id][0];quote.append(place,": "+found[id][1]);quote.className="dz-beside";quote.dir="auto";
quote.style.cssText="margin:.5rem 0;padding:.2rem .8rem;border-left:3px dashed;font-size:.85em";
statement.append(quote)})}).catch(function(){})})()""".replace("PATH", BESIDE_PATH)
_BESIDE = f'<script src="{BESIDE_SCRIPT_PATH}"></script>'
_UNBUILT = (
    Phrase("Not built yet"),
    Phrase("There is no site yet: its content has errors. This page follows as soon as they are mended."),
)
_QUIET_SECONDS = 0.05  # editors write a file in several steps

Beside = Callable[[str], Mapping[str, Sequence[str]]]  # path of a page → place and words by the anchor of a statement
Published = Callable[[Collection[str]], None]
Told = Mapping[str, str]  # what is wrong, by the language that it is told in; nothing where all is well


class Preview:
    """A server of one site that follows changes of the watched folders."""

    def __init__(
        self,
        site: Path,
        watched: Sequence[Path],
        build: Callable[[Published, Callable[[], bool]], Told],
        port: int,
        problems: Told = MappingProxyType({}),
        beside: Beside | None = None,
    ) -> None:
        """Bind the port; nothing is served before `run`.

        `build` calls what it is given with the names of the files that are new, as soon as the site has them; from then
        on it asks whether something has changed, and leaves what else it does to the next build.
        What `beside` gives of a page its statements show.
        """
        self.beside = beside
        self.problems: Told = dict(problems)
        self._site = site
        self._version = 0
        self._versions: dict[str, int] = {}
        self._of_all = 0
        self._build = build
        self._changed = threading.Event()
        self._stopped = threading.Event()
        handler = partial(_Handler, self, directory=str(site))
        self.server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.observer = Observer()
        for folder in watched:
            self.observer.schedule(_Listener(folder, self._changed), str(folder), recursive=True)

    @property
    def address(self) -> str:
        """Give the address to open."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def run(self) -> None:
        """Serve and follow changes until `stop` or an interrupt."""
        self.observer.start()
        threading.Thread(target=self._follow, daemon=True).start()
        try:
            self.server.serve_forever()
        finally:
            self.stop()

    def stop(self) -> None:
        """End the preview."""
        self._stopped.set()
        self._changed.set()
        self.observer.stop()
        threading.Thread(target=self.server.shutdown, daemon=True).start()
        self.server.server_close()

    def _follow(self) -> None:
        try:
            self._build_after_changes()
        finally:  # without it nothing would follow the edits any more, and nobody would know
            self.stop()

    def _build_after_changes(self) -> None:
        while True:
            self._changed.wait()
            if self._stopped.is_set():
                return
            while self._changed.is_set():
                self._changed.clear()
                time.sleep(_QUIET_SECONDS)
            self.problems = self._build(self.publish, self._changed.is_set)

    def publish(self, names: Collection[str]) -> None:
        """Say that the site has new files; all pages are to load style sheets and scripts anew."""
        self._version += 1
        self.problems = {}
        self._versions |= dict.fromkeys(names, self._version)
        if any(name.endswith((".css", ".js")) for name in names):
            self._of_all = self._version

    def version(self, path: str) -> int:
        """Give the version of the page at a path of the address; what is no page has that of the whole site."""
        if not path:
            return self._version
        name = path.strip("/")
        name = name if name.endswith(".html") else f"{name}/index.html".lstrip("/")
        own = self._versions.get(name, 0) if (self._site / name).is_file() else self._version
        return max(own, self._of_all)


class _Listener(FileSystemEventHandler):
    def __init__(self, folder: Path, changed: threading.Event) -> None:
        self.folder = folder.absolute()
        self.changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        is_change = event.event_type in ("created", "modified", "moved", "deleted") and not event.is_directory
        # A program may write a file beside the true one and then rename it: then one of the two names is its own.
        if is_change and any(path and self._is_content(path) for path in (event.src_path, event.dest_path)):
            self.changed.set()

    def _is_content(self, path: str | bytes) -> bool:
        parts = Path(os.fsdecode(path)).absolute().relative_to(self.folder).parts
        return not any(map(is_leftover, parts))


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, preview: Preview, *args: Any, **kwargs: Any) -> None:
        self.preview = preview
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        asked, _, page_path = self.path.partition("?")
        if asked == VERSION_PATH:
            state = {"version": self.preview.version(unquote(page_path)), "problems": dict(self.preview.problems)}
            self._send(HTTPStatus.OK, "application/json", json.dumps(state, ensure_ascii=False).encode())
            return
        if asked == SCRIPT_PATH:
            self._send(HTTPStatus.OK, "text/javascript", _SCRIPT.encode())
            return
        if self.preview.beside and asked in (BESIDE_PATH, BESIDE_SCRIPT_PATH):
            self._send_beside(asked, unquote(page_path), self.preview.beside)
            return
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if page.suffix == ".html" and page.is_file():
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", page.read_bytes() + self._scripts().encode())
        elif path.is_file() or (path.is_dir() and page == path):  # a folder asked for without its slash
            super().do_GET()
        else:
            self._missing()

    def _send_beside(self, asked: str, page_path: str, beside: Beside) -> None:
        if asked == BESIDE_SCRIPT_PATH:
            self._send(HTTPStatus.OK, "text/javascript", _BESIDE_SCRIPT.encode())
        else:
            found = json.dumps(beside(page_path), ensure_ascii=False)
            self._send(HTTPStatus.OK, "application/json", found.encode())

    def _scripts(self) -> str:
        return _RELOAD + _BESIDE if self.preview.beside else _RELOAD

    def _missing(self) -> None:
        root = Path(self.directory)
        language = self.path.strip("/").split("/")[0]
        for page in (root / language / "404.html", root / "404.html"):
            if page.is_file():
                self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", page.read_bytes())
                return
        if (root / "index.html").is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/html; charset=utf-8", self._unbuilt().encode())

    def _unbuilt(self) -> str:
        """Give the page that waits for the first good build, in the language that the browser asks for first."""
        asked = self.headers.get("Accept-Language", "").partition("-")[0].partition(",")[0].strip().lower()
        speech = load_speech(asked if asked in LANGUAGES else "en")
        title, words = (escape(phrase.said(speech)) for phrase in _UNBUILT)
        head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
        return f'<!doctype html><html lang="{speech.language}">{head}<body><p>{words}</p>{_RELOAD}'

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet: the terminal shows the builds."""
