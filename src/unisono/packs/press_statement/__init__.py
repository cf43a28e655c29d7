"""Reads a plain-text or Markdown press statement into its parts; loses no word and doubles none.

Plain Python; no Django. `words/{lang}.toml` holds what statements in a language say around their own words.
"""

from .model import Claim, Contact, Paragraph, ReadStatement, StatementFault, Unplaced
from .reading import read_statement, read_statement_file
from .text import decoded

__all__ = [
    "Claim",
    "Contact",
    "Paragraph",
    "ReadStatement",
    "StatementFault",
    "Unplaced",
    "decoded",
    "read_statement",
    "read_statement_file",
]
