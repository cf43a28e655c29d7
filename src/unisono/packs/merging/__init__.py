"""A pack and a campaign that have both moved on are brought together, text by text. Nothing here writes anything."""
