"""Which modules decide who may do what, and which tests hold each of them, the quickest first."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MATRIX = "tests/architecture/test_permission_matrix.py"
FILES = "tests/architecture/test_matrix_over_files.py"
GROUPS = "tests/groups/initiative_groups/test_policies.py"
WHOSE = "tests/groups/mandates/test_policies.py"
THREADS = "tests/dialogue/threads/test_permissions.py"
PAGES = "tests/tasks/items/test_generated_lists.py"
BEFORE = "tests/groups/access/test_former_audiences.py"
READING_ALONE = "tests/groups/break_glass/test_no_way_round.py"
DOSSIERS = (
    "tests/programmes/kit/test_dossiers.py",
    "tests/programmes/kit/test_access.py",
    "tests/programmes/kit/test_api.py",
    "tests/programmes/kit/test_interests.py",
    "tests/programmes/kit/test_forms.py",
    "tests/programmes/kit/test_sealed.py",
)

MEETINGS = (
    "tests/dialogue/meetings/test_policies.py",
    "tests/dialogue/meetings/test_meetings.py",
    "tests/dialogue/meetings/test_live.py",
    "tests/dialogue/meetings/test_agenda_sources.py",
)
DECISIONS = (
    "tests/dialogue/decisions/test_open_votes.py",
    "tests/dialogue/decisions/test_secret_ballots.py",
    "tests/dialogue/decisions/test_record.py",
    "tests/dialogue/decisions/test_rights.py",
    "tests/dialogue/decisions/test_duties.py",
)

MINUTES = (
    "tests/dialogue/minutes/test_policies.py",
    "tests/dialogue/minutes/test_minutes.py",
    "tests/dialogue/minutes/test_signers.py",
)

# The kinds of the matrix that come first for a module, and the tests of its room beside it.
GUARDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dialogue/decisions/access.py": ("decision", DECISIONS),
    "dialogue/decisions/policies.py": ("decision", DECISIONS),
    "groups/break_glass/policies.py": (
        "break_glass",
        (
            "tests/groups/access/test_policies.py",
            "tests/groups/break_glass/test_break_glass.py",
            "tests/groups/break_glass/test_askers.py",
            "tests/groups/break_glass/test_access_record.py",
        ),
    ),
    "groups/grants/policies.py": (
        "group or thread or dialogue",
        (GROUPS, "tests/groups/access/test_access.py", PAGES, BEFORE),
    ),
    "groups/initiative_groups/policies.py": (
        "group",
        (GROUPS, "tests/groups/access/test_access.py", "tests/groups/access/test_former_readers.py"),
    ),
    "groups/joining/policies.py": (
        "invitation or join_request",
        (
            "tests/groups/joining/test_joining.py",
            "tests/groups/joining/test_policies.py",
            "tests/groups/joining/test_personal_invitations.py",
            "tests/groups/joining/test_personal_lists.py",
            "tests/groups/joining/test_endings.py",
            "tests/groups/seats/test_pending_requests.py",
            "tests/groups/joining/test_invitation_emails.py",
        ),
    ),
    "groups/mandates/policies.py": ("mandate", (GROUPS, WHOSE, "tests/groups/mandates/test_succession.py")),
    "groups/authority/territorial.py": (
        "office or territory or group",
        (GROUPS, WHOSE, "tests/groups/territories/test_registers.py"),
    ),
    "groups/offices/policies.py": ("office", (GROUPS, "tests/groups/offices/test_offices.py")),
    "groups/organisations/policies.py": (
        "organisation",
        (
            WHOSE,
            "tests/groups/organisations/test_policies.py",
            "tests/groups/organisations/test_organisations.py",
            "tests/tasks/lifecycle/test_verification.py",
        ),
    ),
    "groups/access/oversight.py": (
        "subject_request or access_record",
        ("tests/privacy/test_oversight.py", "tests/groups/access/test_group_access.py"),
    ),
    "groups/grants/sources.py": (
        "group or thread",
        (
            "tests/groups/grants/test_grants.py",
            "tests/groups/seats/test_former_seats.py",
            "tests/groups/access/test_policies.py",
            "tests/groups/access/test_access.py",
            "tests/groups/guest_shares/test_guest_shares.py",
            "tests/groups/access/test_former_readers.py",
            "tests/groups/access/test_former_access.py",
            BEFORE,
            "tests/groups/break_glass/test_break_glass.py",
        ),
    ),
    "groups/access/person_access.py": (
        "sight",
        (
            "tests/groups/access/test_policies.py",
            "tests/groups/access/test_shown.py",
            "tests/groups/access/test_person_access.py",
            "tests/groups/access/test_former_access.py",
            "tests/groups/access/test_group_access.py",
            "tests/groups/access/test_former_readers.py",
            BEFORE,
        ),
    ),
    "groups/territories/policies.py": (
        "territory",
        ("tests/groups/territories/test_territories.py", "tests/groups/territories/test_codifier.py"),
    ),
    "dialogue/threads/policies.py": (
        "thread or dialogue",
        (
            THREADS,
            "tests/dialogue/lifecycle/test_visibility.py",
            "tests/dialogue/reading/test_reading.py",
            BEFORE,
        ),
    ),
    "dialogue/threads/visibility.py": (
        "thread or dialogue",
        (THREADS, "tests/dialogue/lifecycle/test_visibility.py"),
    ),
    "dialogue/meetings/policies.py": ("meeting", MEETINGS),
    "dialogue/meetings/states.py": ("meeting", MEETINGS),
    "dialogue/minutes/policies.py": ("minutes", MINUTES),
    "dialogue/messages/policies.py": (
        "message",
        (
            THREADS,
            "tests/dialogue/posting/test_editing.py",
            "tests/dialogue/moderation/test_moderation.py",
            "tests/dialogue/moderation/test_refusals.py",
        ),
    ),
    "dialogue/access_requests/policies.py": (
        "access_request",
        (
            "tests/dialogue/access_requests/test_access_requests.py",
            "tests/dialogue/access_requests/test_announced.py",
        ),
    ),
    "dialogue/threads/access.py": ("thread", (THREADS, READING_ALONE, PAGES)),
    "tasks/items/policies.py": (
        "action or register",
        (
            "tests/tasks/items/test_workflow.py",
            "tests/tasks/items/test_access.py",
            PAGES,
            "tests/tasks/lifecycle/test_realtime.py",
            BEFORE,
        ),
    ),
    "tasks/items/access.py": (
        "action",
        (
            "tests/tasks/items/test_workflow.py",
            "tests/tasks/items/test_access.py",
            READING_ALONE,
            "tests/tasks/items/test_restricted_seats.py",
            "tests/tasks/external_assignees/test_links.py",
            "tests/tasks/external_assignees/test_phone_reports.py",
            PAGES,
            "tests/tasks/items/test_today.py",
            "tests/tasks/items/test_lists.py",
        ),
    ),
    "programmes/kit/evidence/policies.py": (
        "dossier_evidence",
        (
            "tests/programmes/kit/test_evidence.py",
            "tests/programmes/public_control/test_letters.py",
            "tests/programmes/public_control/test_after_closing.py",
            "tests/programmes/kit/test_forms.py",
        ),
    ),
    "tasks/evidence/policies.py": (
        "evidence",
        ("tests/tasks/evidence/test_removal.py", "tests/tasks/evidence/test_removed_elsewhere.py"),
    ),
    "programmes/kit/dossiers/policies.py": (
        "dossier or programmes or recommendations",
        (
            "tests/programmes/kit/test_policies.py",
            "tests/programmes/kit/test_query_counts.py",
            "tests/programmes/kit/test_editions.py",
            "tests/programmes/public_control/test_policies.py",
            "tests/programmes/public_control/test_sides.py",
            "tests/programmes/public_control/test_steps.py",
            *DOSSIERS,
        ),
    ),
    "programmes/kit/dossiers/access.py": (
        "dossier or recommendations",
        ("tests/programmes/public_control/test_sides.py", *DOSSIERS),
    ),
    "programmes/recommendations/policies.py": (
        "recommendation",
        (
            "tests/programmes/recommendations/test_access.py",
            "tests/programmes/recommendations/test_policies.py",
            "tests/programmes/recommendations/test_steps.py",
            "tests/programmes/recommendations/test_issue.py",
            "tests/programmes/recommendations/test_api.py",
            "tests/programmes/recommendations/test_links.py",
        ),
    ),
    "programmes/public_control/policies.py": (
        "control",
        (
            "tests/programmes/public_control/test_policies.py",
            "tests/programmes/public_control/test_begin.py",
            "tests/programmes/public_control/test_complaint.py",
            "tests/programmes/public_control/test_links.py",
            "tests/programmes/public_control/test_steps.py",
        ),
    ),
    "programmes/public_control/guards.py": (
        "control",
        (
            "tests/programmes/public_control/test_outdated.py",
            "tests/programmes/public_control/test_letters.py",
            "tests/programmes/public_control/test_steps.py",
            "tests/programmes/public_control/test_links.py",
            "tests/programmes/public_control/test_register.py",
            "tests/programmes/public_control/test_sides.py",
        ),
    ),
    "programmes/kit/independence.py": (
        "dossier",
        (
            "tests/programmes/kit/test_independence.py",
            "tests/programmes/kit/test_sign_offs.py",
            "tests/programmes/public_control/test_sides.py",
        ),
    ),
    "programmes/kit/sign_offs/services.py": ("dossier", ("tests/programmes/kit/test_sign_offs.py",)),
    "programmes/kit/interests/services.py": ("dossier", ("tests/programmes/kit/test_interests.py",)),
    "programmes/recommendations/access.py": (
        "recommendation",
        (
            "tests/programmes/recommendations/test_access.py",
            "tests/programmes/recommendations/test_policies.py",
            "tests/programmes/recommendations/test_steps.py",
            "tests/programmes/recommendations/test_api.py",
            "tests/programmes/recommendations/test_links.py",
        ),
    ),
    "tasks/items/workflow.py": (
        "action",
        (
            "tests/tasks/items/test_workflow.py",
            "tests/tasks/external_assignees/test_links.py",
            "tests/tasks/external_assignees/test_phone_reports.py",
        ),
    ),
    "platform/viche/accounts/approvals/policies.py": ("approval", ("tests/accounts/test_approvals.py",)),
    "platform/viche/accounts/policies.py": (
        "person or session or token or calendar_feed or push_subscription",
        (
            "tests/accounts/test_people.py",
            "tests/accounts/test_people_api.py",
            "tests/accounts/test_tokens.py",
            "tests/accounts/test_sessions.py",
            "tests/accounts/test_administrators.py",
            "tests/deadlines/test_calendar.py",
        ),
    ),
    "platform/viche/files/policies.py": (
        "",
        (
            "tests/files/test_reading.py",
            "tests/files/test_uploads.py",
            "tests/tasks/external_assignees/test_links.py",
        ),
    ),
    "platform/viche/notifications/policies.py": (
        "notification or push_subscription",
        (
            "tests/notifications/test_inbox.py",
            "tests/notifications/test_preferences.py",
            "tests/notifications/test_devices.py",
        ),
    ),
    "platform/viche/privacy/policies.py": (
        "subject_request or access_record or data_export",
        ("tests/privacy/test_requests.py", "tests/privacy/test_access_record.py"),
    ),
    "platform/viche/kernel/policy.py": (
        "group",
        (GROUPS, THREADS, "tests/groups/access/test_access.py", "tests/groups/grants/test_races.py"),
    ),
    "platform/viche/kernel/actor.py": (
        "group",
        (
            GROUPS,
            THREADS,
            "tests/tasks/external_assignees/test_links.py",
            "tests/tasks/items/test_workflow.py",
        ),
    ),
}


def modules(only: str = "") -> list[Path]:
    """The modules whose path holds a word."""
    return [ROOT / path for path in GUARDS if only in path]


def on_the_stage(path: str) -> list[str]:
    """What is run first on a mutant: the kinds of the matrix that the module decides about."""
    kinds, _beside = GUARDS[path]
    return [MATRIX, "-k", kinds] if kinds else [FILES]


def beside(path: str) -> list[str]:
    """What is run on those that the matrix has not noticed: the tests of the room, on an empty database."""
    _kinds, tests = GUARDS[path]
    return list(tests)
