"""The list of domain apps, for code that must iterate over all of them."""

ROOMS = ("programmes", "tasks", "dialogue", "groups")
"""Names of the Django apps, from the highest layer to the lowest: each may import those behind it."""
