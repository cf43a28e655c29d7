"""The way of a piece: what has changed, who reads it, comments, versions, locks, and two people at one text."""
