"""What a finished site consists of: pages in the engine's frame, the engine's own files, images, and all other outputs.

Receives an `Assembly` and what its files are made from; adds each with the digest of that. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from build_scripts.content.interface import Interface
from build_scripts.ground.files import files_below
from build_scripts.ground.memory import digest
from build_scripts.outputs.card_files import CardFile, card_files
from build_scripts.outputs.chart_files import ChartFile, chart_files
from build_scripts.outputs.citation_files import Cited, find_cited
from build_scripts.outputs.data import event_files
from build_scripts.outputs.feeds import feeds
from build_scripts.outputs.list_tables import ListTable, list_tables
from build_scripts.outputs.old_pages import old_folders, old_pages
from build_scripts.outputs.pdf_files import PdfFile, pdf_files
from build_scripts.outputs.root_pages import root_files
from build_scripts.pages.render import StagedPage
from build_scripts.pages.shell import fill
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.finish import Assembly, Parts, signature
from build_scripts.publish.stage import Stage

# Left out of the finished site: what the engine writes for other uses, what its own search runs on, and maps for
# debugging scripts.
_UNWANTED = ("sitemap.xml", "sitemap.xml.gz", "objects.inv", "search.json")
_OWN_SEARCH = ("search/", "assets/javascripts/workers/", "assets/javascripts/lunr/")


def add_pages(fresh: Assembly, stage: Stage, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Put the pages of a language into the site, all else that the engine has made, and `files` by their names."""
    code, html = stage.tree.language, stage.shells / "html"
    pages = {page.name.removesuffix(".md") + ".html": page for page in stage.tree.pages}
    filled = []
    for path in files_below(html):
        name = path.relative_to(html).as_posix()
        key = digest(*signature(path))
        page = pages.get(name)
        if page is not None:
            make = partial(_filled, f"{code}/{name}", path, stage, page)
            filled.append(Parts((f"{code}/{name}",), digest(page.trace.page, key), make))
        elif not (name in _UNWANTED or name.endswith(".map") or name.startswith(_OWN_SEARCH)):
            fresh.add(f"{code}/{name}", key, path.read_bytes)
    filled += [_markdown(stage, page) for page in pages.values() if page.trace.markdown]
    fresh.add_all(filled)
    for name, read in files.items():
        data = read()
        fresh.add(f"{code}/{name}", digest(data), partial(bytes, data))


def add_outputs(
    fresh: Assembly, terms: TermIndex, interfaces: Sequence[Interface], settings: bytes, templates: Path
) -> None:
    """Put into the site what no engine makes; `settings` is the digest of what it is made with besides the library.

    The files under `data/` and those of the search come later (`publish/later`).
    """
    library, inputs = terms.library, terms.library.inputs
    folders = old_folders(terms)
    fresh.add_all(
        Parts(names, digest(settings, inputs.of(each.owners)), partial(_encoded, each, names))
        for each in find_cited(library, interfaces)
        for names in (each.names, *zip(*(_old_names(name, folders) for name in each.names), strict=True))
    )
    files: list[ListTable | ChartFile] = [*list_tables(library, interfaces)]
    files += chart_files(library, interfaces, templates)
    for file in files:
        pages = file.name.endswith("index.html")  # those of old addresses lead on
        for name in (file.name, *(() if pages else _old_names(file.name, folders))):
            fresh.add(name, digest(settings, inputs.of(file.owners)), partial(_made, file))
    fresh.add_all(
        Parts((name,), card.key, partial(_drawn, card, name))
        for card in card_files(library, interfaces)
        for name in (card.name, *_old_names(card.name, folders))
    )
    root, old = root_files(terms, interfaces, templates).items(), old_pages(terms, interfaces, templates)
    for name, text in chain(root, old, feeds(library, interfaces), event_files(library, interfaces)):
        data = text.encode()
        fresh.add(name, digest(data), partial(bytes, data))


def add_pdfs(
    fresh: Assembly, terms: TermIndex, interfaces: Sequence[Interface], settings: bytes, templates: Path
) -> None:
    """Put the PDFs into the site, which take seconds each."""
    folders = old_folders(terms)
    parts = [
        Parts((name,), pdf.key, partial(_drawn, pdf, name))
        for pdf in pdf_files(terms, interfaces, templates, settings)
        for name in (pdf.name, *_old_names(pdf.name, folders))
    ]
    fresh.add_all(parts, least=2)


def _drawn(card: CardFile | PdfFile, name: str) -> dict[str, bytes]:
    return {name: card.make()}


def _made(file: ListTable | ChartFile) -> bytes:
    return file.make().encode()


def _encoded(cited: Cited, names: Sequence[str]) -> dict[str, bytes]:
    """Give the files under the names that they are to have, in the order of their own."""
    made = cited.make()
    return {name: made[own].encode() for name, own in zip(names, cited.names, strict=True)}


def _old_names(name: str, folders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give what a file was called when the page that it lies beside had other addresses."""
    code, _, rest = name.partition("/")
    folder, _, own = rest.rpartition("/")
    return tuple(f"{code}/{old}{own}" for old in folders.get(f"{folder}/", ()))


def _markdown(stage: Stage, page: StagedPage) -> Parts:
    """Give the Markdown of a page, which lies beside it."""
    name = f"{stage.tree.language}/{page.name}"
    return Parts((name,), page.trace.markdown, lambda: {name: stage.markdown(page).encode()})


def _filled(name: str, html: Path, stage: Stage, page: StagedPage) -> dict[str, bytes]:
    return {name: fill(html.read_text(encoding="utf-8"), stage.text(page)).encode()}
