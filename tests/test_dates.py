from __future__ import annotations

import datetime
from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.ground.dates import format_edtf, parse_edtf


@pytest.mark.parametrize(
    ("text", "first", "last", "precisions"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), (1,)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), (2,)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), (2,)),
        ("2023-11-14", date(2023, 11, 14), date(2023, 11, 14), (3,)),
        ("2020/2030", date(2020, 1, 1), date(2030, 12, 31), (1, 1)),
        ("2020-05/2021", date(2020, 5, 1), date(2021, 12, 31), (2, 1)),
        ("2020/2020-03-02", date(2020, 1, 1), date(2020, 3, 2), (1, 3)),
        ("0987", date(987, 1, 1), date(987, 12, 31), (1,)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31), (1,)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28), (2,)),
        ("2000-02-29", date(2000, 2, 29), date(2000, 2, 29), (3,)),
    ],
)
def test_date_has_a_first_and_a_last_day(text: str, first: date, last: date, precisions: tuple[int, ...]) -> None:
    found = parse_edtf(text)
    assert (found.first, found.last, found.precisions) == (first, last, precisions)
    assert found.is_interval == ("/" in text)
    assert not found.uncertain


@pytest.mark.parametrize("text", ["2023~", "2023-11?", "2023-11-14%", "2020~/2021", "2020/2021?"])
def test_marks_of_uncertainty_are_read(text: str) -> None:
    assert parse_edtf(text).uncertain


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a date like"),
        ("May 2020", "is not a date like"),
        ("2020-5", "is not a date like"),
        ("20231", "is not a date like"),
        ("2023/", "is not a date like"),
        ("2023/..", "is not a date like"),
        ("2021/2022/2023", "is not a date like"),
        ("2023-11-14T10:00", "is not a date like"),
        ("２０２３", "is not a date like"),
        ("2023\n", "is not a date like"),
        ("2020-13", "is not a date of the calendar"),
        ("2021-02-29", "is not a date of the calendar"),
        ("0000", "is not a date of the calendar"),
        ("2021-00", "is not a date of the calendar"),
        ("2021-01-00", "is not a date of the calendar"),
        ("2021-42", "is not a date of the calendar"),
        ("2021-21-01", "is not a date of the calendar"),
        ("1900-02-29", "is not a date of the calendar"),
        ("202X", "is not a date like"),
        ("2021-XX", "is not a date like"),
        ("-0044", "is not a date like"),
        ("Y17000", "is not a date like"),
        ("../2021", "is not a date like"),
        ("2021-21", '"2021-21" is a season'),
        ("2021-24~", "is a season"),
        ("2021-33", "another part of a year"),
        ("2021-41", "another part of a year"),
        ("2020/2021-22", '"2021-22" is a season'),
        ("2021/2020", "ends before it starts"),
        ("2021-05/2021-04-30", "ends before it starts"),
    ],
)
def test_other_text_is_refused_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_edtf(text)


def test_dates_sort_by_first_day_then_last() -> None:
    texts = ["2021", "2020-06", "2020", "2020/2030", "2020-01-01", "2019-12-31"]
    assert sorted(texts, key=parse_edtf) == ["2019-12-31", "2020-01-01", "2020", "2020/2030", "2020-06", "2021"]


@pytest.mark.parametrize(
    ("text", "locale", "shown"),
    [
        ("2023", "en_GB", "2023"),
        ("2023", "zh_Hans_CN", "2023年"),
        ("2023-11", "en_GB", "November 2023"),
        ("2023-11", "zh_Hans_CN", "2023年11月"),
        ("2023-11", "fr", "novembre 2023"),
        ("2023-11", "ar", "نوفمبر 2023"),
        ("2023-11-14", "en_GB", "14 November 2023"),
        ("2023-11-14", "en_US", "November 14, 2023"),
        ("2023-11-14", "zh_Hans_CN", "2023年11月14日"),
        ("2023-11-14", "ar", "14 نوفمبر 2023"),
        ("2020/2030", "en_GB", "2020\u2009–\u20092030"),
        ("2020/2030", "zh_Hans_CN", "2020–2030年"),
        ("2020-01/2021-03", "zh_Hans_CN", "2020年1月 – 2021年3月"),
        ("2020/2021-05", "en_GB", "2020 – May 2021"),
        ("2020/2021-05", "zh_Hans_CN", "2020年 – 2021年5月"),
        ("2020/2020", "en_GB", "2020"),
    ],
)
def test_date_is_written_in_the_words_of_the_locale(text: str, locale: str, shown: str) -> None:
    assert format_edtf(text, Locale.parse(locale)) == shown


@pytest.mark.parametrize("locale", ["en_GB", "zh_Hans_CN", "fr", "ar", "de", "ja", "fa", "ru"])
def test_every_interval_names_its_month_in_words(locale: str) -> None:
    """CLDR has few interval patterns for some languages; their fallback must not show codes such as M01."""
    month = Locale.parse(locale).months["format"]["abbreviated"][1].rstrip(".")
    shown = format_edtf("2020-01-01/2020-01-31", Locale.parse(locale))
    assert "M01" not in shown
    assert month in shown


def test_uncertain_date_is_not_shown_as_if_it_were_certain() -> None:
    british = Locale.parse("en_GB")
    assert format_edtf("2023~", british) == "≈2023"
    assert format_edtf("2023?", british, "about %(date)s") == "2023?"
    assert format_edtf("2023%", british, "about %(date)s") == "about 2023?"
    assert format_edtf("2023", british, "about %(date)s") == "2023"


DAYS = st.dates(datetime.date(1, 1, 1), datetime.date(9998, 12, 31))


@given(DAYS, DAYS)
def test_interval_spans_its_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = parse_edtf(f"{first:%Y-%m-%d}".zfill(10) + "/" + f"{last:%Y-%m-%d}".zfill(10))
    assert (found.first, found.last) == (first, last)


@given(st.text(max_size=12) | st.text("0123456789-/~?%.", max_size=22))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = parse_edtf(text)
    except ValueError as error:
        assert text in str(error) or "/" in text
    else:
        assert found.first <= found.last
        assert format_edtf(text, Locale.parse("en_GB"))
