"""Messages as gettext PO, for Weblate, Poedit, Crowdin and the like: written, and read.

Receives messages and their `Head`, or the bytes of a PO file; returns the one from the other. A comment of the
translator's kind says which translation was exported: such comments go with the translation through msgmerge and
editors, while extracted ones come anew from the template. Refuses, as `TranslationError`, what is no PO, and messages
without context or with plural forms.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as PoMessage
from babel.messages.pofile import PoFileError, read_po, write_po

from build_scripts.ground.messages import Phrase
from build_scripts.translation.catalogue import Catalogue, Head, Message, exported_line, exported_stamp
from build_scripts.translation.edits import TranslationError

# What Babel makes up where nothing is known; a header says nothing that depends on the clock.
_DATES = "POT-Creation-Date|PO-Revision-Date"
_MADE_UP = re.compile(rf'^"({_DATES}|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To: EMAIL).*\n', re.M)
_WIDTH = 1_000_000  # of no line: with none Babel breaks comments after 76 characters
# What `msgcat --escape` writes for characters outside ASCII and Babel does not read; `\\\\` is a backslash.
_OCTAL = re.compile(rb"\\\\|\\([0-3][0-7]{2})")


def export_po(messages: Iterable[Message], head: Head) -> str:
    """Give messages as PO text."""
    bugs = {"msgid_bugs_address": head.report} if head.report else {}
    catalogue = Catalog(locale=head.locale, header_comment="", charset="utf-8", fuzzy=False, **bugs)
    for message in messages:
        _add(catalogue, message)
    out = io.BytesIO()
    write_po(out, catalogue, width=_WIDTH, include_previous=True)
    text = _MADE_UP.sub("", out.getvalue().decode("utf-8"))
    project = head.project.replace("\\", r"\\").replace('"', r"\"")
    return text.replace('"Project-Id-Version: PROJECT VERSION\\n"', f'"Project-Id-Version: {project}\\n"', 1)


def _add(catalogue: Catalog, message: Message) -> None:
    added = catalogue.add(
        message.source,
        message.target,
        locations=[message.place],
        flags=("fuzzy",) if message.is_fuzzy else (),
        auto_comments=[line for comment in message.comments for line in comment.splitlines()],
        previous_id=message.before or (),
        user_comments=[exported_line(message)],
        context=message.context,
    )
    added.flags -= {"python-format", "python-brace-format"}  # Babel takes "16% of" and "{16}" for such


def read_po_file(data: bytes) -> Catalogue:
    """Read a PO file."""
    try:
        unix = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
        plain = _OCTAL.sub(lambda match: bytes([int(match[1], 8)]) if match[1] else match[0], unix)
        catalogue = read_po(io.BytesIO(plain), abort_invalid=True)
    except (PoFileError, LookupError, UnicodeDecodeError, ValueError) as error:
        raise TranslationError(Phrase("cannot read the catalogue: %(reason)s", reason=error)) from error
    messages = tuple(_message(each) for each in catalogue if each.id)
    return Catalogue(catalogue.locale_identifier or "", messages)


def _message(message: PoMessage) -> Message:
    if not message.context:
        raise TranslationError(Phrase('the message "%(id)s" has no context (msgctxt).', id=str(message.id)[:40]))
    if message.pluralizable:
        raise TranslationError(
            Phrase('the message "%(context)s" has plural forms, which the content has not.', context=message.context)
        )
    stamped = exported_stamp(message.user_comments)
    return Message(message.context, str(message.id), str(message.string), message.fuzzy, stamped)
