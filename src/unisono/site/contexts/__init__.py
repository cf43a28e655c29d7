"""What each kind of page shows: slices of a snapshot as plain data, no more than the page says.

A page is made again when its context changes, so everything a template does not show stays out of it.
"""
