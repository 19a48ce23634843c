"""Interface text and formats of one language: gettext catalogues compiled by Babel, CLDR lists and numbers.

Receives folders with `<language>.po` files (the site's own `locale/` before the project's); returns
`Interface` values or problems. The messages are written in English in the templates, so English needs no
catalogue. What a catalogue lacks is looked for in those of the languages that the site falls back to, at last in
English. Refuses catalogues that cannot be read; fuzzy messages are never shown.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

from build_scripts.content.model import Language, Site
from build_scripts.ground.dates import format_edtf
from build_scripts.ground.files import read_text
from build_scripts.ground.languages import text_direction
from build_scripts.ground.memory import digest
from build_scripts.ground.messages import Phrase, both, reported
from build_scripts.ground.problems import Place, Problem, has_errors, shown_path

MESSAGE_LANGUAGE = "en"
_OPEN_QUOTE = re.compile(r'\s*(?:msg[a-z]+(?:\[[0-9]\])?\s*)?"(?:\\.|[^"\\])*$')
# What says when and by whom: git knows, and the same input must give the same bytes.
_MADE_UP = re.compile(
    r'^"(?:POT-Creation|PO-Revision|Last-Tr|Language-Team|Report-M|Generated-By|Project-Id).*\n', re.MULTILINE
)
_PLACEHOLDER = re.compile(r"%\([^()]*\)s")


class _Lacking(NullTranslations):
    """Stands behind a catalogue and tells what it lacks: no message is written as nothing."""

    def gettext(self, message: str) -> str:
        """Give nothing."""
        return ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Give nothing."""
        return ""


class Words(NullTranslations):
    """The messages in the first language that has them, of several catalogues with their languages, else in English."""

    def __init__(self, catalogues: Sequence[tuple[str, NullTranslations | None]] = ()) -> None:
        """Take the catalogues in order; a language without one, unless it is English, has no messages."""
        super().__init__()
        self.catalogues = tuple(catalogues)

    def gettext(self, message: str) -> str:
        """Give a message; amid words that run the other way it is kept in its own direction (FSI … PDI)."""
        return self._isolated(*self.find(message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Give a message with a number, kept in its own direction as well."""
        return self._isolated(*self.find_counted(one, many, number))

    def _isolated(self, language: str, words: str) -> str:
        own = self.catalogues[0][0] if self.catalogues else MESSAGE_LANGUAGE
        is_amid = language != own and text_direction(language) != text_direction(own) and _has_letters(words)
        return f"\u2068{isolate_values(words)}\u2069" if is_amid else words

    def find(self, message: str) -> tuple[str, str]:
        """Give a message with the language that it is in."""
        return self._first((code, catalogue.gettext(message)) for code, catalogue in self._speaking()) or (
            MESSAGE_LANGUAGE,
            message,
        )

    def find_counted(self, one: str, many: str, number: int) -> tuple[str, str]:
        """Give a message with a number, and the language that it is in."""
        found = ((code, catalogue.ngettext(one, many, number)) for code, catalogue in self._speaking())
        return self._first(found) or (MESSAGE_LANGUAGE, one if number == 1 else many)

    def _speaking(self) -> Iterator[tuple[str, NullTranslations]]:
        """Give the catalogues as far as they are needed: English has every message."""
        for code, catalogue in self.catalogues:
            if catalogue is not None:
                yield code, catalogue
            if code.split("-")[0] == MESSAGE_LANGUAGE:
                yield code, NullTranslations()

    @staticmethod
    def _first(found: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
        return next(((code, words) for code, words in found if words), None)


@dataclass(frozen=True)
class Interface:
    """How the site speaks in one language; `digest` is that of all this, and two are the same if it is."""

    language: Language = field(compare=False)
    locale: Locale = field(compare=False)
    translations: Words = field(compare=False)
    digest: bytes

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


def _has_letters(message: str) -> bool:
    return any(char.isalpha() for char in _PLACEHOLDER.sub("", message))


@lru_cache(maxsize=8192)
def _number(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


def isolate_values(words: str) -> str:
    """Let each value of a message keep its own direction (FSI … PDI), but for a mere number.

    >>> isolate_values("%(num)s of %(name)s").replace("\u2068", "<").replace("\u2069", ">")
    '%(num)s of <%(name)s>'
    """
    return _PLACEHOLDER.sub(lambda value: value[0] if value[0] == "%(num)s" else f"\u2068{value[0]}\u2069", words)


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
            wanted = shown_path(folders[0] / f"{language.code}.po")
            hint = Phrase(
                "Add %(wanted)s; until then its messages are those of the language that it falls back to.",
                wanted=wanted,
            )
            message = Phrase('there is no catalogue of the interface text in "%(code)s".', code=language.code)
            problems.append(Place(site_file).warning("missing-catalogue", message, hint))
        return Interface(language, locale, Words([(language.code, None)]), digest(language)), problems
    text, found = read_text(path)
    if has_errors(found):
        return _without(path, language, folders, site_file, found)
    own = folders[-1]
    try:
        translations, incomplete = _compile(text, path, language.code, None if path.parent == own else own)
    except (PoFileError, LookupError, UnicodeDecodeError, ValueError) as error:
        line, reason = 1, str(error)
        if isinstance(error, PoFileError):  # which counts lines from 0, and says so in its text
            line, reason = error.lineno + 1, reason.removesuffix(f" on {error.lineno}")
        problem = Place(path, line).error(
            "broken-catalogue", Phrase("cannot read the catalogue: %(reason)s.", reason=reported(reason))
        )
        return _without(path, language, folders, site_file, [*found, problem])
    words = Words([(language.code, translations)])
    return Interface(language, locale, words, digest(language, text)), [*found, *incomplete]


@lru_cache(maxsize=64)
def _compile(text: str, path: Path, language: str, own: Path | None) -> tuple[Translations, tuple[Problem, ...]]:
    """Compile a catalogue, and say what it lacks of the project's `own`, which are kept whole; raises as Babel does."""
    catalogue = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    for no, line in enumerate(text.split("\n")):
        if _OPEN_QUOTE.match(line):  # which Babel reads without its last letter
            raise PoFileError("unclosed quotation mark", catalogue, line, no)
    incomplete = tuple(_incomplete(catalogue, path, language, known_messages(own) if own else ()))
    for message in [message for message in catalogue if isinstance(message.string, tuple) and not all(message.string)]:
        catalogue.delete(message.id, message.context)  # Babel would write the English words in place of the open forms
    compiled = io.BytesIO()
    write_mo(compiled, catalogue, use_fuzzy=False)
    compiled.seek(0)
    translations = Translations(compiled)
    translations.add_fallback(_Lacking())
    return translations, incomplete


def _without(
    path: Path, language: Language, folders: tuple[Path, ...], site_file: Path, found: list[Problem]
) -> tuple[Interface, list[Problem]]:
    """Do without a catalogue that cannot be read: that of the next folder serves, or other languages."""
    more: list[Problem] = []
    interface = Interface(language, Locale.parse(language.locale), Words([(language.code, None)]), digest(language))
    below = folders[folders.index(path.parent) + 1 :]
    if below:
        interface, more = load_interface(language, below, site_file)
        more = [problem for problem in more if problem.rule != "missing-catalogue"]
    return interface, [*(replace(problem, level="warning") for problem in found), *more]


def with_fallbacks(interfaces: Mapping[str, Interface], site: Site) -> dict[str, Interface]:
    """Let each language look for the messages that it lacks in the catalogues of those that it falls back to."""
    found = {}
    for code, own in interfaces.items():
        chain = [interfaces[other] for other in site.order(code) if other in interfaces]
        words = Words([each for interface in chain for each in interface.translations.catalogues])
        found[code] = replace(own, translations=words, digest=digest([interface.digest for interface in chain]))
    return found


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
    return _named(language, catalogue_text(_empty(locale, folder)))


def renewed_catalogue(language: str, path: Path, folder: Path) -> str:
    """Write a catalogue with the messages that the interface has now, new ones open; raises as `read_catalogue`."""
    return _named(language, renewed_text(path, _empty(language.replace("-", "_"), folder)))


def renewed_text(path: Path, template: Catalog) -> str:
    """Write a catalogue so that it holds just the messages of a template."""
    catalogue = read_catalogue(path)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue_text(catalogue)


def _empty(locale: str, folder: Path) -> Catalog:
    catalogue = Catalog(locale=locale, charset="utf-8", fuzzy=False, header_comment="")
    for message in known_messages(folder).values():
        catalogue.add(message.id, None, auto_comments=message.auto_comments, context=message.context)
    return catalogue


def _named(language: str, text: str) -> str:
    return re.sub(r'^"Language: .*\\n"$', rf'"Language: {language}\\n"', text, flags=re.M)


def catalogue_text(catalogue: Catalog) -> str:
    """Write a catalogue as PO, sorted, without what depends on the clock; what stands in braces is no placeholder."""
    for message in catalogue:
        message.flags.discard("python-brace-format")
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, no_location=True, width=100, ignore_obsolete=True)
    return _MADE_UP.sub("", out.getvalue().decode("utf-8")).lstrip()


def text_of(message: Message) -> str:
    """Give the text of a message, that of one where it has a plural."""
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _incomplete(
    catalogue: Catalog, path: Path, language: str, known: Collection[tuple[str, str | None]]
) -> Iterator[Problem]:
    """Find what is missing in a catalogue; what cannot be filled in is emptied, and the next language serves."""
    wanted = known or [(text_of(message), message.context) for message in catalogue if message.id]
    lacking = [text for text, context in wanted if catalogue.get(text, context) is None]
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        text = text_of(message)
        place = Place(path, message.lineno or 1)
        if message.fuzzy:
            yield place.warning(
                "fuzzy-message",
                Phrase('"%(text)s" is marked fuzzy.', text=text),
                Phrase("Check it and remove the mark."),
            )
        elif not all(texts):
            lacking += [text] if (text, message.context) in wanted else []
        else:
            faults = list(_placeholders(text, [str(found) for found in texts], place))
            if faults:
                message.string = tuple("" for _ in texts) if isinstance(message.string, tuple) else ""
            yield from faults
    if lacking:
        told = Phrase(
            '%(count)s of %(all)s messages are not translated into "%(language)s": %(some)s%(more)s.',
            count=len(lacking),
            all=len(wanted),
            language=language,
            some=[f"“{text}”" for text in lacking[:3]],
            more=" …" if len(lacking) > 3 else "",
        )
        yield Place(path).warning("missing-message", told, Phrase("Until then the next language serves."))


def _placeholders(message: str, texts: Iterable[str], place: Place) -> Iterator[Problem]:
    """A translation fills in only what its message fills in; anything else would end in an exception."""
    wanted = set(_PLACEHOLDER.findall(message))
    for text in texts:
        found = set(_PLACEHOLDER.findall(text))
        # Also a message that fills in nothing is written as one that does: a bare percent sign would end the build.
        if not found <= wanted or "%" in _PLACEHOLDER.sub("", text).replace("%%", ""):
            hint = Phrase("Use no placeholder; a percent sign is %%%%. Until then the next language serves.")
            if wanted:
                own = both(sorted(wanted))
                hint = Phrase("Use only %(own)s; a percent sign is %%%%. Until then the next language serves.", own=own)
            yield place.warning(
                "wrong-placeholder",
                Phrase('"%(text)s" has other placeholders than "%(message)s".', text=text, message=message),
                hint,
            )
