"""The live preview as an editor sees it: the open page follows a good edit by itself, and says what a bad one broke."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.built import full_brief, replace
from tests.pictures import png
from tests.test_serve import Preview, preview

__all__ = ["preview"]
pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.browser
PATIENCE = 60_000


def test_the_open_page_follows_the_editor(preview: Preview, chromium: Browser) -> None:
    library = preview.built.library
    brief = full_brief(library)
    file = brief.files[library.source]
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{preview.port}/{library.source}/{brief.path}")
        images = preview.built.content / "images"
        images.mkdir()
        (images / "plan.png").write_bytes(png())
        text = file.read_text(encoding="utf-8").replace(
            "\n## ", '\n![A plan](images/plan.png "Doors open late")\n\n## ', 1
        )
        file.write_text(re.sub(r"(?m)^title: .*$", "title: Evening edition", text, count=1), encoding="utf-8")
        expect(page.locator("h1")).to_have_text("Evening edition", timeout=PATIENCE)
        figure = page.get_by_role("figure").filter(has=page.get_by_role("img", name="A plan"))
        expect(figure.locator("figcaption")).to_have_text("Doors open late")
        expect(figure.locator("figcaption")).to_be_visible()
        assert figure.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 2

        good = file.read_text(encoding="utf-8")
        replace(file, "kind=", "kind=nonsense-")
        alert = page.locator("[role=alert]")
        expect(alert).to_contain_text(f"{file.name}", timeout=PATIENCE)
        # In the language of the page, and in another at the press of a button.
        told = {"zh": "错误[unknown-kind]", "en": "error[unknown-kind]"}
        own = library.source if library.source in told else "en"
        other = next(language for language in told if language != own)
        for language in (own, other, own):
            expect(alert).to_contain_text(told[language])
            expect(alert).to_have_attribute("lang", language)
            alert.get_by_role("button").click()
        expect(page.locator("h1")).to_have_text("Evening edition")

        file.write_text(good, encoding="utf-8")
        expect(alert).to_have_count(0, timeout=PATIENCE)
