"""The public process: serves editions by its own clock, and imports no Django."""
