"""What is made on demand: cards with a partner's logo, their page and ZIP, and further formats of every card."""
