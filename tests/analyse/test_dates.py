from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.analyse.dates import dates
from kg.model import PartialDate

WEDNESDAY = datetime.date(2026, 2, 11)

ABSOLUTE = [
    ("on September 9, 2025", ["September 9, 2025 = 2025-09-09"]),
    ("on 9 September 2025", ["9 September 2025 = 2025-09-09"]),
    ("on the 9th of May 1990", ["9th of May 1990 = 1990-05-09"]),
    ("on Monday, Sept. 8, 2025", ["Monday, Sept. 8, 2025 = 2025-09-08"]),
    ("in Sept. 2025", ["Sept. 2025 = 2025-09"]),
    ("on 2025-09-09", ["2025-09-09 = 2025-09-09"]),
    ("at 2025-09-09T10:00:00Z", ["2025-09-09T10:00:00Z = 2025-09-09"]),
    ("on 09/09/2025", ["09/09/2025 = 2025-09-09"]),
    ("on 25/12/2024 and 12/25/2024", ["25/12/2024 = 2024-12-25", "12/25/2024 = 2024-12-25"]),
    ("on 03/04/2025", ["03/04/2025 = 2025"]),
    ("am 9.8.2025", ["9.8.2025 = 2025-08-09"]),
    ("in March 2013", ["March 2013 = 2013-03"]),
    ("in 2027, supporting", ["2027 = 2027"]),
    ("2023-04", ["2023-04 = 2023-04"]),
    ("slated for Q4 2026", ["Q4 2026 = 2026"]),
    ("in the first quarter of 2025", ["the first quarter of 2025 = 2025"]),
    ("the 1990s were", ["the 1990s = None"]),
    ("in early 2024", ["early 2024 = 2024"]),
    ("by mid-2027", ["mid-2027 = 2027"]),
    ("in late June 2023", ["late June 2023 = 2023-06"]),
    ("in fiscal 2025", ["fiscal 2025 = 2025"]),
    ("in the summer of 2024", ["the summer of 2024 = 2024"]),
    ("(March 3, 1950 – May 2, 2010)", ["March 3, 1950 = 1950-03-03", "May 2, 2010 = 2010-05-02"]),
    ("on March 3-5, 2020", ["March 3-5, 2020 = 2020-03-03"]),
    ("from May to July 2023", ["May = 2023-05", "July 2023 = 2023-07"]),
    ("on February 30, 2025", ["February 30, 2025 = None"]),
]
BARE_YEARS = [
    ("since 1998", ["1998 = 1998"]),
    ("Founded in 2023, the firm", ["2023 = 2023"]),
    ("founded 2023", ["2023 = 2023"]),
    ("(1947-2010)", ["1947 = 1947", "2010 = 2010"]),
    ("(born 1950)", ["1950 = 1950"]),
    ("from 1998 to 2003", ["1998 = 1998", "2003 = 2003"]),
    ("in 2015, 2016 and 2018", ["2015 = 2015", "2016 = 2016", "2018 = 2018"]),
    ("had 1986 sales of 20 mln dlrs", ["1986 = 1986"]),
    ("the 2008 purchase", ["2008 = 2008"]),
    ("in 2008-09", ["2008 = 2008"]),
    ("Windows 2000, GPT-4 and 2,000 shops", []),
    ("for $2000 in 2000 stores with 1950 employees", []),
    ("at the 2016 Summer Olympics", []),
]
RELATIVE = [
    ("In July last year", ["July last year = 2025-07"]),
    ("in January this year", ["January this year = 2026-01"]),
    ("last September", ["last September = 2025-09"]),
    ("next March", ["next March = 2026-03"]),
    ("last month", ["last month = 2026-01"]),
    ("next year", ["next year = 2027"]),
    ("later this year", ["later this year = 2026"]),
    ("told the paper this week that", ["this week = 2026-02"]),
    ("said yesterday", ["yesterday = 2026-02-10"]),
    ("said today", ["today = 2026-02-11"]),
    ("opens tomorrow", ["tomorrow = 2026-02-12"]),
    ("announced on Wednesday that it will", ["Wednesday = 2026-02-11"]),
    ("on Thursday", ["Thursday = 2026-02-05"]),
    ("last Friday", ["last Friday = 2026-02-06"]),
    ("next Tuesday", ["next Tuesday = 2026-02-17"]),
    ("will open on Friday", ["Friday = 2026-02-13"]),
    ("will open, it said on Friday", ["Friday = 2026-02-06"]),
    ("two years ago", ["two years ago = 2024"]),
    ("three months ago", ["three months ago = 2025-11"]),
    ("500 days ago", ["500 days ago = 2024-09-29"]),
    ("in March", ["March = 2026-03"]),
    ("in May", ["May = 2025-05"]),
    ("on March 3", ["March 3 = 2026-03-03"]),
    ("is expected to close by April 30", ["April 30 = 2026-04-30"]),
    ("last summer", ["last summer = 2025"]),
    ("by the end of the year", ["the end of the year = 2026"]),
    ("at year-end", ["year-end = 2026"]),
    ("the same year", ["the same year = None"]),
]
NO_DATES = [
    "for two years, a three-year plan, over the last year",
    "on Black Friday, the Sunday Times said",
    "Theresa May said it may March on",
    "today's models and Mondays",
    "room 2024, flight 1987 and 5 people",
]


def shown(text: str, published: datetime.date | None) -> list[str]:
    """Dates as the tables above write them."""
    return [f"{text[found.start : found.end]} = {found.value}" for found in dates(text, published)]


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE + BARE_YEARS)
@pytest.mark.parametrize("published", [None, WEDNESDAY])
def test_absolute_dates_need_no_publication(
    text: str, expected: list[str], published: datetime.date | None
) -> None:
    """A date with its year keeps its precision, whatever the day of publication; other numbers are no years."""
    assert shown(text, published) == expected


@pytest.mark.parametrize(("text", "expected"), RELATIVE)
def test_relative_dates_count_from_publication(text: str, expected: list[str]) -> None:
    """An underspecified date is the last one up to publication, or the next one if the clause looks ahead."""
    assert shown(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), RELATIVE)
def test_relative_dates_are_unknown_without_publication(text: str, expected: list[str]) -> None:
    """Without a publication date a relative date keeps its span and has no value: today is never used."""
    assert shown(text, None) == [f"{entry.split(' = ')[0]} = None" for entry in expected]


@pytest.mark.parametrize("text", NO_DATES)
def test_durations_and_names_are_no_dates(text: str) -> None:
    """Durations, names with a weekday or month in them and plain numbers are no dates."""
    assert dates(text, WEDNESDAY) == ()


@given(
    st.text() | st.text(alphabet="0123456789-/., lastMrchnexyw"),
    st.none() | st.dates(min_value=datetime.date(1, 1, 1)),
)
@example("It closed in December.", datetime.date.min)
@example("It will close by April 30.", datetime.date.max)
@example("It closed in February.", datetime.date.max)
@example("It closed last week, 3 centuries and 90 decades ago.", datetime.date.min)
@example("It will close next quarter, next week and tomorrow.", datetime.date.max)
def test_found_dates_fit_any_text(text: str, published: datetime.date | None) -> None:
    """Spans lie in order inside the text without overlap, and no text or publication date raises."""
    end = 0
    for found in dates(text, published):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@given(st.dates(min_value=datetime.date(1400, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_day_is_read_in_every_order(day: datetime.date) -> None:
    """Day first, month first and ISO 8601 give the same day."""
    expected = PartialDate(day.year, day.month, day.day)
    for text in (
        f"on {day.isoformat()}",
        f"on {day:%B} {day.day}, {day.year}",
        f"on {day.day} {day:%b} {day.year}",
    ):
        assert [found.value for found in dates(text, None)] == [expected]


@given(
    st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2090, 1, 1)),
)
def test_a_weekday_is_the_last_one_up_to_publication(weekday: str, published: datetime.date) -> None:
    """The day has that name and lies at most six days before publication."""
    (found,) = dates(f"It said on {weekday}.", published)
    assert found.value is not None
    assert found.value.month is not None
    assert found.value.day is not None
    day = datetime.date(found.value.year, found.value.month, found.value.day)
    assert f"{day:%A}" == weekday
    assert 0 <= (published - day).days <= 6


@pytest.mark.parametrize(
    "part",
    [
        "1,",
        "2000 ",
        "2000-",
        "20002000",
        "March ",
        "early ",
        "Monday ",
        "5 to ",
        "9/9/",
        "last year ",
        " ago",
    ],
)
def test_time_is_linear_in_repetitive_text(part: str) -> None:
    """A hundred thousand characters of one pattern take well under the seconds that a quadratic search needs."""
    text = part * (100_000 // len(part))
    start = time.process_time()
    dates(text, WEDNESDAY)
    assert time.process_time() - start < 5
