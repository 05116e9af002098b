"""Why the reader sees a request about somebody's data, over HTTP."""

from __future__ import annotations

from viche.kernel.api import WhySeen
from viche.privacy.policies import RequestAction, RequestPolicy


class MySubjectRequestAccess(WhySeen):
    actions = {"GET": RequestAction.READ}
    policy = RequestPolicy()
