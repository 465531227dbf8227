"""Calendars, ages, deadlines."""

import calendar
from datetime import date, datetime, time, timedelta, timezone

HOLIDAYS = {(1, 1), (5, 1), (12, 25), (12, 26)}


#> age_on ["1990-06-15", "2024-06-14"] -> 33
#> age_on ["1990-06-15", "2024-06-15"] -> 34
#> age_on ["15.06.1990", "2024-06-15"] raises ValueError: Invalid isoformat string: '15.06.1990'
def age_on(born, today):
    born, today = date.fromisoformat(born), date.fromisoformat(today)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


#> working_days ["2024-12-23", "2025-01-02"] -> 6
def working_days(start, end):
    day, last = date.fromisoformat(start), date.fromisoformat(end)
    count = 0
    while day <= last:
        if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS:
            count += 1
        day += timedelta(days=1)
    return count


#> month_calendar [2024, 2] -> {"name": "February", "leap": true, "lines": ["          1  2  3  4", " 5  6  7  8  9 10 11", "12 13 14 15 16 17 18", "19 20 21 22 23 24 25", "26 27 28 29"]}
def month_calendar(year, month):
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    lines = [" ".join(f"{day:>2}" if day else "  " for day in week).rstrip() for week in weeks]
    return {"name": calendar.month_name[month], "leap": calendar.isleap(year), "lines": lines}


#> add_months ["2024-01-31", 1] -> "2024-02-29"
#> add_months ["2024-11-30", 3] -> "2025-02-28"
def add_months(text, months):
    start = date.fromisoformat(text)
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day).isoformat()


#> shift_hours [[["09:00", "17:30"], ["22:00", "06:00"]]] -> 16.5
def shift_hours(shifts):
    """Hours worked; a shift may end after midnight."""
    total = timedelta()
    for begin, end in shifts:
        start = datetime.combine(date(2024, 1, 1), time.fromisoformat(begin))
        stop = datetime.combine(date(2024, 1, 1), time.fromisoformat(end))
        if stop <= start:
            stop += timedelta(days=1)
        total += stop - start
    return total / timedelta(hours=1)


#> to_utc ["2024-03-10 14:30", 5.5] -> {"utc": "2024-03-10T09:00:00+00:00", "stamp": 1710061200, "shown": "10.03.2024 at 14:30", "zone": "office"}
def to_utc(text, offset_hours):
    zone = timezone(timedelta(hours=offset_hours), "office")
    local = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    utc = local.astimezone(timezone.utc)
    return {
        "utc": utc.isoformat(),
        "stamp": int(utc.timestamp()),
        "shown": f"{local:%d.%m.%Y at %H:%M}",
        "zone": local.tzname(),
    }


#> parse_many [["2024-02-29", "29.02.2024", "02/29/2024"]] -> ["2024-02-29", "2024-02-29", "2024-02-29"]
#> parse_many [["2024-02-29", "yesterday"]] raises ValueError: no date: 'yesterday'
def parse_many(texts):
    formats = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y")

    def parse(text):
        for pattern in formats:
            try:
                return datetime.strptime(text, pattern).date()
            except ValueError as error:
                last = error
        raise ValueError(f"no date: {text!r}") from last

    return [str(parse(text)) for text in texts]


#> friday_the_13th [2024] -> [9, 12]
#> friday_the_13th [2026] -> [2, 3, 11]
def friday_the_13th(year):
    return [
        month
        for month in range(1, 13)
        if date(year, month, 13).weekday() == calendar.FRIDAY
    ]


#> humanize [93784] -> "1 day, 2 hours, 3 minutes, 4 seconds"
#> humanize [59] -> "59 seconds"
def humanize(seconds):
    left = timedelta(seconds=seconds)
    parts = []
    for name, unit in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
        ("second", timedelta(seconds=1)),
    ):
        count, left = divmod(left, unit)
        if count:
            parts.append(f"{count} {name}{'s'[:count != 1]}")
    return ", ".join(parts)


#> overlapping [[["10:00", "11:00"], ["10:30", "12:00"], ["13:00", "14:00"]]] -> ["10:00-12:00", "13:00-14:00"]
def overlapping(meetings):
    """Merges meetings that touch."""
    spans = sorted((time.fromisoformat(a), time.fromisoformat(b)) for a, b in meetings)
    merged = []
    for begin, end in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in merged]


#> week_of ["2024-12-30"] -> [2025, 1, 1, "Monday", "Sun"]
def week_of(text):
    year, week, weekday = date.fromisoformat(text).isocalendar()
    monday = date.fromisocalendar(year, week, 1)
    return [year, week, weekday, monday.strftime("%A"), calendar.day_abbr[6]]
