"""Templates in one language, made to be quick: pages call them a million times.

Receives a folder of templates, an `Interface` and a memory; returns a Jinja environment whose words come from the
catalogue; those in another language than the page's are marked, until `mark_words` sets elements in place of the
marks. What a template writes that is not ready `Markup` is words, and is escaped; a line end in words is a space,
so that no line of a page is anything but what its template says. Names and attributes that are not there are errors.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup

from build_scripts.content.interface import Interface, isolate_values
from build_scripts.ground.languages import text_direction
from build_scripts.ground.memory import Memory, digest
from build_scripts.pages.spoken import END, MIDDLE, START, spoken_message
from build_scripts.pages.text import Text

_TURNED, _BACK = "\x04", "\x05"  # round a message with values that runs the other way than the page
_MARKED = re.compile("\x01([^\x02]*)\x02([^\x03]*)\x03")
_OPTION = re.compile("<option([^<>]*)>\x01([^\x02]*)\x02([^\x03]*)\x03</option>")
# Two sentences in one language beside each other: one element, as each of two would run the other way than the page.
_NEIGHBOURS = re.compile("\x01([^\x02]*)\x02[^\x03]*(?:\x03 \x01\\1\x02[^\x03]*)+\x03")
_TAG = re.compile("<[^<>]*>")


def open_templates(folder: Path, interface: Interface, memory: Memory, kind: str = "pages") -> Environment:
    """Open the templates of pages, or of another kind; the memory may know how they are compiled."""
    environment = _Templates(
        loader=FileSystemLoader([folder / kind, folder / "partials"]),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_Compiled(memory),
    )
    words = MarkedWords(interface)
    environment.globals |= {"_": words.message, "ngettext": words.counted}
    return environment


class MarkedWords:
    """The messages of a catalogue as HTML: a catalogue holds words."""

    def __init__(self, interface: Interface) -> None:
        """Take the interface of the page’s language."""
        self._interface = interface
        self._plain: dict[str, Markup] = {}

    def message(self, message: str, **values: object) -> Markup:
        """Give a message with its values."""
        if values:
            return self._marked(*self._interface.translations.find(message)) % values
        if message not in self._plain:
            self._plain[message] = self._marked(*self._interface.translations.find(message)) % {}
        return self._plain[message]

    def counted(self, one: str, many: str, number: int) -> Markup:
        """Give a message with a number, written as the locale does."""
        found = self._interface.translations.find_counted(one, many, number)
        return self._marked(*found) % {"num": self._interface.number(number)}

    def _marked(self, language: str, words: str) -> Markup:
        """Give words, each piece between values marked if it is in another language than the page."""
        if language == self._interface.language.code:
            return _escape(words)
        marked, pieces = spoken_message(language, words)
        if len(pieces) > 1 and START in marked and text_direction(language) != self._interface.language.direction:
            pieces[1::2] = map(isolate_values, pieces[1::2])
            marked = f"{_TURNED}{''.join(pieces)}{_BACK}"
        return _escape(marked)


def mark_words(html: str, text: Text) -> str:
    """Set elements in place of the marks of words in another language; within tags nothing can be marked."""
    if START not in html:
        return html
    html = _NEIGHBOURS.sub(lambda found: found[0].replace(f"{END} {START}{found[1]}{MIDDLE}", " "), html)
    plain = _TAG.sub(lambda tag: _MARKED.sub(r"\2", tag[0]).replace(_TURNED, "").replace(_BACK, ""), html)
    other = "ltr" if text.direction(text.language) == "rtl" else "rtl"
    plain = plain.replace(_TURNED, f'<span dir="{other}">').replace(_BACK, "</span>")
    whole = _OPTION.sub(lambda found: f"<option{found[1]}{text.lang(found[2])}>{found[3]}</option>", plain)
    return _MARKED.sub(lambda found: f'<span{text.lang(found[1])} class="dz-words">{found[2]}</span>', whole)


def _escape(words: str) -> Markup:
    return Markup.escape(words.replace("\n", " "))


def _written(value: object) -> Markup:
    """Give what a template writes: HTML that was made by templates as it is, words on one line."""
    return value if type(value) is Markup else _escape(str(value))


class _Context(Context):
    def call(self, function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Call it without asking first whether it wants this context, as nothing does that these templates call."""
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return function(*args, **named)


class _Code(CodeGenerator):
    """Writes values by `_written` alone, which escapes too, and sees before it copies whether there is need."""

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.finalize(")  # type: ignore[no-untyped-call]

    def _output_child_post(self, *_: object) -> None:
        self.write(")")  # type: ignore[no-untyped-call]


class _Templates(Environment):
    code_generator_class = _Code
    context_class = _Context
    getattr = staticmethod(builtins.getattr)  # not what a mapping holds by that name, too


class _Compiled(BytecodeCache):
    """Keeps compiled templates, which are the same for every language: Jinja tells them apart by name and source.

    They are kept in a memory, and as long as the process, which may build with more memories than one.
    """

    known: ClassVar[dict[bytes, bytes]] = {}

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def load_bytecode(self, bucket: Bucket) -> None:
        key = digest(bucket.key, bucket.checksum)
        found = self.memory.get("template", key)
        if not isinstance(found, bytes) and key in self.known:
            found = self.known[key]
            self.memory.put("template", key, found)
        if isinstance(found, bytes):
            bucket.bytecode_from_string(found)  # type: ignore[no-untyped-call]

    def dump_bytecode(self, bucket: Bucket) -> None:
        key = digest(bucket.key, bucket.checksum)
        self.known[key] = bucket.bytecode_to_string()  # type: ignore[no-untyped-call]
        self.memory.put("template", key, self.known[key])
