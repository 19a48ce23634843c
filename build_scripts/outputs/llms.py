"""Library → `llms.txt`: what the site is, and where its pages lie as Markdown (https://llmstxt.org/).

Receives a `Library` and the interface of every language; returns Markdown. It grows with the reports and sectors, and
not beyond: of more than `MOST` of either it names the page that lists them. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from build_scripts.content.interface import Interface
from build_scripts.ground.markdown import escape_markdown, link_target
from build_scripts.ground.texts import Texts
from build_scripts.library.data_names import data_names
from build_scripts.library.index import Library
from build_scripts.library.schema_org import base_of
from build_scripts.pages.text import Text

LLMS = "llms.txt"
MOST = 60  # reports, or sectors, that are named one by one


def llms_text(library: Library, interfaces: Iterable[Interface]) -> str:
    """Write the file: the site in the words of its source, then the pages of every language, and the data."""
    texts = [Text(library, interface) for interface in interfaces]
    blocks = [*_site(texts[0]), *(block for text in texts for block in _language(text)), "## /data/", _data(library)]
    return "\n\n".join(blocks) + "\n"


def _site(text: Text) -> Iterator[str]:
    site = text.library.site
    about = site.about or site.tagline
    yield f"# {_plain(text.plain(site.name))}"
    if about:
        yield f"> {_plain(text.plain(about))}"


def _language(text: Text) -> Iterator[str]:
    library, gettext = text.library, text.gettext
    yield f"## {_plain(text.interface.language.name)}"
    single = {
        "": gettext("Home"),
        "compare/": gettext("Compare"),
        "recommendations/": gettext("Recommendations"),
        "figures/": gettext("Figures"),
        "timeline/": gettext("Timeline"),
        "glossary/": gettext("Glossary"),
    }
    pages = {f"{page.name}/": text.plain(page.title) for page in library.pages.values()}
    yield _links(text, {**single, **pages})
    reports = {report.path: report.page.title for report in library.reports.values()}
    sectors = {f"sectors/{key}/": sector.label for key, sector in library.sectors.items()}
    for path, name, every in (("reports/", "Reports", reports), ("sectors/", "Sectors", sectors)):
        yield f"### {gettext(name)}"
        yield _links(text, _named(text, every) if len(every) <= MOST else {path: gettext(name)})


def _named(text: Text, every: Mapping[str, Texts[str]]) -> dict[str, str]:
    return {path: text.plain(name) for path, name in every.items()}


def _links(text: Text, pages: Mapping[str, str]) -> str:
    base = f"{base_of(text.library)}{text.language}/"
    return "\n".join(f"- [{_plain(name)}]({link_target(f'{base}{path}index.md')})" for path, name in pages.items())


def _data(library: Library) -> str:
    base = f"{base_of(library)}data/"
    return "\n".join(f"- [{name}]({link_target(f'{base}{name}')})" for name in data_names(library))


def _plain(words: str) -> str:
    return escape_markdown(words.replace("\n", " "))
