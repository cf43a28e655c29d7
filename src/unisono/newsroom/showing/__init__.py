"""Showing the campaign before it opens: any page in any language at any width, and links for people without account."""
