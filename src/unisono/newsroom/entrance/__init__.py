"""How people come into the newsroom: links, passkeys, passwords with codes, and who is let through where."""
