"""English dates: “23 Mar 2027”, “23 Mar 2027, 16:05”."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
MONTH_DAY_FORMAT = "j M"
YEAR_MONTH_FORMAT = "M Y"
TIME_FORMAT = "H:i"
# Columns of tables and papers.
SHORT_DATE_FORMAT = "j M Y"
