"""What the slices of a room register with the platform is found by the names of its modules."""

from __future__ import annotations

import pytest
from django.apps import apps

from viche.kernel.autoload import autoload
from viche.rooms import ROOMS

BY_NAME = {
    "dialogue": (
        *("access_requests.events", "acknowledgements.events", "charters.events", "decisions.events"),
        *("email_replies.events", "facilitation.events", "lifecycle.events", "meetings.events"),
        *("messages.events", "minutes.events", "moderation.events", "reactions.events"),
        *("reading.events", "rounds.events", "seat_admission.events"),
        *("summary.events", "threads.events", "transfer.events"),
        *("access_requests.duties", "acknowledgements.duties", "deadlines", "decisions.duties"),
        *("decisions.files", "decisions.notifications", "decisions.privacy", "decisions.realtime"),
        *("decisions.registration", "lifecycle.duties"),
        *("messages.files", "moderation.duties", "notifications", "parts", "posting.realtime"),
        *("meetings.deadlines", "meetings.duties", "meetings.files", "meetings.notifications"),
        *("meetings.privacy", "meetings.realtime", "meetings.registration"),
        *("minutes.duties", "minutes.files", "minutes.notifications", "minutes.privacy"),
        *("minutes.realtime", "minutes.registration", "reading.realtime"),
        *("rounds.duties", "seat_admission.registration", "succession.registration", "summary.duties"),
        *("threads.grants", "threads.realtime", "timeline.realtime"),
    ),
    "groups": (
        *("break_glass.events", "guest_shares.events", "initiative_groups.events", "joining.events"),
        *("mandates.events", "memberships.events", "offices.events", "organisations.events"),
        "territories.events",
        *("access.privacy", "break_glass.duties", "deadlines", "initiative_groups.grants"),
        *("joining.duties", "mandates.duties", "mandates.registration", "notifications"),
        *("offices.registration", "parts", "realtime"),
    ),
    "tasks": (
        *("checklists.events", "dependencies.events", "evidence.events", "external_assignees.events"),
        *("items.events", "promises.events", "reminders.events", "saved_views.events"),
        *("accountability.registration", "deadlines", "evidence.files", "items.duties", "items.grants"),
        "lifecycle.notifications",
        *("lifecycle.realtime", "parts", "privacy", "succession.registration"),
    ),
    "programmes": (
        *("kit.access_requests.duties", "kit.access_requests.events", "kit.access_requests.notifications"),
        *("kit.access_requests.privacy", "kit.access_requests.realtime"),
        *("kit.deadlines.events", "kit.dossiers.events", "kit.editions.events"),
        *("kit.evidence.events", "kit.findings.events", "kit.forms.events", "kit.interests.events"),
        *("kit.sign_offs.events", "public_control.events", "recommendations.events"),
        *("kit.deadlines.deadlines", "kit.deadlines.duties"),
        *("kit.dossiers.grants", "kit.dossiers.realtime", "kit.dossiers.registration"),
        *("kit.dossiers.search", "kit.transitions.notifications", "kit.transitions.privacy"),
        *("kit.evidence.files", "kit.evidence.privacy", "kit.evidence.registration"),
        *("kit.forms.privacy", "kit.forms.realtime", "kit.forms.registration"),
        *("kit.findings.privacy", "kit.findings.registration"),
        *("kit.interests.duties", "kit.interests.notifications", "kit.interests.privacy"),
        "kit.editions.privacy",
        *("public_control.privacy", "public_control.registration"),
        *("kit.sign_offs.duties", "kit.sign_offs.notifications", "kit.sign_offs.privacy"),
        *("recommendations.deadlines", "recommendations.duties", "recommendations.notifications"),
        *("recommendations.privacy", "recommendations.registration", "recommendations.search"),
    ),
}
BESIDE = {
    "dialogue": {
        *("group_hooks", "link_targets", "privacy.data_holdings", "search.documents"),
        "search.minutes_documents",
    },
    "groups": {
        *("access.access_record", "access.oversight", "account_subscriber"),
        *("joining.emails", "joining.personal_emails"),
        *("link_targets", "mandates.second_factor_roles"),
        *("privacy.data_holdings", "search.documents", "seat_subscriber"),
    },
    "programmes": {
        *("public_control.link_page", "recommendations.link_page", "recommendations.reminder_emails"),
    },
    "tasks": {
        *("external_assignees.emails", "external_assignees.reminder_emails", "items.thread_obstacles"),
        *("link_targets", "search.documents"),
    },
}


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_that_registers_is_found(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {name.removeprefix(f"{room}.") for name in autoload(room)}
    assert found == set(BY_NAME[room])
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(f"{room}.apps.autoload", lambda _room, *others: asked.append(others))
    apps.get_app_config(room).ready()
    assert [set(others) for others in asked] == [BESIDE[room]]
