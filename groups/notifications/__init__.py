"""Whom this room tells, and in which words. Importing it registers every kind of notice."""

from groups.notifications import joining, organisations, people

__all__ = ["joining", "organisations", "people"]
