"""Who sees a thread and why, and sharing it with a guest, over HTTP."""

from dialogue.policies import Action, ThreadPolicy
from groups.api.access import Access, MyAccess, Shares


class ThreadAccess(Access):
    actions = {"GET": Action.SEE_ACCESS}
    policy = ThreadPolicy()


class MyThreadAccess(MyAccess):
    actions = {"GET": Action.READ}
    policy = ThreadPolicy()


class ThreadShares(Shares):
    policy = ThreadPolicy()
