"""What a language needs; segments, translations, settled copies."""
