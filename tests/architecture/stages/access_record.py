"""How objects of the permission matrix come into their states: access records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.access.person_access import GroupAccessPolicy, PersonAccessPolicy
from tests.architecture.stages.stage import Stage
from viche.kernel.policy import Policy
from viche.privacy.policies import AccessRecordPolicy

POLICIES: dict[str, Policy[Any]] = {
    "access_record": AccessRecordPolicy(),
    "sight": PersonAccessPolicy(),
    "group_sight": GroupAccessPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "access_record": lambda stage, _state: stage.here.people["teacher"],
    "sight": lambda stage, _state: stage.here.people["teacher"],
    "group_sight": lambda stage, _state: stage.here.group,
}
