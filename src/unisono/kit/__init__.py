"""Everything to download and share: cards, film, documents."""
