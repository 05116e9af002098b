"""Access to a dossier over HTTP: its readers with the reasons, and shares with guests."""

from groups.access.api import Access, GuestInvitations, MyAccess, Shares
from groups.break_glass.api import Emergencies
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction, DossierPolicy
from viche.kernel.access_log import Read


class DossierAccess(Access):
    actions = {"GET": DossierAction.SEE_ACCESS}
    policy = DossierPolicy()

    def read_of(self, obj: Dossier) -> list[Read]:
        return list_reads(obj)


class MyDossierAccess(MyAccess):
    actions = {"GET": DossierAction.READ}
    policy = DossierPolicy()


class DossierEmergencies(Emergencies):
    actions = {"GET": DossierAction.READ}
    policy = DossierPolicy()


class DossierShares(Shares):
    policy = DossierPolicy()


class DossierGuestInvitations(GuestInvitations):
    policy = DossierPolicy()
