"""Mutants that no test can notice, by name, each with the reason."""

SPARED: dict[str, str] = {}
