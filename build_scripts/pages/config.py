"""Library → the engine's configuration of one language, which inherits the root's.

Receives the words of a language; returns a mapping for `mkdocs.yml`, and its text for a folder from which the root's
configuration and the theme have certain paths. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from build_scripts.content.identity import contact_url
from build_scripts.ground.texts import Texts
from build_scripts.pages.navigation import as_config, build_navigation, section_pages, titles
from build_scripts.pages.policy import page_policy
from build_scripts.pages.text import Text

_PARTS = (
    "problems",
    "search",
    "glossary/*",
    "glossary/*/*",
    "sectors/*/*",
    "recommendations/*",
    "figures/*",
    "timeline/*",
    "translation/*",
)


def engine_config(text: Text) -> dict[str, Any]:
    """Give the configuration, but for the paths in it."""
    site, language = text.library.site, text.interface.language
    navigation = build_navigation(text)
    return {
        "site_name": text.plain(site.name),
        "site_description": text.plain(site.tagline or site.name),
        "site_url": f"{site.base_url.rstrip('/')}/{language.code}/",
        "docs_dir": "docs",
        "site_dir": "html",
        "theme": {
            "language": _theme_language(language.code),
            "direction": language.direction,
            **({"favicon": site.favicon} if site.favicon else {}),
            "palette": [
                _palette("light", "default", "weather-night", text.gettext("Switch to dark colours")),
                _palette("dark", "slate", "weather-sunny", text.gettext("Switch to light colours")),
            ],
        },
        "not_in_nav": "".join(f"/{pattern}/\n" for pattern in _PARTS),
        "nav": as_config(navigation),
        "extra": {
            "dz_section_pages": section_pages(navigation),
            "dz_spoken": _spoken(text, [*titles(navigation), *_messages(text).values(), *_other_titles(text)]),
            **_extra(text),
        },
    }


def _other_titles(text: Text) -> list[tuple[str, str]]:
    """Give the titles of generated pages that stand in no navigation, each with the language that it is in."""
    _ = text.interface.translations.find
    return [_("Problems and what to do"), _("State of the translation"), _("All recommendations")]


def _extra(text: Text) -> dict[str, Any]:
    """Give what the theme's overrides show besides the pages."""
    site = text.library.site
    base = site.base_url.rstrip("/")
    languages = [{"code": one.code, "name": one.name, "direction": one.direction} for one in site.languages]
    return {
        "dz_policy": page_policy(),
        "dz_search_policy": page_policy(runs_search=True),
        "dz_language": text.language,
        "dz_base_url": base,
        "dz_root_path": f"{urlsplit(site.base_url).path.rstrip('/')}/",
        "dz_languages": languages,
        "dz_text": {name: words for name, (_, words) in _messages(text).items()},
        "dz_licence": {"name": site.licence.name, "url": site.licence.url} if site.licence else None,
        "dz_is_preview": bool(text.library.drafts.names) and text.library.drafts.are_shown,
        "dz_tagline": text.plain(site.tagline) if site.tagline else "",
        "dz_logo": {"light": site.logo.light, "dark": site.logo.dark} if site.logo else None,
        "dz_publisher": _publisher(text),
        "dz_footer": _footer(text),
    }


def _publisher(text: Text) -> dict[str, Any] | None:
    publisher, contact = text.library.site.publisher, text.library.site.contact
    if not publisher and not contact:
        return None
    language, published = text.interface.translations.find("Published by %(publisher)s.")
    before, _, after = published.partition("%(publisher)s")
    contact_language, contact_label = text.interface.translations.find("Contact")
    return {
        "name": _words_of(text, publisher.name) if publisher else None,
        "url": publisher.url if publisher else None,
        "before": before,
        "after": after,
        "contact": contact,
        "contact_url": contact_url(contact) if contact else None,
        "lang": str(text.lang(language)),
        "contact_label": contact_label,
        "contact_lang": str(text.lang(contact_language)),
    }


def _footer(text: Text) -> dict[str, Any] | None:
    """Give what the site has at the foot of every page; `inside` says of a link that it leads to a page of the site."""
    footer = text.library.site.footer
    if not footer:
        return None
    links = [{**_words_of(text, link.label), **_target(link.to)} for link in footer.links]
    return {"text": _words_of(text, footer.text) if footer.text else None, "links": links}


def _words_of(text: Text, texts: Texts[str]) -> dict[str, str]:
    """Give a text, and its language and direction where it is not the page's."""
    other = text.shown_language(texts) if text.is_fallback(texts) else ""
    return {"words": text.plain(texts), "lang": other, "dir": text.direction(other) if other else ""}


def _target(target: str) -> dict[str, Any]:
    if not target.startswith("ref:"):
        return {"href": target, "inside": False}
    path, _, anchor = target.removeprefix("ref:").partition("#")
    clean = path.strip("/")
    return {"href": (f"{clean}/" if clean else ".") + (f"#{anchor}" if anchor else ""), "inside": True}


def _messages(text: Text) -> dict[str, tuple[str, str]]:
    """Give what the theme's overrides say, each with the language that it is in."""
    _ = text.interface.translations.find
    language, licence = _("Summaries: %(licence)s.")
    before, _value, after = licence.partition("%(licence)s")
    return {
        "language": _("Language"),
        "licence_before": (language, before),
        "licence_after": (language, after),
        "rights": _("The rights in the original reports stay with their publishers."),
        "not_found": _("There is no such page."),
        "not_found_hint": _("It may have been renamed. Search for it, or start from the home page."),
        "home": _("To the home page"),
        "menu": _("Menu"),
        "search": _("Search"),
        "copy_link": _("Copy"),
        "copied": _("Copied."),
        "not_translated": _("Not translated yet."),
        "open_notes": _("Open all notes"),
        "fold_notes": _("Fold all notes"),
    }


def _spoken(text: Text, said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the attributes of the words that are in another language than the pages, by the words."""
    return {words: str(text.lang(language)) for language, words in said if text.lang(language)}


# libyaml's where there is one: the navigation of a large site is long.
_Dumper: type[yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _palette(preference: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {preference})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/{icon}", "name": name},
    }


def _theme_language(code: str) -> str:
    """Give the theme's own language for its few words: the code, its base language, else English."""
    folder = files("material") / "templates" / "partials" / "languages"
    for name in (code, code.split("-")[0]):
        if (folder / f"{name}.html").is_file():
            return name
    return "en"


def config_text(config: Mapping[str, Any], base: str, theme: str, assets: Mapping[str, str]) -> str:
    """Write a staged configuration as YAML; `base` and `theme` are the paths of what it inherits and overrides with.

    Pages ask for `assets` by the addresses given for their names.
    """
    extra = {**config["extra"], "dz_assets": dict(assets)}
    whole = {"INHERIT": base, **config, "theme": {"custom_dir": theme, **config["theme"]}, "extra": extra}
    return yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
