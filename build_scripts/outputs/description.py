"""Library → what the site is, who publishes it and what can be downloaded, as JSON-LD in the words of schema.org.

Receives a `Library`; returns the text of `site.jsonld`, which every page names. Refuses nothing.
"""

from __future__ import annotations

import json

from build_scripts.library.index import Library
from build_scripts.library.schema_org import CONTEXT, dataset, organisation, report_work, website

DESCRIPTION = "site.jsonld"


def describe_site(library: Library) -> str:
    """Give the description: the site, its publisher, its data, the reports; words are in every language."""
    reports = [report_work(library, report) for report in library.reports.values()]
    graph = [website(library), *organisation(library), dataset(library), *reports]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"
