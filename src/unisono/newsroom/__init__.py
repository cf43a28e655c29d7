"""The newsroom: the editor for the source language, under /newsroom/."""
