"""Presenters of seats."""

from __future__ import annotations

from typing import cast

from groups.common import schemas as common_schemas
from groups.common.presenters import group_ref
from groups.seats.models import Membership


def seat(row: Membership) -> common_schemas.SeatOut:
    return {
        "membership_id": row.id,
        "group": group_ref(row.group),
        "role": cast("common_schemas.RoleName", row.role),
    }
