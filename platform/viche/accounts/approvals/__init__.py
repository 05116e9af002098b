"""Two-person approvals: one person requests a step, and another person must confirm it."""
