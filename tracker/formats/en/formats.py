"""How Django itself writes days, so that the review site's lists have them as all our pages do:
"Mon 22 Jun 2026". What is typed is read as Django reads it in English."""

DATE_FORMAT = SHORT_DATE_FORMAT = "D j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "D j M Y, H:i"
