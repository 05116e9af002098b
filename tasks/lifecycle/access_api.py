"""Access to an action item over HTTP: its readers with the reasons, and shares with guests."""

from groups.access.api import Access, GuestInvitations, MyAccess, Shares
from groups.break_glass.api import Emergencies
from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem
from tasks.items.policies import ActionItemPolicy
from tasks.items.workflow import Action
from viche.kernel.access_log import Read


class ItemAccess(Access):
    actions = {"GET": Action.SEE_ACCESS}
    policy = ActionItemPolicy()

    def read_of(self, obj: ActionItem) -> list[Read]:
        return list_reads(obj)


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
