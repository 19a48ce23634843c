"""The typed, frozen shapes of the content, and how a YAML value becomes one.

Receives `YamlValue`s; returns models or problems with file, line and field. Every shape forbids unknown
fields. References between shapes are plain ids here; `validate` resolves them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from build_scripts.content.identity import Contact, Footer, Picture, Publisher, SchemeColour, SchemePicture, SiteColours
from build_scripts.content.proofreading import LeftOut, SaidOtherwise
from build_scripts.content.shapes import Basis, CitesBasis, CldrLocale, Edtf, Id, Qualifier, SafeUrl, Shape, Text, Url
from build_scripts.ground.languages import find_locale, is_known_language, is_reading, text_direction
from build_scripts.ground.messages import Phrase
from build_scripts.ground.texts import LANGUAGE_PATTERN, LanguageCode, Texts

# Words by which readers look for something, in each language: the search finds what belongs to it by them.
Sought = Annotated[dict[LanguageCode, tuple[Text, ...]], Field(default_factory=dict)]


class Language(Shape):
    """A language of the site: its code in paths and `lang`, its CLDR locale, its own name for itself.

    Without a locale, or with one of a language that CLDR lacks, formats are those of the nearest language that it has.
    What is missing in it is shown in the first language of `fallback` that has it, else in the source.
    """

    code: LanguageCode
    locale: CldrLocale = ""
    name: Text
    fallback: tuple[LanguageCode, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _find_locale(cls, data: Any) -> Any:
        code, locale = (data.get("code"), data.get("locale")) if isinstance(data, dict) else (None, None)
        if not isinstance(code, str) or not re.match(LANGUAGE_PATTERN, code):
            return data
        language = code.partition("-")[0]
        is_own = isinstance(locale, str) and re.split("[-_]", locale)[0] == language
        if not locale or (is_own and not is_known_language(language)):
            return {**data, "locale": str(find_locale(locale or code))}
        return data

    @property
    def direction(self) -> str:
        """Give `ltr` or `rtl`, from CLDR."""
        return text_direction(self.locale)


class Licence(Shape):
    """The licence of the summaries."""

    name: Text
    url: Url


class Site(Shape):
    """`site.yml`: the site as a whole; the first language is the source."""

    name: Texts[Text]
    tagline: Texts[Text] | None = None
    about: Texts[Text] | None = None
    base_url: Url
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    licence: Licence | None = None
    publisher: Publisher | None = None
    contact: Contact | None = None
    edit_url: Url | None = None
    logo: SchemePicture | None = None
    favicon: Picture | None = None
    colours: SiteColours | None = None
    footer: Footer | None = None
    highlights: tuple[Text, ...] = ()
    chart: Id | None = None
    finding: Text | None = None

    def order(self, code: str) -> tuple[str, ...]:
        """Give the languages that a text is looked for in by readers of one: that, its fallbacks, the source last.

        What a fallback itself falls back to does not count, so that no order can go round in a circle.
        """
        own = next((language.fallback for language in self.languages if language.code == code), ())
        source = self.languages[0].code
        return tuple(dict.fromkeys((code, *(other for other in own if other != source), source)))

    @field_validator("name")
    @classmethod
    def _check_name(cls, name: Texts[str]) -> Texts[str]:
        """The theme puts the name into its markup as it is."""
        if any(re.search(r'[<>"]', text) for text in name.values()):
            raise ValueError(
                Phrase('a name cannot hold <, > or "; use quotation marks of the language, like “ ” or « »')
            )
        return name


class Labelled(Shape):
    """An entry of a taxonomy that has nothing but a label."""

    label: Texts[Text]


class Category(Labelled):
    """An entry of a taxonomy that other parts of the content name; `formerly` are ids that it had."""

    formerly: tuple[Id, ...] = ()


class Sector(Category):
    """An entry of `sectors.yml`: what reports are compared by; `synthesis` is the editors' comparison of them."""

    description: Texts[Text] | None = None
    synthesis: Texts[Text] | None = None
    icon: Text | None = None
    related: tuple[str, ...] = ()
    sought: Sought


class Actor(Category):
    """An entry of `actors.yml`: who statements speak of or to; `includes` names actors that it is made of."""

    includes: tuple[str, ...] = ()
    sought: Sought


class Kind(Labelled):
    """What a statement can be; `recommends` puts it into the matrix of recommendations."""

    recommends: bool = False


class EventKind(Labelled):
    """What an event can be; one that is `due` is a promise for its date, not something that happened."""

    due: bool = False


class NoteKind(Labelled):
    """What an editor's note can be, by the label that opens it; one that `warns` goes wherever its statement goes."""

    warns: bool = False


class Kinds(Shape):
    """`kinds.yml`: what a statement, an event and an editor's note can be, in the order of the pages."""

    statements: Annotated[dict[Id, Kind], Field(min_length=1)]
    events: dict[Id, EventKind] = Field(default={})
    notes: dict[Id, NoteKind] = Field(default={})


class Indicator(Category):
    """An entry of `indicators.yml`: a quantity that can be compared across reports, and its unit."""

    unit: Text
    sector: str | None = None
    definition: Texts[Text] | None = None


class Event(Shape):
    """An entry of `events.yml`: a dated thing, and the statements (`report/brief#statement`) that mention it.

    A date that these do not state is `inferred`: the editors know it from elsewhere.
    """

    id: Id
    date: Edtf
    date_basis: Basis = "stated"
    kind: str
    actor: tuple[str, ...] = ()
    label: Texts[Text]
    statements: tuple[str, ...] = ()
    formerly: tuple[Id, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _accept_one_actor(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("actor"), str):
            return {**data, "actor": data["actor"].split()}
        return data


class TermForms(Shape):
    """The forms of a term in one language: the preferred one, accepted ones, ones to avoid, ones that readers look for.

    What is `sought` no text has to use, nor to avoid: the search finds the term by it. `sort` is how the preferred one
    is read where lists would else put it in a wrong place: of Han its pinyin.
    """

    preferred: Text
    sort: Text | None = None
    accepted: tuple[Text, ...] = ()
    avoid: tuple[Text, ...] = ()
    sought: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check_avoid(self) -> TermForms:
        both = next((form for form in self.avoid if form in (self.preferred, *self.accepted)), "")
        if both:
            raise ValueError(Phrase('avoid: "%(form)s" is preferred or accepted as well', form=both))
        return self


class Term(Shape):
    """An entry of `glossary.yml`."""

    id: Id
    acronym: Text | None = None
    forms: Annotated[Texts[TermForms], Field(min_length=1)]
    definition: Texts[Text] | None = None
    formerly: tuple[Id, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _gather_forms(cls, data: Any) -> Any:
        """In the file each language's forms stand beside the other fields (`zh: {preferred: …}`)."""
        if not isinstance(data, dict):
            return data
        own = {key: value for key, value in data.items() if not re.match(LANGUAGE_PATTERN, key) or key == "id"}
        return {**own, "forms": {key: value for key, value in data.items() if key not in own}}

    @model_validator(mode="after")
    def _check_readings(self) -> Term:
        for code, forms in self.forms.items():
            if forms.sort and not is_reading(forms.sort, forms.preferred, code):
                raise ValueError(
                    Phrase(
                        'sort "%(sort)s" is no reading of "%(preferred)s"; give one syllable a character, with spaces'
                        " between, like chong2 qing4, where Han is sorted by pinyin",
                        sort=forms.sort,
                        preferred=forms.preferred,
                    )
                )
        return self


class Attribution(Shape):
    """A fact about a report, and whether its text states it or the site infers it."""

    name: Texts[Text]
    basis: Basis


class DateFact(Shape):
    """When a report was published, and how that is known."""

    value: Edtf
    basis: Basis
    note: Texts[Text] | None = None


class Author(Shape):
    """Someone who wrote a report, and their role or post as the report gives it."""

    name: Texts[Text]
    role: Texts[Text] | None = None


def _check_copy(url: str | None, archived: str | None) -> None:
    """An archived copy is one of something that has an address, and has another one itself."""
    if archived is not None and url is None:
        raise ValueError(Phrase("archived: needs url, the address of which it is a copy"))
    if archived is not None and _place_of(archived) == _place_of(url or ""):
        raise ValueError(Phrase("archived: is the same address as url"))


def _place_of(url: str) -> str:
    return url.partition("://")[2].partition("#")[0].rstrip("/").casefold()


class Original(Shape):
    """Where to get a report: an address, words, or both; `archived` is where a copy is if the address is gone."""

    url: Url | None = None
    archived: SafeUrl | None = None
    note: Texts[Text] | None = None

    @model_validator(mode="after")
    def _check_content(self) -> Original:
        _check_copy(self.url, self.archived)
        if self.url is None and self.note is None:
            raise ValueError(Phrase("give url, note, or both"))
        return self


class Reference(Shape):
    """An external source that a report itself names, or in `references.yml` the editors in their notes.

    `archived` is where a copy is if the address is gone.
    """

    id: Id
    label: Texts[Text]
    url: Url | None = None
    archived: SafeUrl | None = None

    @model_validator(mode="after")
    def _check_content(self) -> Reference:
        _check_copy(self.url, self.archived)
        return self


class Withdrawal(Shape):
    """An entry of `withdrawn.yml`: what was published and stands no longer, since when, why, and what stands instead.

    `id` and `instead` name it with its kind, as `statement/report/brief#statement`; `label` is what it was called,
    `formerly` are ids that it had.
    """

    id: Text
    since: Edtf
    label: Texts[Text] | None = None
    reason: Texts[Text]
    instead: tuple[Text, ...] = ()
    formerly: tuple[Text, ...] = ()


class Figure(Shape):
    """A typed figure: what it measures, where, when and how much (exact decimal, in `unit`), and who says so.

    `value` or `low` and `high`. `scope` is the part of its indicator that is counted (a group, an area, half a year),
    `scenario` what is assumed. A year that the statement does not state is `inferred`. `printed` is what the report
    prints where the site corrects a plain slip, and what that means in other languages. `formerly` are ids that it had,
    of another report as `report/figure`.
    """

    id: Id
    statement: Text
    indicator: str
    geography: str
    year: Edtf | None = None
    year_basis: Basis = "stated"
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Text
    qualifier: Qualifier | None = None
    baseline: Edtf | None = None
    scope: Texts[Text] | None = None
    scenario: Texts[Text] | None = None
    note: Texts[Text] | None = None
    printed: Texts[Text] | None = None
    formerly: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check_year(self) -> Figure:
        if self.year_basis == "inferred" and not self.year:
            raise ValueError(Phrase("year_basis: inferred needs a year"))
        return self

    @model_validator(mode="after")
    def _check_value(self) -> Figure:
        if (self.value is None) == (self.low is None and self.high is None):
            raise ValueError(Phrase("give either value, or low and high"))
        if self.value is None:
            if self.low is None or self.high is None:
                raise ValueError(Phrase("a range needs both low and high"))
            if self.low >= self.high:
                raise ValueError(
                    Phrase("low (%(low)s) must be less than high (%(high)s)", low=self.low, high=self.high)
                )
        return self


class Report(Shape):
    """`report.yml`: the language-neutral facts of a report; `chapters` are its briefs in the order of the original.

    `cites_basis` says of the references of its statements (`cites`) whether the report itself marks them there, or only
    names them somewhere and the editors placed them. `colour` is for a report that should not have one of the site's.
    `pages` is how many the original has, as they are counted in `page=`.
    `left_out` and `said_otherwise` are where statements and original differ on purpose, for `source check`.
    `formerly` are ids that it had.
    """

    draft: bool = False
    short: Texts[Text]
    title_basis: Basis = "stated"
    publisher: Attribution | None = None
    authors: tuple[Author, ...] = ()
    date: DateFact | None = None
    language: LanguageCode
    colour: SchemeColour | None = None
    source_file: Text | None = None
    original: Original | None = None
    pages: Annotated[int, Field(ge=1)] | None = None
    cites_basis: CitesBasis = "placed"
    chapters: tuple[Id, ...] = ()
    formerly: tuple[Id, ...] = ()
    references: tuple[Reference, ...] = ()
    figures: tuple[Figure, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    said_otherwise: tuple[SaidOtherwise, ...] = ()
