"""What the parser of YAML says is wrong, in the words of editors: what they most likely did, and how to mend it.

Receives what PyYAML says; gives a `Slip`. What is not known by its signs is said as PyYAML says it. Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from build_scripts.ground.messages import Phrase
from build_scripts.ground.yaml_reader import TOO_DEEP

_QUOTE = Phrase("Text that holds ': ' or '#', or starts with a special character, needs quotes.")


@dataclass(frozen=True)
class Slip:
    """What editors do to YAML: the signs of it in what PyYAML says, the same in plain words, and the remedy."""

    signs: tuple[str, ...]
    reason: Phrase
    hint: Phrase = _QUOTE
    is_where_it_began: bool = False


TOO_DEEP_SLIP = Slip((TOO_DEEP,), Phrase("it is nested too deeply"), Phrase("Write it with fewer levels."))
_SLIPS = (
    TOO_DEEP_SLIP,
    Slip(("'\\t'",), Phrase("a tab stands where only spaces can"), Phrase("Indent with spaces, not with tabs.")),
    Slip(("another document",), Phrase("a second document begins here"), Phrase("Remove the line ---.")),
    Slip(
        ("quoted scalar", "end of stream"),
        Phrase("a quote is opened and never closed"),
        Phrase("Close the quote."),
        True,
    ),
    Slip(
        ("quoted scalar", "document separator"),
        Phrase("a quote is opened and never closed"),
        Phrase("Close the quote."),
    ),
    Slip(
        ("unknown escape",),
        Phrase("a backslash in double quotes stands before a character that it cannot escape"),
        Phrase("Write it twice (\\\\), or use single quotes."),
    ),
    Slip(
        ("flow sequence",),
        Phrase("a bracket is not closed, or a comma is missing"),
        Phrase("Close it with ], and put a comma between entries."),
    ),
    Slip(
        ("flow mapping",),
        Phrase("a brace is not closed, or a comma is missing"),
        Phrase("Close it with }, and put a comma between fields."),
    ),
    Slip(
        ("escape sequence",),
        Phrase("a backslash in double quotes stands before a character that it cannot escape"),
        Phrase("Write it twice (\\\\), or use single quotes."),
    ),
    Slip(("scanning an alias",), Phrase("a text begins with a character that has a meaning in YAML")),
    Slip(("scanning an anchor",), Phrase("a text begins with a character that has a meaning in YAML")),
    Slip(("a tag",), Phrase("a text begins with a character that has a meaning in YAML")),
    Slip(("directive",), Phrase("a line begins with a percent sign")),
    Slip(("YAML document (version",), Phrase("a line begins with a percent sign")),
    Slip(
        ("block scalar",),
        Phrase("something stands after | or >"),
        Phrase("Begin the text on the next line, indented by spaces."),
    ),
    Slip(
        ("expected the node content",),
        Phrase("a bracket or brace closes nothing"),
        Phrase("Remove it, or put the whole text into quotes."),
    ),
    Slip(("flow node",), Phrase("a bracket or brace is not closed"), Phrase("Close it with ] or }.")),
    Slip(("duplicate anchor",), Phrase("an anchor (&name) stands twice"), Phrase("Write the text out.")),
    Slip(
        ("simple key",),
        Phrase("a line has no colon after its name"),
        Phrase("Write name: value, or put a text of several lines into quotes."),
        is_where_it_began=True,
    ),
    Slip(("mapping values are not allowed",), Phrase("a colon stands where no name of a field can"), _QUOTE),
    Slip(("cannot start any token",), Phrase("a text begins with a character that has a meaning in YAML"), _QUOTE),
    Slip(
        ("block mapping",),
        Phrase("a line is indented otherwise than its neighbours, or something follows a closing quote or bracket"),
        Phrase("Give fields of one level the same indentation, and put the whole text into quotes."),
    ),
    Slip(
        ("block collection",),
        Phrase("an entry of a list is indented otherwise than its neighbours"),
        Phrase("Begin entries of one list with - in the same column."),
    ),
    Slip(
        ("sequence entries are not allowed",),
        Phrase("a list begins in the line of its field"),
        Phrase("Begin it on a line of its own."),
    ),
)


def find_slip(parts: str) -> Slip:
    """Give the slip behind what PyYAML says.

    >>> find_slip("while parsing a flow sequence, expected ',' or ']', but got ':'").reason
    'a bracket is not closed, or a comma is missing'
    """
    known = next((slip for slip in _SLIPS if all(sign in parts for sign in slip.signs)), None)
    return known or Slip((), Phrase("%(parts)s", parts=parts))
