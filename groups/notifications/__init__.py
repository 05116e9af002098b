"""Whom this room tells, and in which words. Importing it registers every kind of notice."""

from groups.notifications import (
    choices,
    deputies,
    emergencies,
    guests,
    joining,
    leading,
    letters,
    organisations,
    people,
    states,
    tables,
)

__all__ = [
    "choices",
    "deputies",
    "emergencies",
    "guests",
    "joining",
    "leading",
    "letters",
    "organisations",
    "people",
    "states",
    "tables",
]
