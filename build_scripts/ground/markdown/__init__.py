"""Markdown: one reader, and what works on what it reads. No other room looks into Markdown by itself."""

from build_scripts.ground.markdown.html import Address, PlainView, View, escape_text, render, render_inline
from build_scripts.ground.markdown.parser import Document, cut_lines, find_end, parse, plain_prose, read_prose
from build_scripts.ground.markdown.prose import OBJECT, Link, Prose, fold, leaves_of, located, without_notes
from build_scripts.ground.markdown.rewrite import Rewriter, escape_markdown, link_target
from build_scripts.ground.markdown.sentences import sentence_ends, set_apart_opening, split_first_sentence
from build_scripts.ground.markdown.source import quote_source, source_of, without_comments
from build_scripts.ground.markdown.tags import HtmlPart, is_comment, read_tags

__all__ = [
    "OBJECT",
    "Address",
    "Document",
    "HtmlPart",
    "Link",
    "PlainView",
    "Prose",
    "Rewriter",
    "View",
    "cut_lines",
    "escape_markdown",
    "escape_text",
    "find_end",
    "fold",
    "is_comment",
    "leaves_of",
    "link_target",
    "located",
    "parse",
    "plain_prose",
    "quote_source",
    "read_prose",
    "read_tags",
    "render",
    "render_inline",
    "sentence_ends",
    "set_apart_opening",
    "source_of",
    "split_first_sentence",
    "without_comments",
    "without_notes",
]
