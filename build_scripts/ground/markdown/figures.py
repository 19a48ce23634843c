"""Images with captions: what stands in a paragraph or a cell of nothing but images is a figure each, with its caption.

An image’s title, `![words](address "title")`, is its caption. Among words there is no place for one, which
`lost_captions` finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_AROUND = ("softbreak", "hardbreak", "link_open", "link_close")
_PARENTS = ("paragraph_open", "td_open", "th_open")


def mark_figures(state: StateCore) -> None:
    """Make figures of images with captions, whose paragraph is then no element of its own: the last core rule.

    >>> from markdown_it import MarkdownIt
    >>> md = MarkdownIt()
    >>> md.core.ruler.push("figures", mark_figures)
    >>> tokens = md.parse('![甲](a.png "乙")\\n![丙](b.png)')
    >>> tokens[0].hidden, [bool(image.meta.get("figure")) for image in _images(tokens[1])]
    (True, [True, False])
    """
    for no, token in enumerate(state.tokens):
        if token.type == "inline" and state.tokens[no - 1].type in _PARENTS and _is_of_images(token.children or ()):
            captioned = [image for image in _images(token) if image.attrs.get("title")]
            for image in captioned:
                image.meta["figure"] = True
            for edge in (state.tokens[no - 1], state.tokens[no + 1]) if captioned else ():
                if edge.tag == "p":
                    edge.hidden, edge.meta["figures"] = True, True


def lost_captions(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Give every image whose caption has no place, with the inline token that it stands in.

    >>> from build_scripts.ground.markdown import parse
    >>> [image.content for _, image in lost_captions(parse('a ![甲](a.png "乙")').tokens)]
    ['甲']
    """
    for token in tokens:
        for image in _images(token):
            if image.attrs.get("title") and not image.meta.get("figure"):
                yield token, image


def _images(token: Token) -> Iterator[Token]:
    """Give the images of an inline token.

    >>> from build_scripts.ground.markdown import parse
    >>> len(list(_images(parse("![a](b) c ![d](e)").tokens[1])))
    2
    """
    return (child for child in token.children or () if child.type == "image")


def _is_of_images(children: Sequence[Token]) -> bool:
    """Tell whether there is nothing but images, and links around them.

    >>> from build_scripts.ground.markdown import parse
    >>> [_is_of_images(parse(text).tokens[1].children) for text in ("![a](b)\\n[![c](d)](e)", "![a](b) c")]
    [True, False]
    """
    kinds = {child.type for child in children if child.type not in _AROUND and (child.content or child.nesting)}
    return kinds == {"image"}
