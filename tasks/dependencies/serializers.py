"""Serializers of dependencies."""

from __future__ import annotations

from viche.kernel.api import StrictSerializer, StrictUuid


class DependencyQuery(StrictSerializer):
    """`group`: of the items of one group alone."""

    group = StrictUuid(required=False)


class BlockerIn(StrictSerializer):
    """For which item this one waits."""

    action = StrictUuid(source="blocker_id")


class ParentIn(StrictSerializer):
    """Of which item this is a part; null for none."""

    action = StrictUuid(source="parent_id", allow_null=True)
