"""A table of action items to propose at once: read from a file, looked at row by row, done as it was shown.

`columns` are those of the table to take along, `reading` turns cells into entries, `plans` says what each
would do, and the service of the same name does exactly that. Nothing of a file is kept.
"""
