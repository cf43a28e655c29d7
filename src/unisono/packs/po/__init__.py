"""A campaign's texts in one language as a PO file, out and in: for Poedit, Weblate and whoever knows gettext."""
