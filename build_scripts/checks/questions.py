"""Questions of readers held to the content → problems.

Receives `Content`; refuses questions that nothing answers, in a language that the site has not, or that name an answer
or are asked in the same words twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.checks.links import is_unread, statement_keys
from build_scripts.checks.names import check_known
from build_scripts.content.entries import Content
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem, did_you_mean


def check_questions(content: Content) -> Iterator[Problem]:
    """What answers a question exists, and it is asked in languages of the site, each time in other words."""
    table, keys = content.tables.questions, statement_keys(content)
    for identifier, question in table.entries.items():
        for no, key in enumerate(question.statements):
            place = table.place(identifier, "statements", no)
            if not is_unread(content, key.partition("#")[0]):
                yield from check_known("statement", key, keys, place)
            if key in question.statements[:no]:
                message = Phrase('"%(words)s" stands twice.', words=key)
                yield place.error("duplicate-id", message, Phrase("Keep one of them."))
        for code, asked in question.asked.items():
            if content.languages and code not in content.languages:
                message = Phrase(
                    '%(field)s: the language "%(code)s" is not declared in site.yml.', field="asked", code=code
                )
                hint = did_you_mean(code, content.languages)
                yield table.place(identifier, "asked", code).error("unknown-language", message, hint)
            for no, words in enumerate(asked):
                if words in asked[:no]:
                    place = table.place(identifier, "asked", code, no)
                    message = Phrase('"%(words)s" stands twice.', words=words)
                    yield place.error("duplicate-id", message, Phrase("Keep one of them."))
