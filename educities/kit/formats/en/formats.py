"""Day before month and 24 hours, as in the other languages; English has its month in words, never "31.12.2026"."""

DATE_FORMAT = "j\N{NO-BREAK SPACE}F Y"
SHORT_DATE_FORMAT = "j\N{NO-BREAK SPACE}M Y"
SHORT_DATETIME_FORMAT = "j\N{NO-BREAK SPACE}M Y, H:i"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j\N{NO-BREAK SPACE}F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j\N{NO-BREAK SPACE}F"
FIRST_DAY_OF_WEEK = 0
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
