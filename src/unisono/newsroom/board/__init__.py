"""The board: languages × assets, how far each is, what would happen if it opened now, what is left to whom."""
