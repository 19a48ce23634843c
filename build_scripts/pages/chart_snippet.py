"""A chart → the HTML that shows it in another page, with room for its drawing and for the words around it.

Receives the words of a chart; returns an `<iframe>` as text. How high its page is (`templates/root/chart.html.jinja`)
is estimated: words as on a phone, where they take most lines, the drawing as large as it gets. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from build_scripts.library.notes import warning_in
from build_scripts.library.references import reference_to
from build_scripts.pages.chart_words import ChartWords
from build_scripts.pages.charts import WIDTH, chart_height
from build_scripts.pages.scales import wrap
from build_scripts.pages.spoken import visible

_PHONE = 340  # pixels that words have beside each other on a phone
_LARGEST = 416  # pixels of a drawing where there is room
_AROUND = 110  # the height of margins and of the line at the foot
_SMALL, _TITLE, _DOUBT = 12.8, 18.4, 12.8  # sizes of type, in pixels
_FRAME = '<iframe src="{}" title="{}" width="100%" height="{}" style="border:0" loading="lazy"></iframe>'


def chart_snippet(words: ChartWords) -> str:
    """Give the HTML that embeds the chart’s page."""
    site = words.text.library.site
    address = f"{site.base_url.rstrip('/')}/{words.text.language}/{words.item.path}"
    drawing = chart_height(words.chart) * _LARGEST / WIDTH
    said = sum(len(wrap(text, _PHONE / size)) * size * 1.5 for text, size in _texts(words))
    return str(Markup(_FRAME).format(address, visible(words.label), round(drawing + said) + _AROUND))


def _texts(words: ChartWords) -> Iterator[tuple[str, float]]:
    """Give the words around the drawing with the sizes of their type."""
    yield words.label, _SMALL
    yield words.headline, _TITLE
    yield words.caption, _SMALL
    library, language = words.text.library, words.text.language
    for no, point in enumerate(words.item.comparison.points):
        statements = [given.statement for given in point.given]
        names = (reference_to(library, each).words(*library.order(language)) for each in statements)
        yield " ".join((words.name(no), *names)), _SMALL
        yield from ((warning_in(library, each, language), _DOUBT) for each in statements)
