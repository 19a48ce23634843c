"""The commands that add a language: `duizhao language …`.

`add` declares it in `site.yml` and starts its catalogue of the interface; the site then stands in it, each part that
nobody has translated yet from another language, marked. Refuses what is no code of a language and what is declared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click
from babel import Locale

from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.content.entries import Content
from build_scripts.content.interface import empty_catalogue, find_catalogue
from build_scripts.content.model import Language
from build_scripts.ground.files import read_plain
from build_scripts.ground.languages import find_locale, is_known_language
from build_scripts.ground.problems import did_you_mean, has_errors, render_text, shown_path
from build_scripts.ground.strict_yaml import parse_yaml
from build_scripts.ground.texts import LANGUAGE_PATTERN
from build_scripts.ground.yaml_edits import add_item
from build_scripts.publish.build import read_content
from build_scripts.publish.known import TEMPLATES
from build_scripts.quantities import LANGUAGES, primary


@click.group()
def language() -> None:
    """Add a language to the site."""


@language.command("add")
@click.argument("code")
@click.option("--name", default="", help="What the language calls itself, where CLDR does not know or you know better.")
@click.option(
    "--fallback", multiple=True, metavar="CODE", help="What it is shown in where it lacks something; again, the next."
)
@content_option
def add_language(code: str, name: str, fallback: tuple[str, ...], content: Path) -> None:
    """Add the language CODE (BCP 47: ja, pt-BR, zh-Hant)."""
    if not re.match(LANGUAGE_PATTERN, code):
        raise click.BadParameter(f'"{code}" is no code of a language: write it as ja, pt-BR or zh-Hant.')
    loaded, problems = read_content(content)
    if loaded.site is None:
        raise click.ClickException(render_text(problems))
    if code in loaded.languages:
        raise click.ClickException(f'"{code}" is declared already, in {shown_path(loaded.site_yaml.path)}.')
    for other in fallback:
        if other not in loaded.languages:
            hint = did_you_mean(other, loaded.languages)
            raise click.BadParameter(f'--fallback: the language "{other}" is not declared in site.yml. {hint}'.strip())
    own = Language(code=code, name=name or _own_name(code), fallback=tuple(dict.fromkeys(fallback)))
    site_file = loaded.site_yaml.path
    fields: dict[str, str | Sequence[str]] = {"code": code, "locale": own.locale, "name": own.name}
    if own.fallback:
        fields["fallback"] = own.fallback
    text = add_item(read_plain(site_file), "languages", fields)
    if has_errors(parse_yaml(text, site_file)[1]):
        raise click.ClickException(f"cannot edit {shown_path(site_file)}: add the language by hand.")
    files = {site_file: text}
    catalogue = content / "locale" / f"{code}.po"
    known = find_catalogue(code, (content / "locale", TEMPLATES / "locale"))
    if known is None:
        files = {catalogue: empty_catalogue(code, own.locale, TEMPLATES / "locale"), **files}
    write_files(files)
    for line in _next_steps(loaded, own, known, catalogue):
        click.echo(line)


def _own_name(code: str) -> str:
    """Give what CLDR says that the language calls itself, or else its code."""
    if not is_known_language(code.partition("-")[0]):
        return code
    locale = find_locale(code)
    found = locale.get_display_name(locale) if "-" in code else locale.get_language_name(locale)
    return found or code


def _next_steps(loaded: Content, own: Language, known: Path | None, catalogue: Path) -> list[str]:
    """Give what stands in for what is not known of the language, and what to do next."""
    code, lines = own.code, []
    next_best = (*own.fallback, loaded.source)[0]
    if not is_known_language(code.partition("-")[0]):
        nearest = Locale.parse(own.locale).get_display_name("en")
        lines.append(f"CLDR does not know {code}: dates, numbers and order are those of {nearest}.")
    if primary(code) not in LANGUAGES:
        lines.append(f"Of {code} only digits, dates and units are read: numbers in words are not compared.")
    if known is None:
        lines.append(f"next: translate {shown_path(catalogue)} (until then the interface is that of {next_best})")
    elif known.stem != code:
        lines.append(
            f"The interface is that of {known.stem}; to change it, copy {known.name} to {shown_path(catalogue)}."
        )
    export = f"duizhao translate export {code} -o {code}.po"
    lines.append(f"next: {export}   (the labels of YAML files, and all texts, as PO for an editor)")
    first = next((entry for entry in loaded.markdown_entries if entry.language == loaded.source), None)
    if first is not None:
        target = first.path.with_name(first.path.name.replace(f".{loaded.source}.", f".{code}."))
        lines.append(f"next: duizhao translate start {shown_path(target)}   (or any other text, in plain text)")
    return lines
