"""Who sees an action item and why, and sharing it with a guest, over HTTP."""

from groups.api.access import Access, MyAccess, Shares
from tasks.policies import ActionItemPolicy
from tasks.workflow import Action


class ItemAccess(Access):
    actions = {"GET": Action.SEE_ACCESS}
    policy = ActionItemPolicy()


class MyItemAccess(MyAccess):
    actions = {"GET": Action.READ}
    policy = ActionItemPolicy()


class ItemShares(Shares):
    policy = ActionItemPolicy()
