"""Serializers of dependencies."""

from __future__ import annotations

from viche.kernel.api import StrictSerializer, StrictUuid


class DependencyQuery(StrictSerializer):
    """`group`: only the items of this group."""

    group = StrictUuid(required=False)


class BlockerIn(StrictSerializer):
    """The item for which this one waits."""

    action = StrictUuid(source="blocker_id")


class ParentIn(StrictSerializer):
    """The item of which this one is a part; null for none."""

    action = StrictUuid(source="parent_id", allow_null=True)
