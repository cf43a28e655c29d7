"""A campaign as a folder of plain text and media: in, out, and round again."""
