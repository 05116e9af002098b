"""What happens reaches whoever looks: every kind of event has its frame, or a reason why nobody waits."""

from viche.kernel.events import PAYLOADS
from viche.realtime.registry import FRAMES

# Kinds that enter no topic.
UNHEARD = {
    "files.file_stored": "whoever may read a file hears of what holds it",
    "groups.organisation_registered": "nobody follows the register of organisations",
    "groups.organisation_verified": "the same",
    "groups.organisation_edited": "the same",
    "groups.organisation_mark_withdrawn": "the same",
    "groups.territory_registered": "nobody follows the codifier",
    "groups.population_recorded": "the same",
    "groups.invitation_made": "links are for those who may make them, and the seat is heard of itself",
    "groups.invitation_revoked": "the same",
    "groups.invitation_sent": "the same",
    "groups.invitation_used": "the same",
    "groups.sectors_lost": "the seat that was left is heard of itself",
    "groups.territory_edited": "the same",
    "groups.territories_imported": "the same",
}


def test_every_kind_of_event_has_its_frame() -> None:
    ours = {kind for kind in PAYLOADS if not kind.startswith("tests.")}
    assert ours - set(FRAMES) == set(UNHEARD)
    assert set(FRAMES) - set(PAYLOADS) == set()
