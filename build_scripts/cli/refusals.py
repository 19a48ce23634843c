"""Why a call is refused, as a phrase: also what the library that reads command lines says.

Receives an exception of click; gives what it says as a `Phrase`. Its own sentences are known by their form, as it has
no other names for them; one that is not known stays in English. Refuses nothing.
"""

from __future__ import annotations

import re

import click

from build_scripts.ground.messages import Phrase

# What click says, and the same as a phrase; {reason} may be such a sentence again.
_SENTENCES = (
    Phrase("Invalid value for %(name)s: %(reason)s", name="", reason=""),
    Phrase("Invalid value: %(reason)s", reason=""),
    Phrase("No such option %(name)s. (Did you mean one of: %(near)s?)", name="", near=""),
    Phrase("No such option %(name)s. Did you mean %(near)s?", name="", near=""),
    Phrase("No such option %(name)s.", name=""),
    Phrase("No such command %(name)s. (Did you mean one of: %(near)s?)", name="", near=""),
    Phrase("No such command %(name)s. Did you mean %(near)s?", name="", near=""),
    Phrase("No such command %(name)s.", name=""),
    Phrase("Missing argument %(name)s.", name=""),
    Phrase("Missing option %(name)s.", name=""),
    Phrase("Missing command.", name=""),
    Phrase("Got unexpected extra argument (%(words)s)", words=""),
    Phrase("Got unexpected extra arguments (%(words)s)", words=""),
    Phrase("Option %(name)s requires an argument.", name=""),
    Phrase("Option %(name)s does not take a value.", name=""),
    Phrase("%(name)s is not one of %(values)s.", name="", values=""),
    Phrase("Directory %(name)s does not exist.", name=""),
    Phrase("File %(name)s does not exist.", name=""),
    Phrase("Directory %(name)s is a file.", name=""),
    Phrase("File %(name)s is a directory.", name=""),
    Phrase("%(name)s is not a valid integer.", name=""),
    Phrase("%(name)s is not a valid float.", name=""),
    Phrase("%(name)s is not a valid integer range.", name=""),
    Phrase("%(name)s is not a valid float range.", name=""),
    Phrase("%(name)s is not in the range %(range)s.", name="", range=""),
    Phrase("%(name)s does not match the format %(format)s.", name="", format=""),
)


def refusal_of(error: click.ClickException) -> Phrase:
    """Give what an exception says, with what it names of the call."""
    if not isinstance(error.message, Phrase):
        return _phrase_of(error.format_message())
    if not isinstance(error, click.BadParameter):
        return error.message
    said = error.format_message().removesuffix(error.message)  # “Invalid value for '--content': ”
    name = said.partition(" for ")[2].rstrip(": ")
    if not name:
        return Phrase("Invalid value: %(reason)s", reason=error.message)
    return Phrase("Invalid value for %(name)s: %(reason)s", name=name, reason=error.message)


def _phrase_of(text: str) -> Phrase:
    for sentence in _SENTENCES:
        form = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(sentence.template))
        match = re.fullmatch(form, text, re.DOTALL)
        if match:
            found = match.groupdict()
            said = {name: _phrase_of(part) if name == "reason" else part for name, part in found.items()}
            return Phrase(sentence.template, **said)
    return Phrase("%(text)s", text=text)
