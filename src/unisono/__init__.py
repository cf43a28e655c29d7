"""Unisono: a coalition opens one campaign everywhere at once."""
