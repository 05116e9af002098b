"""Whom this room tells, and in which words. Importing it registers every kind of notice."""

from groups.notifications import emergencies, joining, organisations, people

__all__ = ["emergencies", "joining", "organisations", "people"]
