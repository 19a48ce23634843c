"""What the fields of the data files are called, and what they mean, in the words of the interface.

Receives a `gettext`; gives the title and the meaning of a field by its name, in JSON and in tables alike; of a table
where it is not the same in all of them (`comparisons.kind`). Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Gettext = Callable[[str], str]


def in_english(message: str) -> str:
    """Give a message as it is written, for programs and their schemas."""
    return message


def field_words(gettext: Gettext) -> Mapping[str, tuple[str, str]]:
    """Give title and meaning of every field."""
    return {**_shared(gettext), **_of_claims(gettext), **_of_figures(gettext), **_of_others(gettext)}


def words_of(words: Mapping[str, tuple[str, str]], table: str, field: str) -> tuple[str, str]:
    """Give title and meaning of a field in a table."""
    return words.get(f"{table}.{field}") or words[field]


def _shared(gettext: Gettext) -> Mapping[str, tuple[str, str]]:
    return {
        "id": (gettext("Id"), gettext("The id on the pages and in all files; it does not change.")),
        "urls": (gettext("Address"), gettext("The permalink.")),
        "reference": (gettext("Reference"), gettext("How it is cited: report, brief and number.")),
        "report": (gettext("Report (id)"), gettext("The report that it is of.")),
        "statement": (gettext("Statement (id)"), gettext("The statement that gives it.")),
        "statements": (gettext("Statements (ids)"), gettext("Ids of the statements.")),
        "sector": (gettext("Sector (id)"), gettext("The sector that it is compared under.")),
        "sectors": (gettext("Sectors (ids)"), gettext("Ids of the sectors that it is about, its own first.")),
        "sector_labels": (gettext("Sectors"), gettext("The names of the sectors.")),
        "actors": (gettext("Actors (ids)"), gettext("Ids of those that it speaks of or to.")),
        "actor_labels": (gettext("Actors"), gettext("The names of those that it speaks of or to.")),
        "kind": (gettext("Kind (id)"), gettext("What it is: the id of a kind of this site.")),
        "kind_label": (gettext("Kind"), gettext("The name of the kind.")),
        "label": (gettext("Name"), gettext("What it is called.")),
        "title": (gettext("Title"), gettext("The title.")),
        "warning": (gettext("Warning"), gettext("What the editors warn of; it belongs to every use of the line.")),
        "note": (gettext("Note"), gettext("What the editors note.")),
    }


def _of_claims(gettext: Gettext) -> Mapping[str, tuple[str, str]]:
    return {
        "brief": (gettext("Brief (id)"), gettext("The brief that it stands in.")),
        "number": (gettext("Number"), gettext("Its place in its brief or comparison, from 1.")),
        "page": (gettext("Page of the original"), gettext("Where in the original it stands, if that is known.")),
        "text": (gettext("Text"), gettext("The sentence itself, in the words of this site.")),
        "details": (gettext("Details"), gettext("What follows the sentence.")),
        "notes": (gettext("Editor’s notes"), gettext("Notes of the editors of this site.")),
        "cites": (gettext("Sources (ids)"), gettext("References of the report that it rests on.")),
        "figures": (gettext("Figures (ids)"), gettext("Its typed figures.")),
        "events": (gettext("Events (ids)"), gettext("The events that it mentions.")),
        "translation": (gettext("State of translation"), gettext("Whether there is a translation, and of which text.")),
        "rests": (gettext("Rests on"), gettext("Ids of the statements that it rests on.")),
        "comparisons.kind": (
            gettext("Kind (id)"),
            gettext("“agree”: the reports agree; “differ”: they differ; “only”: one alone says so."),
        ),
    }


def _of_figures(gettext: Gettext) -> Mapping[str, tuple[str, str]]:
    return {
        "indicator": (gettext("Indicator (id)"), gettext("What is measured.")),
        "indicator_label": (gettext("Indicator"), gettext("The name of what is measured.")),
        "geography": (gettext("Place (id)"), gettext("The place that it is measured for.")),
        "geography_label": (gettext("Place"), gettext("The name of the place.")),
        "year": (gettext("Year"), gettext("The time that it is of, in EDTF: 2030, 2026-09, 2021/2024.")),
        "year_basis": (gettext("Basis of the year"), gettext("Whether the statement states the year.")),
        "value": (gettext("Value"), gettext("The exact value, where there is one.")),
        "low": (gettext("From"), gettext("The lower end, where a range is given.")),
        "high": (gettext("To"), gettext("The upper end, where a range is given.")),
        "unit": (gettext("Unit"), gettext("The unit of the numbers.")),
        "qualifier": (gettext("Qualifier"), gettext("What limits the value: about, over, at-least and so on.")),
        "baseline": (gettext("Base year"), gettext("The time that it is compared with, in EDTF.")),
        "scope": (gettext("Scope"), gettext("The part of the indicator that is counted.")),
        "scenario": (gettext("Scenario"), gettext("What is assumed.")),
        "printed": (gettext("As printed"), gettext("What the report prints, where this site corrects a slip.")),
        "contradicted": (gettext("Contradicted"), gettext("Whether another report gives another value for the same.")),
    }


def _of_others(gettext: Gettext) -> Mapping[str, tuple[str, str]]:
    return {
        "short": (gettext("Short name"), gettext("What the report is called in references.")),
        "title_basis": (gettext("Basis of the title"), gettext("Whether the report states its title.")),
        "publisher": (gettext("Publisher"), gettext("Who published the report.")),
        "publisher_basis": (gettext("Basis of the publisher"), gettext("Whether the report states its publisher.")),
        "authors": (gettext("Authors"), gettext("Who wrote the report.")),
        "date": (gettext("Date"), gettext("The date, in EDTF: 2030, 2026-09, 2021/2024.")),
        "date_basis": (gettext("Basis of the date"), gettext("Whether the text itself states the date.")),
        "language": (gettext("Language"), gettext("The language of the original.")),
        "original_url": (gettext("Original"), gettext("Where to get the original.")),
        "statement_count": (gettext("Number of statements"), gettext("How many statements of it there are.")),
        "first_day": (gettext("First day"), gettext("The first day that the date may mean.")),
        "last_day": (gettext("Last day"), gettext("The last day that the date may mean.")),
        "due": (gettext("Due"), gettext("Whether it is promised for its date.")),
        "acronym": (gettext("Acronym"), gettext("The abbreviation that all languages share.")),
        "preferred": (gettext("Term"), gettext("The preferred form.")),
        "accepted": (gettext("Accepted forms"), gettext("Forms that texts may use as well.")),
        "avoid": (gettext("Forms to avoid"), gettext("Forms that texts do not use.")),
        "definition": (gettext("Definition"), gettext("What the term means.")),
    }
