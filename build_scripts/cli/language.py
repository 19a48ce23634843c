"""The commands that add a language: `duizhao language …`.

`add` declares it in `site.yml` and starts its catalogue of the interface; the site then stands in it, each part that
nobody has translated yet from another language, marked. `update` adds the messages that the interface has gained since
and drops those that it has lost. Refuses what is no code of a language, what is declared, and what is not there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click
from babel import Locale
from babel.messages.pofile import PoFileError

from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say, speech
from build_scripts.content.entries import Content
from build_scripts.content.interface import empty_catalogue, find_catalogue, renewed_catalogue
from build_scripts.content.model import Language
from build_scripts.ground.files import read_plain
from build_scripts.ground.languages import is_known_language, own_name
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import did_you_mean, has_errors, render_text, shown_path
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.ground.strict_yaml import parse_yaml
from build_scripts.ground.texts import LANGUAGE_PATTERN
from build_scripts.ground.yaml_edits import add_item
from build_scripts.publish.build import read_content
from build_scripts.quantities import LANGUAGES, primary
from build_scripts.translation.address import COMMAND


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
        raise click.BadParameter(
            Phrase('"%(code)s" is no code of a language: write it as ja, pt-BR or zh-Hant.', code=code)
        )
    loaded, problems = read_content(content)
    if loaded.site is None:
        raise click.ClickException(render_text(problems, speech(err=True)))
    if code in loaded.languages:
        raise click.ClickException(
            Phrase('"%(code)s" is declared already, in %(path)s.', code=code, path=shown_path(loaded.site_yaml.path))
        )
    for other in fallback:
        if other not in loaded.languages:
            hint = did_you_mean(other, loaded.languages)
            message = Phrase('--fallback: the language "%(other)s" is not declared in site.yml.', other=other)
            raise click.BadParameter(sentences(message, hint))
    own = Language(code=code, name=name or own_name(code), fallback=tuple(dict.fromkeys(fallback)))
    site_file = loaded.site_yaml.path
    fields: dict[str, str | Sequence[str]] = {"code": code, "locale": own.locale, "name": own.name}
    if own.fallback:
        fields["fallback"] = own.fallback
    text = add_item(read_plain(site_file), "languages", fields)
    if has_errors(parse_yaml(text, site_file)[1]):
        raise click.ClickException(
            Phrase("cannot edit %(site_file)s: add the language by hand.", site_file=shown_path(site_file))
        )
    files = {site_file: text}
    catalogue = content / "locale" / f"{code}.po"
    known = find_catalogue(code, (content / "locale", TEMPLATES / "locale"))
    if known is None:
        files = {catalogue: empty_catalogue(code, own.locale, TEMPLATES / "locale"), **files}
    write_files(files)
    for line in _next_steps(loaded, own, known, catalogue):
        say(line)


@language.command("update")
@click.argument("code")
@content_option
def update_language(code: str, content: Path) -> None:
    """Bring the site's catalogue of CODE up to date with the interface."""
    path = content / "locale" / f"{code}.po"
    if not path.is_file():
        raise click.ClickException(Phrase("there is no file %(path)s.", path=shown_path(path)))
    try:
        text = renewed_catalogue(code, path, TEMPLATES / "locale")
    except (PoFileError, LookupError, UnicodeDecodeError, ValueError) as error:
        raise click.ClickException(Phrase("cannot read the catalogue: %(reason)s", reason=error)) from error
    write_files({path: text} if text != read_plain(path) else {})


def _next_steps(loaded: Content, own: Language, known: Path | None, catalogue: Path) -> list[Phrase]:
    """Give what stands in for what is not known of the language, and what to do next."""
    code = own.code
    lines: list[Phrase] = []
    next_best = (*own.fallback, loaded.source)[0]
    if not is_known_language(code.partition("-")[0]):
        nearest = Locale.parse(own.locale).get_display_name(speech().language)
        lines.append(
            Phrase(
                "CLDR does not know %(code)s: dates, numbers and order are those of %(nearest)s.",
                code=code,
                nearest=nearest,
            )
        )
    if primary(code) not in LANGUAGES:
        lines.append(
            Phrase("Of %(code)s only digits, dates and units are read: numbers in words are not compared.", code=code)
        )
    if known is None:
        lines.append(
            Phrase(
                "next: translate %(path)s (until then the interface is that of %(other)s)",
                path=shown_path(catalogue),
                other=next_best,
            )
        )
    elif known.stem != code:
        lines.append(
            Phrase(
                "The interface is that of %(other)s; to change it, copy %(name)s to %(path)s.",
                other=known.stem,
                name=known.name,
                path=shown_path(catalogue),
            )
        )
    export = f"{COMMAND} export {code} -o {code}.po"
    lines.append(
        Phrase("next: %(command)s   (the labels of YAML files, and all texts, as PO for an editor)", command=export)
    )
    first = next((entry for entry in loaded.markdown_entries if entry.language == loaded.source), None)
    if first is not None:
        target = first.path.with_name(first.path.name.replace(f".{loaded.source}.", f".{code}."))
        begin = f"{COMMAND} start {shown_path(target)}"
        lines.append(Phrase("next: %(command)s   (or any other text, in plain text)", command=begin))
    return lines
