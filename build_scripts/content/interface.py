"""Interface text and formats of one language: gettext catalogues compiled by Babel, CLDR lists and numbers.

Receives folders with `<language>.po` files (the site's own `locale/` before the project's); returns
`Interface` values or problems. The messages are written in English in the templates, so English needs no
catalogue. Refuses catalogues that cannot be read; fuzzy messages are never shown.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from markupsafe import Markup

from build_scripts.content.model import Language
from build_scripts.ground.dates import format_edtf
from build_scripts.ground.files import read_text
from build_scripts.ground.memory import digest
from build_scripts.ground.problems import Place, Problem, has_errors, shown_path

MESSAGE_LANGUAGE = "en"
_PLACEHOLDER = re.compile(r"%\([^()]*\)s")


@dataclass(frozen=True)
class Interface:
    """How the site speaks in one language; `digest` is that of all this."""

    language: Language
    locale: Locale
    translations: NullTranslations
    digest: bytes = b""

    def date(self, edtf: str) -> str:
        """Write an EDTF date."""
        gettext = self.translations.gettext
        return format_edtf(edtf, self.locale, gettext("about %(date)s"))

    def known(self, fact: str, basis: str) -> str:
        """Write a fact; one that is not stated by what it is about says that it is inferred."""
        if basis != "inferred":
            return fact
        words = self.translations.gettext("%(fact)s (inferred)")
        # A label in another language is marked up, and stays so.
        return (Markup.escape(words) if isinstance(fact, Markup) else words) % {"fact": fact}

    def number(self, number: int) -> str:
        """Write a whole number with the locale's grouping."""
        return _number(number, self.language.locale)

    def join(self, items: Iterable[str]) -> str:
        """Write a list: a, b and c."""
        return format_list(list(items), locale=self.locale)


class _Isolated(NullTranslations):
    """Messages in English amid a language that runs from right to left, each kept in its own direction (LRI … PDI)."""

    def gettext(self, message: str) -> str:
        return f"\u2066{message}\u2069"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@lru_cache(maxsize=8192)
def _number(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


def find_catalogue(language: str, folders: Iterable[Path]) -> Path | None:
    """Give the first folder's catalogue of a language, falling back from `pt-BR` to `pt`."""
    for name in dict.fromkeys((language, language.split("-")[0])):
        for folder in folders:
            path = folder / f"{name}.po"
            if os.path.lexists(path):
                return path
    return None


def load_interface(language: Language, folders: tuple[Path, ...], site_file: Path) -> tuple[Interface, list[Problem]]:
    """Compile a language's catalogue in memory."""
    locale = Locale.parse(language.locale)
    path = find_catalogue(language.code, folders)
    if path is None:
        problems = []
        if language.code.split("-")[0] != MESSAGE_LANGUAGE:
            hint = f"Add {shown_path(folders[0] / (language.code + '.po'))}; until then the interface is English."
            message = f'there is no catalogue of the interface text in "{language.code}".'
            problems.append(Place(site_file).warning("missing-catalogue", message, hint))
        return Interface(language, locale, _untranslated(language), digest(language)), problems
    text, found = read_text(path)
    if has_errors(found):
        return _without(path, language, folders, site_file, found)
    try:
        catalogue = read_po(io.BytesIO(text.encode()), abort_invalid=True)
        incomplete = list(_incomplete(catalogue, path, language.code, known_messages(folders[-1])))
        compiled = io.BytesIO()
        write_mo(compiled, catalogue, use_fuzzy=False)
        compiled.seek(0)
        translations = Translations(compiled)
        translations.add_fallback(_untranslated(language))
    except (PoFileError, LookupError, UnicodeDecodeError, ValueError) as error:
        line, reason = 1, str(error)
        if isinstance(error, PoFileError):  # which counts lines from 0, and says so in its text
            line, reason = error.lineno + 1, reason.removesuffix(f" on {error.lineno}")
        problem = Place(path, line).error("broken-catalogue", f"cannot read the catalogue: {reason}.")
        return _without(path, language, folders, site_file, [*found, problem])
    return Interface(language, locale, translations, digest(language, text)), [*found, *incomplete]


def _untranslated(language: Language) -> NullTranslations:
    """Give the messages as they are shown where the language has no words for them: in English."""
    return _Isolated() if language.direction == "rtl" else NullTranslations()


def _without(
    path: Path, language: Language, folders: tuple[Path, ...], site_file: Path, found: list[Problem]
) -> tuple[Interface, list[Problem]]:
    """Do without a catalogue that cannot be read: that of the next folder serves, or the messages in English."""
    more: list[Problem] = []
    interface = Interface(language, Locale.parse(language.locale), _untranslated(language), digest(language))
    below = folders[folders.index(path.parent) + 1 :]
    if below:
        interface, more = load_interface(language, below, site_file)
        more = [problem for problem in more if problem.rule != "missing-catalogue"]
    return interface, [*(replace(problem, level="warning") for problem in found), *more]


def read_catalogue(path: Path) -> Catalog:
    """Read a PO file; raises Babel's `PoFileError` when it is malformed."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


@cache
def known_messages(folder: Path) -> Mapping[tuple[str, str | None], Message]:
    """Give all messages of the interface, by text and context, from the project's own catalogues."""
    catalogues = (read_catalogue(path) for path in sorted(folder.glob("*.po")))
    return {(text_of(message), message.context): message for found in catalogues for message in found if message.id}


def empty_catalogue(language: str, locale: str, folder: Path) -> str:
    """Write a catalogue of all messages of the interface, none of them translated, with the plurals of the language."""
    known = known_messages(folder)
    catalogue = Catalog(locale=locale, charset="utf-8", fuzzy=False, header_comment="")
    for message in known.values():
        catalogue.add(message.id, None, auto_comments=message.auto_comments, context=message.context)
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, no_location=True, width=100)
    header = re.compile(
        r'^"(?:POT-Creation|PO-Revision|Last-Tr|Language-Team|Report-M|Generated-By|Project-Id).*\n', re.M
    )
    text = header.sub("", out.getvalue().decode("utf-8")).lstrip()
    return re.sub(r'^"Language: .*\\n"$', rf'"Language: {language}\\n"', text, flags=re.M)


def text_of(message: Message) -> str:
    """Give the text of a message, that of one where it has a plural."""
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _incomplete(
    catalogue: Catalog, path: Path, language: str, known: Collection[tuple[str, str | None]]
) -> Iterator[Problem]:
    """Find what is missing in a catalogue; a message that cannot be filled in is emptied, so that English serves."""
    lacking = [text for text, context in known if catalogue.get(text, context) is None]
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        text = text_of(message)
        place = Place(path, message.lineno or 1)
        if message.fuzzy:
            yield place.warning("fuzzy-message", f'"{text}" is marked fuzzy.', "Check it and remove the mark.")
        elif not all(texts):
            lacking.append(text)
        else:
            faults = list(_placeholders(text, [str(found) for found in texts], place))
            if faults:
                message.string = tuple("" for _ in texts) if isinstance(message.string, tuple) else ""
            yield from faults
    if lacking:
        some = ", ".join(f"“{text}”" for text in lacking[:3]) + (" …" if len(lacking) > 3 else "")
        count = f"{len(lacking)} of {max(len(known), len(catalogue))} messages"
        told = f'{count} are not translated into "{language}": {some}.'
        yield Place(path).warning("missing-message", told, "Until then they are in English.")


def _placeholders(message: str, texts: Iterable[str], place: Place) -> Iterator[Problem]:
    """A translation fills in only what its message fills in; anything else would end in an exception."""
    wanted = set(_PLACEHOLDER.findall(message))
    for text in texts:
        found = set(_PLACEHOLDER.findall(text))
        # Also a message that fills in nothing is written as one that does: a bare percent sign would end the build.
        if not found <= wanted or "%" in _PLACEHOLDER.sub("", text).replace("%%", ""):
            hint = f"Use only {' and '.join(sorted(wanted)) or 'none'}; a percent sign is %%. Until then it is English."
            yield place.warning("wrong-placeholder", f'"{text}" has other placeholders than "{message}".', hint)
