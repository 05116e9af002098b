"""Presenters of provenance."""

from __future__ import annotations

from tasks.provenance import schemas
from tasks.provenance.selectors import ProvenanceStep


def show_step(one: ProvenanceStep) -> schemas.ChainStep:
    return {
        "kind": one.kind,
        "id": one.id,
        "label": one.label,
        "title": one.title,
        "state": one.state,
        "at": one.at,
        "url": one.url,
    }
