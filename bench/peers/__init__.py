"""The reference card as other engines draw it. What is installed for them stays out of the project's own packages."""
