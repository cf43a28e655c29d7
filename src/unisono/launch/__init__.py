"""Editions and their schedule: freeze, open, go back."""
