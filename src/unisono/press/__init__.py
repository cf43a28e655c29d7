"""What journalists need: contacts and a paragraph about the campaign."""
