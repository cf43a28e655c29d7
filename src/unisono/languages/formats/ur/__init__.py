"""Urdu: the day first, in the order of CLDR; Django has American dates where it has none of its own."""
