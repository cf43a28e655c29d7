"""What a campaign says: its short texts, the press statement and its versions, the news."""
