"""Formats in the notation of Django's `date` filter."""

DATE_FORMAT = "j F, Y"
DATETIME_FORMAT = "j F, Y, g:i A"
SHORT_DATE_FORMAT = "j M, Y"
SHORT_DATETIME_FORMAT = "j M, Y, g:i A"
TIME_FORMAT = "g:i A"
