"""What happened, in order, for ever: append-only events without foreign keys."""
