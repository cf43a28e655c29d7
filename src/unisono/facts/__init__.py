"""Sourced facts and their corrections: each claim with its value, date and source."""
