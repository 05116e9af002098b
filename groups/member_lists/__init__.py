"""A list of people to bring into a group: read from a file, looked at row by row, done as it was shown.

`tables` turns bytes into cells, `headings` cells into entries, `plans` says what each entry would do, and the
service of the same name does exactly that. Nothing of a file is kept.
"""
