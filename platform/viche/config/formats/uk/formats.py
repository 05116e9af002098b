"""Ukrainian dates: «23 березня 2027», «23 березня 2027, 16:05»."""

DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, H:i"
MONTH_DAY_FORMAT = "j E"
YEAR_MONTH_FORMAT = "m.Y"
TIME_FORMAT = "H:i"
# Columns of tables and papers.
SHORT_DATE_FORMAT = "d.m.Y"
