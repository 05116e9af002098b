"""Whom this room tells, and in which words. Importing it registers every kind of notice."""

from groups.notifications import emergencies, guests, joining, leading, organisations, people, tables

__all__ = ["emergencies", "guests", "joining", "leading", "organisations", "people", "tables"]
