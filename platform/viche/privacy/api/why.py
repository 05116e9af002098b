"""Explanation why the reader sees a data subject request."""

from __future__ import annotations

from viche.kernel.api import WhySeen
from viche.privacy.policies import RequestAction, RequestPolicy


class MySubjectRequestAccess(WhySeen):
    actions = {"GET": RequestAction.READ}
    policy = RequestPolicy()
