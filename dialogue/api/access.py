"""Who sees a thread and why, and sharing it with a guest, over HTTP."""

from dialogue.access_policy import AccessRequestAction, AccessRequestPolicy
from dialogue.api.reads import read_of
from dialogue.models import Thread
from dialogue.policies import Action, ThreadPolicy
from groups.api.access import Access, GuestInvitations, MyAccess, Shares
from groups.api.break_glass import Emergencies
from viche.kernel.api import WhySeen
from viche.kernel.reads import Read


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


class MyAccessRequestAccess(WhySeen):
    actions = {"GET": AccessRequestAction.READ}
    policy = AccessRequestPolicy()
