"""Presenters of seats."""

from __future__ import annotations

from typing import cast

from groups.common import schemas as common_schemas
from groups.common.presenters import show_group_ref
from groups.seats.models import Membership


def show_seat(row: Membership) -> common_schemas.SeatOut:
    return {
        "membership_id": row.id,
        "group": show_group_ref(row.group),
        "role": cast("common_schemas.RoleName", row.role),
    }
