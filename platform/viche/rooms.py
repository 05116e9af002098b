"""The rooms of the domain: whatever must know all of them reads this list."""

ROOMS = ("tasks", "dialogue", "groups")
"""Names of the Django apps, from the highest layer to the lowest: each may import those behind it."""
