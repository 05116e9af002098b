"""How long a test waits for what comes at once on a machine that does nothing else."""

from __future__ import annotations

PATIENCE = 120.0  # seconds; a test that fails waits for it, one that passes does not
