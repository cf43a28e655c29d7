"""Who works here: accounts, roles, the one question `can()`, and which fields are personal."""
