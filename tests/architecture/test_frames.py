"""What happens reaches whoever looks: every kind of event has its frame, or a reason why nobody waits."""

from viche.kernel.events import PAYLOADS
from viche.realtime.registry import FRAMES

# Kinds that enter no topic.
UNHEARD = {
    "notifications.preferences_changed": "one's own settings, which are read when their page is opened",
    "notifications.push_subscribed": "the same",
    "notifications.push_unsubscribed": "the same",
    "deadlines.calendar_feed_made": "the same",
    "deadlines.calendar_feed_revoked": "the same",
    "tasks.saved_view_kept": "the same",
    "tasks.saved_view_removed": "the same",
    "dialogue.message_addressed": "who is addressed hears that there is a notification",
    "dialogue.must_read_due": "the same",
    "dialogue.decision_reminder_due": "who has not answered hears that there is a notification",
    "dialogue.meeting_reminded": "who is invited hears that there is a notification",
    "dialogue.thread_term_due": "whom a day of a thread concerns hears that there is a notification",
    "dialogue.late_seat_admitted": "whoever reads the thread hears that there is a notification",
    "dialogue.message_reported": "who moderates hears that there is a notification",
    "dialogue.answer_by_mail_refused": "who answered hears that there is a notification",
    "files.file_stored": "whoever may read a file hears of what holds it",
    "groups.organisation_registered": "nobody follows the register of organisations",
    "groups.organisation_verified": "the same",
    "groups.organisation_edited": "the same; where its sector was changed, its seats are heard of themselves",
    "groups.organisation_mark_withdrawn": "the same",
    "tasks.outside_body_added": "nobody follows who could own action items",
    "tasks.outside_body_changed": "the same",
    "groups.territory_registered": "nobody follows the codifier",
    "groups.population_recorded": "the same",
    "groups.population_removed": "the same",
    "groups.invitation_made": "links are for those who may make them, and the seat is heard of itself",
    "groups.invitation_revoked": "the same",
    "groups.invitation_sent": "the same",
    "groups.invitation_lost": "who made it hears that there is a notification",
    "groups.invitation_used": "links are for those who may make them, and the seat is heard of itself",
    "groups.personal_invitation_made": "for who made them, and what is taken is heard of itself",
    "groups.personal_invitation_revoked": "the same",
    "groups.personal_invitation_sent": "the same",
    "groups.personal_invitation_lost": "who made it hears that there is a notification",
    "groups.personal_invitation_used": "what is taken is heard of itself",
    "groups.personal_addressee_moved": "nobody waits for it: it is looked at when somebody is erased",
    "groups.addressee_moved": "nobody waits for it: it is looked at when somebody is erased",
    "groups.sectors_lost": "the seat that was left is heard of itself",
    "groups.facilitator_lost": "the seat that was left is heard of itself",
    "groups.lead_lost": "the seat that was left is heard of itself",
    "groups.territory_edited": "the same",
    "groups.territories_imported": "the same",
}


def test_every_kind_of_event_has_its_frame() -> None:
    ours = {kind for kind in PAYLOADS if not kind.startswith("tests.")}
    assert ours - set(FRAMES) == set(UNHEARD)
    assert set(FRAMES) - set(PAYLOADS) == set()
