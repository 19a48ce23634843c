"""Other programs that make a site of the same pages: how each is laid out, installed and started.

Receives staged pages; writes a folder that the program builds. Each gets its own virtual environment with the versions
of `requirements.txt`. Refuses, with `CommandError`, what cannot be installed.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.bench.measure import run
from tests.bench.staged import LANGUAGES, StagedSite, edit_page

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
_NAME, _ADDRESS = "City Services", "https://services.example/"
# What the theme of this project is set to, so that pages show as much.
_FEATURES = (
    "navigation.indexes",
    "navigation.prune",
    "navigation.tabs",
    "navigation.top",
    "search.highlight",
    "toc.follow",
)
_PALETTES = (("default", "material/weather-night"), ("slate", "material/weather-sunny"))
_ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"}


@dataclass(frozen=True)
class Peer:
    """A program: what it is called here, what is installed, how its folder is laid out and how it is started.

    `sites` and `caches` are the folders that a run leaves; `pages` is where the pages of the source language lie.
    `edited` tells whether a run after an edit is measured too.
    """

    name: str
    title: str
    packages: tuple[str, ...]
    lay_out: Callable[[StagedSite, Path], None]
    command: Callable[[Path], list[str]]
    sites: tuple[str, ...]
    caches: tuple[str, ...]
    pages: str
    edited: bool

    @property
    def environment(self) -> Mapping[str, str]:
        """Give what is set when it runs."""
        return _ENVIRONMENT

    def clear(self, folder: Path) -> None:
        """Remove what earlier runs left."""
        for name in (*self.sites, *self.caches):
            shutil.rmtree(folder / name, ignore_errors=True)

    def edit(self, folder: Path, number: int) -> None:
        """Change a page: another for each number."""
        edit_page(folder / self.pages, number)


def install(peer: Peer, folder: Path) -> Path:
    """Give the virtual environment of a peer, made if there is none of these versions; raises `CommandError`."""
    environment = folder / f"venv-{peer.name}"
    stamp = environment / "installed.txt"
    wanted = f"{' '.join(peer.packages)}\n{REQUIREMENTS.read_text(encoding='utf-8')}"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return environment
    shutil.rmtree(environment, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    run([sys.executable, "-m", "venv", str(environment)], folder)
    pip = [str(environment / "bin" / "pip"), "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--constraint", str(REQUIREMENTS), *peer.packages], folder)
    stamp.write_text(wanted, encoding="utf-8")
    return environment


def _write_pages(staged: StagedSite, language: str, docs: Path) -> None:
    for name in staged.pages(language):
        target = docs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(staged.text(language, name), encoding="utf-8")


def _write_config(path: Path, config: Mapping[str, Any]) -> None:
    path.write_text(yaml.dump(dict(config), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")


def _config(**more: Any) -> dict[str, Any]:
    """Give a plain configuration of the theme, as MkDocs and Zensical read it."""
    palette = [{"scheme": scheme, "toggle": {"icon": icon, "name": scheme}} for scheme, icon in _PALETTES]
    return {
        "site_name": _NAME,
        "site_url": _ADDRESS,
        "docs_dir": "docs",
        "site_dir": "site",
        "not_in_nav": "glossary/*/index.md\n",
        "theme": {
            "name": "material",
            "font": False,
            "language": "en",
            "features": list(_FEATURES),
            "palette": palette,
            **more.pop("theme", {}),
        },
        "markdown_extensions": ["attr_list", {"toc": {"toc_depth": 3}}],
        **more,
    }


def _lay_out_mkdocs(staged: StagedSite, folder: Path) -> None:
    """Write one tree with a folder a language, and the plugin that builds all of them in one process."""
    languages = []
    for code, name in LANGUAGES.items():
        _write_pages(staged, code, folder / "docs" / code)
        languages.append({"locale": code, "name": name, "build": True, "nav": staged.navigation(code)})
    languages[0]["default"] = True
    i18n = {"i18n": {"docs_structure": "folder", "languages": languages}}
    _write_config(folder / "mkdocs.yml", _config(plugins=[{"search": {}}, i18n]))


def _lay_out_zensical(staged: StagedSite, folder: Path) -> None:
    """Write a site a language: it ignores the plugin for several."""
    for code in LANGUAGES:
        _write_pages(staged, code, folder / code / "docs")
        config = _config(plugins=["search"], nav=staged.navigation(code), theme={"language": code})
        _write_config(folder / code / "mkdocs.yml", config)


def _lay_out_hugo(staged: StagedSite, folder: Path) -> None:
    """Write the pages as sections and leaves with their weights, and the layouts of the same shell."""
    shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)
    for code in LANGUAGES:
        order = {name: no for no, name in enumerate(_walk(staged.navigation(code)), 1)}
        names = list(staged.pages(code))
        sections = {name.parent.parent for name in names}
        for name in names:
            file = "_index.md" if name.parent in sections else "index.md"
            target = folder / "content" / code / name.with_name(file)
            target.parent.mkdir(parents=True, exist_ok=True)
            front = f"---\nweight: {order.get(name.as_posix(), len(names))}\n"
            target.write_text(staged.text(code, name).replace("---\n", front, 1), encoding="utf-8")


def _walk(navigation: list[dict[str, Any]]) -> list[str]:
    """Give the pages of a navigation in its order."""
    found: list[str] = []
    for item in navigation:
        for value in item.values():
            found += _walk(value) if isinstance(value, list) else [value]
    return found


def _start_zensical(environment: Path) -> list[str]:
    """Build one language after the other: each run has all processors."""
    program = shlex.quote(str(environment / "bin" / "zensical"))
    return ["sh", "-c", " && ".join(f"(cd {code} && {program} build)" for code in LANGUAGES)]


def _start_hugo(environment: Path) -> list[str]:
    """Start the program itself, not the Python that the package puts before it."""
    return [str(next(environment.glob("lib/python*/site-packages/hugo/binaries/hugo"))), "build"]


MKDOCS = Peer(
    "mkdocs",
    "MkDocs + Material + static-i18n",
    ("mkdocs", "mkdocs-material", "mkdocs-static-i18n"),
    _lay_out_mkdocs,
    lambda environment: [str(environment / "bin" / "mkdocs"), "build", "--quiet"],
    ("site",),
    (),
    "docs/zh",
    edited=False,  # it builds everything again
)
ZENSICAL = Peer(
    "zensical",
    "Zensical",
    ("zensical",),
    _lay_out_zensical,
    _start_zensical,
    tuple(f"{code}/site" for code in LANGUAGES),
    tuple(f"{code}/.cache" for code in LANGUAGES),
    "zh/docs",
    edited=True,
)
HUGO = Peer(
    "hugo",
    "Hugo, shell of Material’s weight",
    ("hugo",),
    _lay_out_hugo,
    _start_hugo,
    ("public",),
    ("resources",),
    "content/zh",
    edited=True,
)
PEERS = (MKDOCS, ZENSICAL, HUGO)
