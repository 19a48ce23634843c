"""Library → what the site is, who publishes it and what can be downloaded, as JSON-LD in the words of schema.org.

Receives a `Library`; returns the text of `site.jsonld`, which every page names. Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from build_scripts.content.identity import is_mail
from build_scripts.ground.texts import Texts
from build_scripts.library.dates import newest_change
from build_scripts.library.index import Library
from build_scripts.outputs.data_package import MEDIA_TYPES
from build_scripts.pages.downloads import data_names

DESCRIPTION = "site.jsonld"


def describe_site(library: Library) -> str:
    """Give the description: a `Dataset` with its publisher, licence, languages and files."""
    site = library.site
    base = site.base_url.rstrip("/")
    about = site.about or site.tagline
    changed = newest_change(library, library.source)
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{base}/",
        "url": f"{base}/",
        "name": _words(site.name),
        **({"description": _words(about)} if about else {}),
        "inLanguage": list(library.languages),
        **({"dateModified": changed} if changed else {}),
        **({"license": site.licence.url} if site.licence else {}),
        **_publisher(library),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA_TYPES[name.rpartition(".")[2]],
                "contentUrl": f"{base}/data/{name}",
            }
            for name in data_names(library)
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _publisher(library: Library) -> Mapping[str, Any]:
    site = library.site
    if not site.publisher and not site.contact:
        return {}
    address = "email" if site.contact and is_mail(site.contact) else "url"
    point = {"@type": "ContactPoint", "contactType": "editors", address: site.contact}
    return {
        "publisher": {
            "@type": "Organization",
            "name": _words(site.publisher.name if site.publisher else site.name),
            **({"url": site.publisher.url} if site.publisher and site.publisher.url else {}),
            **({"contactPoint": point} if site.contact else {}),
        }
    }


def _words(texts: Texts[str]) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]
