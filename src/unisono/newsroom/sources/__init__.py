"""Copies of sources: uploaded with a fact, listed, taken away, given out as downloads alone."""
