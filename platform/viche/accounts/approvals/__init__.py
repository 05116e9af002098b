"""Two-person approvals: one person requests a step, which another has to confirm."""
