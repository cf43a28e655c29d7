"""The public site: pure functions of a snapshot. No Django here."""
