"""Statement → the reference that it is known by everywhere: the report’s short name, the brief’s title, its number.

Receives a `Library` and a statement; returns texts by language, or plain words. No two statements share a reference,
because the rule `duplicate-reference` refuses content in which they would. Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library, Statement


@dataclass(frozen=True)
class StatementReference:
    """What a reference is made of; the number is the same in every language, and never grouped.

    >>> reference = StatementReference(Texts({"zh": "城市报告", "en": "City report"}), Texts({"zh": "道路"}), 7)
    >>> reference.words("zh"), reference.words("en", "zh")
    ('城市报告 · 道路 7', 'City report · 道路 7')
    """

    report: Texts[str]
    brief: Texts[str]
    number: int

    def words(self, *languages: str) -> str:
        """Give the reference in the first wanted language that each part exists in."""
        return f"{join_reference(self.report.pick(*languages) or '', self.brief.pick(*languages) or '')} {self.number}"


def join_reference(report: str, brief: str) -> str:
    """Give what all references to a brief begin with.

    >>> join_reference("City report", "Roads")
    'City report · Roads'
    """
    return f"{report} · {brief}"


def reference_to(library: Library, statement: Statement) -> StatementReference:
    """Give the reference of a statement."""
    address = statement.address
    brief = library.titles[f"reports/{address.brief_key}/"]
    return StatementReference(library.reports[address.report].facts.short, brief, statement.number)
