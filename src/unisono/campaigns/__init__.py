"""A campaign: one cause, all languages, one launch; its languages, moments, theme and responsible body."""
