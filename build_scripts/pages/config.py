"""Library → the engine's configuration of one language, which inherits the root's.

Receives the words of a language; returns a mapping for `mkdocs.yml`, and its text for a folder from which the root's
configuration and the theme have certain paths. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from build_scripts.pages.navigation import as_config, build_navigation, section_pages
from build_scripts.pages.policy import page_policy
from build_scripts.pages.text import Text

_PARTS = ("glossary/*", "glossary/*/*", "sectors/*/*", "recommendations/*", "figures/*", "timeline/*", "translation/*")


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
            "palette": [
                _palette("light", "default", "weather-night", text.gettext("Switch to dark colours")),
                _palette("dark", "slate", "weather-sunny", text.gettext("Switch to light colours")),
            ],
        },
        "not_in_nav": "".join(f"/{pattern}/\n" for pattern in _PARTS),
        "nav": as_config(navigation),
        "extra": {"dz_section_pages": section_pages(navigation), **_extra(text)},
    }


def _extra(text: Text) -> dict[str, Any]:
    """Give what the theme's overrides show besides the pages."""
    site = text.library.site
    base = site.base_url.rstrip("/")
    languages = [{"code": one.code, "name": one.name, "direction": one.direction} for one in site.languages]
    return {
        "dz_policy": page_policy(),
        "dz_language": text.language,
        "dz_base_url": base,
        "dz_root_path": f"{urlsplit(site.base_url).path.rstrip('/')}/",
        "dz_languages": languages,
        "dz_text": _words(text),
        "dz_licence": {"name": site.licence.name, "url": site.licence.url} if site.licence else None,
        "dz_is_preview": bool(text.library.drafts.names) and text.library.drafts.are_shown,
        "dz_tagline": text.plain(site.tagline) if site.tagline else "",
    }


def _words(text: Text) -> dict[str, str]:
    gettext = text.gettext
    licence = gettext("Summaries: %(licence)s.").partition("%(licence)s")
    return {
        "language": gettext("Language"),
        "licence_before": licence[0],
        "licence_after": licence[2],
        "rights": gettext("The rights in the original reports stay with their publishers."),
        "not_found": gettext("There is no such page."),
        "not_found_hint": gettext("It may have been renamed. Search for it, or start from the home page."),
        "home": gettext("To the home page"),
        "menu": gettext("Menu"),
        "copy_link": gettext("Copy"),
        "copied": gettext("Copied."),
        "not_translated": gettext("Not translated yet."),
        "open_notes": gettext("Open all notes"),
        "fold_notes": gettext("Fold all notes"),
    }


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


def config_text(config: Mapping[str, Any], base: str, theme: str) -> str:
    """Write a staged configuration as YAML; `base` and `theme` are the paths of what it inherits and overrides with."""
    whole = {"INHERIT": base, **config, "theme": {"custom_dir": theme, **config["theme"]}}
    return yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
