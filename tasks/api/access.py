"""Who sees an action item and why, and sharing it with a guest, over HTTP."""

from groups.api.access import Access, GuestInvitations, MyAccess, Shares
from groups.api.break_glass import Emergencies
from tasks.api.reads import read_of
from tasks.models import ActionItem
from tasks.policies import ActionItemPolicy
from tasks.workflow import Action
from viche.kernel.reads import Read


class ItemAccess(Access):
    actions = {"GET": Action.SEE_ACCESS}
    policy = ActionItemPolicy()

    def read_of(self, obj: ActionItem) -> list[Read]:
        return read_of(obj)


class MyItemAccess(MyAccess):
    actions = {"GET": Action.READ}
    policy = ActionItemPolicy()


class ItemEmergencies(Emergencies):
    actions = {"GET": Action.READ}
    policy = ActionItemPolicy()


class ItemShares(Shares):
    policy = ActionItemPolicy()


class ItemGuestInvitations(GuestInvitations):
    policy = ActionItemPolicy()
