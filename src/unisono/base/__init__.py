"""The little that every room needs. Never a junk drawer."""
