"""The words on which a campaign agrees: how they are found in texts (plain Python), kept, asked for, carried as CSV."""
