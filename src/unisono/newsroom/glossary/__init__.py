"""The screen “Glossary”: terms, the words on which each language agrees, what still has earlier ones."""
