"""Content → the configuration of a page on which editors without git change its files (Decap CMS, config.yml).

Receives loaded `Content`, the interface in the language of the editors, the folder of the content as the repository has
it, and where the files are kept; returns a mapping. What can be written in front follows from the shapes of `fronts`: a
field that they get later is here too. Refuses nothing.

Each language of a folder is a collection, so that who edits one file writes no other. The files keep their bytes but
for what was changed, by a format of our own (`templates/cms/format.js`); docs/cms.md says what others make of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import normpath
from typing import Any

from build_scripts.content.entries import Content
from build_scripts.content.fronts import BriefFront, ComparisonFront, Front, PageFront
from build_scripts.content.interface import Interface
from build_scripts.content.model import Language
from build_scripts.ground.texts import Texts

FORMAT = "duizhao"
# A server on the editor's own machine (`decap-server`) that writes into the folder it is started in.
LOCAL = {"name": "proxy", "proxy_url": "http://localhost:8081/api/v1", "branch": "main"}
# The words of Decap itself.
_OWN_LOCALES = {"zh": "zh_Hans", "pt": "pt", "nb": "nb_no"}
_NUMBERS = {"integer": "int", "number": "float"}


@dataclass(frozen=True)
class _Collection:
    """Files of one folder in one language."""

    name: str
    label: str
    folder: str
    shape: type[Front]
    language: Language


def cms_config(content: Content, interface: Interface, folder: str, backend: Mapping[str, Any]) -> dict[str, Any]:
    """Give the configuration; `folder` is that of the content, `backend` where its files are kept."""
    code = interface.language.code
    return {
        "backend": dict(backend),
        "locale": _OWN_LOCALES.get(code, code),
        "media_folder": normpath(f"{folder}/images"),
        "public_folder": "images",
        "editor": {"preview": False},
        "show_preview_links": False,
        "collections": [_Writer(content, interface).write(each) for each in _collections(content, interface, folder)],
    }


def github(repository: str, branch: str) -> dict[str, Any]:
    """Give the backend of a repository at GitHub; what is written there are proposals that others accept."""
    return {"name": "github", "repo": repository, "branch": branch}


def _collections(content: Content, interface: Interface, folder: str) -> Iterator[_Collection]:
    gettext, pick = interface.translations.gettext, _picker(content, interface)
    parts: list[tuple[str, str, str, type[Front]]] = [
        (f"report-{report.id}", pick(report.facts.short), f"reports/{report.id}", BriefFront)
        for report in content.reports
        if report.facts
    ]
    parts += [("comparisons", gettext("Comparisons"), "comparisons", ComparisonFront)] if content.comparisons else []
    parts += [("pages", gettext("Pages"), "pages", PageFront)] if content.pages else []
    for name, label, path, shape in parts:
        for language in content.site.languages if content.site else ():
            yield _Collection(
                f"{name}-{language.code}", f"{label} · {language.name}", normpath(f"{folder}/{path}"), shape, language
            )


def _picker(content: Content, interface: Interface) -> Callable[[Texts[str]], str]:
    site = content.site
    order = site.order(interface.language.code) if site else ()
    return lambda texts: texts.pick(*order) or ""


@dataclass(frozen=True)
class _Writer:
    """Writes collections in the words of the editors."""

    content: Content
    interface: Interface

    def write(self, collection: _Collection) -> dict[str, Any]:
        """Give a collection; only a brief can be begun here, as its name is that of its sector."""
        is_brief = collection.shape is BriefFront
        fields = [*self._fields(collection), self._body(), {"name": "original", "widget": "hidden"}]
        return {
            "name": collection.name,
            "label": collection.label,
            "folder": collection.folder,
            "extension": f"{collection.language.code}.md",
            "format": FORMAT,
            "create": is_brief,
            "delete": False,
            **({"slug": "{{sector}}"} if is_brief else {}),
            **({} if "title" in collection.shape.model_fields else {"identifier_field": "body"}),
            "summary": "{{filename}}" if "title" not in collection.shape.model_fields else "{{title}} ({{filename}})",
            "fields": fields,
        }

    def _fields(self, collection: _Collection) -> Iterator[dict[str, Any]]:
        is_source = collection.language.code == self.content.source
        for name, schema in collection.shape.model_json_schema()["properties"].items():
            widget = self._widget(name, schema)
            if widget:
                label, hint = self._words.get(name, (name, ""))
                yield {
                    "name": name,
                    "label": label,
                    **widget,
                    "required": is_source and name == "title",
                    **({"hint": hint} if hint else {}),
                }

    def _widget(self, name: str, schema: Mapping[str, Any]) -> dict[str, Any] | None:
        """Give how a field is edited, or None for what is no text, number or choice: that stays as it is."""
        options = schema.get("anyOf", [schema])
        kinds = [option for option in options if option.get("type") != "null"]
        kind = kinds[0].get("type") if len(kinds) == 1 else None
        if name == "sector":
            pick = _picker(self.content, self.interface)
            sectors = self.content.tables.sectors.entries.items()
            choices = [{"value": key, "label": f"{pick(sector.label)} ({key})"} for key, sector in sectors]
            return {"widget": "select", "options": choices} if choices else None
        if kind == "string" and "enum" in kinds[0]:
            return {"widget": "select", "options": list(kinds[0]["enum"])}
        if kind in _NUMBERS:
            return {"widget": "number", "value_type": _NUMBERS[str(kind)]}
        return {"widget": {"string": "string", "boolean": "boolean"}[kind]} if kind in ("string", "boolean") else None

    def _body(self) -> dict[str, Any]:
        gettext = self.interface.translations.gettext
        hint = gettext("Markdown. Leave what stands in braces {#…} as it is: links from elsewhere lead there.")
        return {"name": "body", "label": gettext("Text"), "widget": "text", "hint": hint, "required": False}

    @property
    def _words(self) -> Mapping[str, tuple[str, str]]:
        """Give the label and the hint of fields in the words of the editors."""
        gettext = self.interface.translations.gettext
        return {
            "title": (gettext("Title"), ""),
            "section": (gettext("Section"), gettext("The heading in the original under which this stands.")),
            "sector": (
                gettext("Sector"),
                gettext(
                    "Of a new brief this is also the name of its file; leave it open where the file has that name."
                ),
            ),
            "nav": (gettext("Place in the navigation"), gettext("Small numbers come first.")),
            "draft": (gettext("Draft"), gettext("Shown in the preview, never published.")),
        }
