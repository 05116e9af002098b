"""Which modules decide who may do what, and which tests hold each of them, the quickest first."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MATRIX = "tests/architecture/test_permission_matrix.py"
FILES = "tests/architecture/test_matrix_over_files.py"
GROUPS = "tests/groups/test_policies.py"
WHOSE = "tests/groups/test_whose_mandates.py"
THREADS = "tests/dialogue/test_permissions.py"
PAGES = "tests/tasks/test_lists_seen.py"
BEFORE = "tests/groups/test_audiences_before.py"

# The kinds of the matrix that come first for a module, and the tests of its room beside it.
GUARDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "groups/policies/break_glass.py": (
        "break_glass",
        (
            "tests/groups/test_desks.py",
            "tests/groups/test_break_glass.py",
            "tests/groups/test_break_glass_askers.py",
            "tests/groups/test_break_glass_reads.py",
        ),
    ),
    "groups/policies/grants.py": (
        "group or thread or dialogue",
        (GROUPS, "tests/groups/test_access.py", PAGES, BEFORE),
    ),
    "groups/policies/groups.py": (
        "group",
        (GROUPS, "tests/groups/test_access.py", "tests/groups/test_former_readers.py"),
    ),
    "groups/policies/joining.py": (
        "invitation or join_request",
        (
            "tests/groups/test_joining.py",
            "tests/groups/test_joining_policies.py",
            "tests/groups/test_personal_invitations.py",
            "tests/groups/test_personal_lists.py",
            "tests/groups/test_joining_ends.py",
            "tests/groups/test_requests_waiting.py",
            "tests/groups/test_invitation_letters.py",
        ),
    ),
    "groups/policies/mandates.py": ("mandate", (GROUPS, WHOSE, "tests/groups/test_successions.py")),
    "groups/policies/offices.py": (
        "office or territory or group",
        (GROUPS, WHOSE, "tests/groups/test_registers.py"),
    ),
    "groups/policies/organisations.py": (
        "organisation",
        (
            WHOSE,
            "tests/groups/test_whose_organisations.py",
            "tests/groups/test_organisations.py",
            "tests/tasks/test_who_verifies.py",
        ),
    ),
    "groups/oversight.py": (
        "subject_request or access_record",
        ("tests/privacy/test_oversight.py", "tests/groups/test_group_sight.py"),
    ),
    "groups/grants/sources.py": (
        "group or thread",
        (
            "tests/groups/test_grants.py",
            "tests/groups/test_sat_until.py",
            "tests/groups/test_desks.py",
            "tests/groups/test_access.py",
            "tests/groups/test_shares.py",
            "tests/groups/test_former_readers.py",
            "tests/groups/test_sight_before.py",
            BEFORE,
            "tests/groups/test_break_glass.py",
        ),
    ),
    "groups/sight.py": (
        "sight",
        (
            "tests/groups/test_desks.py",
            "tests/groups/test_sight_shown.py",
            "tests/groups/test_sight.py",
            "tests/groups/test_sight_before.py",
            "tests/groups/test_group_sight.py",
            "tests/groups/test_former_readers.py",
            BEFORE,
        ),
    ),
    "groups/policies/territories.py": (
        "territory",
        ("tests/groups/test_territories.py", "tests/groups/test_codifier.py"),
    ),
    "dialogue/policies.py": (
        "thread or dialogue",
        (
            THREADS,
            "tests/dialogue/test_audience.py",
            "tests/dialogue/test_reading.py",
            BEFORE,
        ),
    ),
    "dialogue/message_policy.py": (
        "message",
        (
            THREADS,
            "tests/dialogue/test_corrections.py",
            "tests/dialogue/test_moderation.py",
            "tests/dialogue/test_hidden_refusals.py",
        ),
    ),
    "dialogue/access_policy.py": (
        "access_request",
        ("tests/dialogue/test_access_requests.py", "tests/dialogue/test_announced.py"),
    ),
    "dialogue/standing.py": ("thread", (THREADS, PAGES)),
    "tasks/policies.py": (
        "action or register",
        (
            "tests/tasks/test_workflow.py",
            "tests/tasks/test_stance.py",
            PAGES,
            "tests/tasks/test_realtime.py",
            BEFORE,
        ),
    ),
    "tasks/stance.py": (
        "action",
        (
            "tests/tasks/test_workflow.py",
            "tests/tasks/test_stance.py",
            "tests/tasks/test_links.py",
            "tests/tasks/test_logged.py",
            PAGES,
            "tests/tasks/test_today.py",
            "tests/tasks/test_api_lists.py",
        ),
    ),
    "tasks/workflow.py": (
        "action",
        (
            "tests/tasks/test_workflow.py",
            "tests/tasks/test_links.py",
            "tests/tasks/test_logged.py",
        ),
    ),
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
        ("tests/files/test_reading.py", "tests/files/test_uploads.py", "tests/tasks/test_links.py"),
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
        (GROUPS, THREADS, "tests/groups/test_access.py", "tests/groups/test_races.py"),
    ),
    "platform/viche/kernel/actor.py": (
        "group",
        (GROUPS, THREADS, "tests/tasks/test_links.py", "tests/tasks/test_workflow.py"),
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
