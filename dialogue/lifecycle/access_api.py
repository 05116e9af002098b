"""HTTP endpoints of access to a thread: who may read it and why, shares, and emergency access."""

from __future__ import annotations

from dialogue.threads.access_log import read_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.access.api import Access, GuestInvitations, MyAccess, Shares
from groups.break_glass.api import Emergencies
from viche.kernel.access_log import Read


class ThreadAccess(Access):
    actions = {"GET": Action.SEE_ACCESS}
    policy = ThreadPolicy()

    def read_of(self, obj: Thread) -> list[Read]:
        return read_of(obj)


class MyThreadAccess(MyAccess):
    actions = {"GET": Action.READ}
    policy = ThreadPolicy()


class ThreadEmergencies(Emergencies):
    actions = {"GET": Action.READ}
    policy = ThreadPolicy()


class ThreadShares(Shares):
    policy = ThreadPolicy()


class ThreadGuestInvitations(GuestInvitations):
    policy = ThreadPolicy()
