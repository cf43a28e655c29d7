"""English, for people in many countries: the day first, the month in letters, 24 hours."""
