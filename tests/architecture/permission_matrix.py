"""The permission matrix, written by hand. It is the specification: never derive it from the policies.

Who sees an object in a state is in SEES; who may do what is in MAY. Whoever sees and may not gets 403.
Whoever does not see gets 404, as if the object did not exist. Roles are the people of tests/cast.py and
`guest` reads one thread by a share, `coordinator` and `dpo` (data protection officer) hold offices of the
territory without a seat, `appointer` is administrator of the police organisation and sits nowhere,
`stranger` leads the group of another hromada, `neighbour` sits in another group of this one, `anonymous` is
nobody. `deputy` stands in for the officer, `early_deputy` will for the teacher in a week, `late_deputy` did.
Members once: `former` left the seat, the mandate of `retired` ended, that of `resting` rests, the account
of `deactivated` is switched off. The tokens are the facilitator's: `token` reaches everything,
`reading_token` reading alone, `blind_token` neither groups nor what is in them.

The group's objects: an action item belongs to the council (the secretary and the councillor are its people);
the restricted thread names police and the organisation of the facilitator.
"""

ROLES = frozenset(
    "facilitator secretary officer teacher councillor observer guest former outsider coordinator "
    "administrator appointer dpo stranger neighbour deputy early_deputy late_deputy retired resting "
    "token reading_token blind_token anonymous deactivated".split()
)
# Whoever has not signed in, or cannot any more, does not come as far as a policy: 401.
OUTSIDE = frozenset({"anonymous", "deactivated"})
TOKENS = frozenset({"token", "reading_token", "blind_token"})
NOBODY: frozenset[str] = frozenset()


def people(names: str) -> frozenset[str]:
    found = frozenset(names.split())
    assert found <= ROLES, found - ROLES
    return found


# What somebody sees they may read; a token that only reads does nothing else with it.
READING_TOKEN = people("reading_token")
READERS = people("facilitator secretary officer teacher councillor observer deputy token reading_token")
SPEAKERS = READERS - {"observer"} - READING_TOKEN
TEACHER = people("teacher")
LEADER = people("facilitator token")
LEADER_READS = LEADER | READING_TOKEN
RECORDERS = people("facilitator secretary token")
COORDINATOR = people("coordinator")
ADMINISTRATOR = people("administrator")
APPOINTER = people("appointer")
GUEST = people("guest")
SIGNED_IN = ROLES - OUTSIDE - {"blind_token"}
NAMED_READ = people("facilitator officer deputy token reading_token")  # the audience of the restricted thread
NAMED = NAMED_READ - READING_TOKEN
COUNCIL = people("secretary councillor")  # owner of the action item
# Speak in the group for another organisation than the owner.
OTHERS = people("facilitator officer teacher deputy token")

THREAD_STATES = ("draft", "open", "summarising", "closed", "restricted")
ACTION_STATES = (
    "proposed",
    "accepted",
    "declined",
    "in_progress",
    "blocked",
    "done",
    "verified",
    "cancelled",
    "restricted",
)
MANDATE_STATES = ("active", "resting", "ended")
ORGANISATION_STATES = ("unverified", "verified")
OFFICE_STATES = ("held", "ended")
GROUP_STATES = ("active", "proposed", "suspended", "dissolved")
# The outsider asks for a seat.
JOINING_STATES = ("pending", "admitted", "declined", "withdrawn")
# The teacher's requests; `erasure` was asked for here and happens by itself.
REQUEST_STATES = (
    "received",
    "identity_checked",
    "in_progress",
    "answered",
    "refused",
    "appealed",
    "withdrawn",
    "erasure",
)

# Emergency access to a restricted thread.
GLASS_STATES = ("asked", "expired", "active", "over", "refused", "withdrawn")

# The teacher's account, and one that was switched off.
ACCOUNT_STATES = ("active", "inactive")

SEES: dict[str, dict[str, frozenset[str]]] = {
    "group": dict.fromkeys(GROUP_STATES, READERS | COORDINATOR),
    "dialogue": dict.fromkeys(GROUP_STATES, READERS),
    "register": dict.fromkeys(GROUP_STATES, READERS),
    "territory": {"any": SIGNED_IN},
    # That of the police.
    "organisation": dict.fromkeys(ORGANISATION_STATES, SIGNED_IN),
    # That of the coordinator.
    "office": {"held": SIGNED_IN, "ended": ADMINISTRATOR},
    # The officer's: whoever sits at a table with them knows it, the coordinator and who appoints.
    "mandate": dict.fromkeys(MANDATE_STATES, READERS | COORDINATOR | APPOINTER),
    "thread": {
        "draft": LEADER_READS,
        "open": READERS | GUEST,
        "summarising": READERS | GUEST,
        "closed": READERS | GUEST,
        "restricted": NAMED_READ,
    },
    "subject_request": dict.fromkeys(REQUEST_STATES, people("teacher dpo")),
    "invitation": {"any": LEADER_READS | COORDINATOR},
    "join_request": dict.fromkeys(JOINING_STATES, LEADER_READS | COORDINATOR | people("outsider")),
    # The administrator asked.
    "break_glass": dict.fromkeys(GLASS_STATES, people("administrator coordinator dpo")),
    # Of the teacher's data.
    "access_record": {"any": TEACHER | people("dpo")},
    "person": {"active": TEACHER | ADMINISTRATOR, "inactive": ADMINISTRATOR},
    # The teacher's.
    "session": {"any": TEACHER},
    "token": {"any": TEACHER},
    "notification": {"any": TEACHER},
    "data_export": {"any": TEACHER},
    # Made from the restricted thread: its readers, and the owner who has to do it.
    "action": {**dict.fromkeys(ACTION_STATES, READERS), "restricted": NAMED_READ | COUNCIL},
}


def usual(kind: str) -> str:
    """The state in which most can be done with a thing."""
    states = SEES[kind]
    return next((one for one in ("active", "open") if one in states), next(iter(states)))


def only(states: str, who: frozenset[str], of: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """`who` in the named states, nobody in the others."""
    assert set(states.split()) <= set(of)
    return {state: who if state in states.split() else NOBODY for state in of}


def always(who: frozenset[str], of: tuple[str, ...]) -> dict[str, frozenset[str]]:
    return dict.fromkeys(of, who)


OPENED = "open summarising closed restricted"
UNFINISHED = "proposed accepted in_progress blocked done restricted"
AT_WORK = "accepted in_progress blocked done"

# In a suspended group nobody leads: its coordinator alone seats people.
SEATING = {
    "proposed": LEADER | COORDINATOR,
    "active": LEADER | COORDINATOR,
    "suspended": COORDINATOR,
    "dissolved": NOBODY,
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    # Groups
    "group.read": always(READERS | COORDINATOR, GROUP_STATES),
    "group.see_access": always(READERS | COORDINATOR, GROUP_STATES),
    "group.edit": SEATING,
    "group.add_member": SEATING,
    "group.invite": SEATING,
    "invitation.read": SEES["invitation"],
    "invitation.send": {"any": LEADER | COORDINATOR},
    "invitation.revoke": {"any": LEADER | COORDINATOR},
    "join_request.read": SEES["join_request"],
    "join_request.admit": only("pending", LEADER | COORDINATOR, JOINING_STATES),
    "join_request.decline": only("pending", LEADER | COORDINATOR, JOINING_STATES),
    "join_request.withdraw": only("pending", people("outsider"), JOINING_STATES),
    "group.change_role": SEATING,
    "group.end_membership": SEATING,
    "group.require_seats": SEATING,
    "group.set_milestones": SEATING,
    "group.found_subgroup": only("proposed active suspended", COORDINATOR, GROUP_STATES),
    "group.reach_milestone": {
        **SEATING,
        "proposed": RECORDERS | COORDINATOR,
        "active": RECORDERS | COORDINATOR,
    },
    "group.activate": only("proposed suspended", COORDINATOR, GROUP_STATES),
    "group.suspend": only("active", COORDINATOR, GROUP_STATES),
    "group.dissolve": only("proposed active suspended", COORDINATOR, GROUP_STATES),
    "territory.read": {"any": SIGNED_IN},
    "territory.register_part": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.register_organisation": {"any": COORDINATOR},
    "territory.found_group": {"any": COORDINATOR},
    "territory.record_population": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.edit": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.set_contact_points": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.import_parts": {"any": ADMINISTRATOR},
    "territory.give_office": {"any": ADMINISTRATOR},
    "office.read": SEES["office"],
    "office.end": {"held": ADMINISTRATOR, "ended": NOBODY},
    "organisation.read": SEES["organisation"],
    "organisation.see_record": always(COORDINATOR | APPOINTER, ORGANISATION_STATES),
    "organisation.edit": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.edit_contacts": always(COORDINATOR | APPOINTER, ORGANISATION_STATES),
    "organisation.verify": only("unverified", COORDINATOR, ORGANISATION_STATES),
    "organisation.withdraw_mark": only("verified", COORDINATOR, ORGANISATION_STATES),
    "organisation.set_administrators": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.appoint": always(COORDINATOR | APPOINTER, ORGANISATION_STATES),
    "mandate.read": SEES["mandate"],
    # A coordinator of one of several hromadas where the organisation works takes none of these steps:
    # tests/groups/test_whose_mandates.py.
    "mandate.see_deputies": always(people("officer coordinator appointer"), MANDATE_STATES),
    "mandate.edit": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.rest": only("active", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.resume": only("resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.pass_on": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.end": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.appoint_deputy": only("active", people("officer coordinator"), MANDATE_STATES),
    "mandate.end_deputyship": always(people("officer coordinator"), MANDATE_STATES),
    # Dialogue
    "dialogue.read": always(READERS, GROUP_STATES),
    "dialogue.start": only("proposed active", SPEAKERS, GROUP_STATES),
    "dialogue.start_restricted": only("proposed active", LEADER, GROUP_STATES),
    "thread.read": SEES["thread"],
    # Who else reads it is said to those who sit at the table, not to guests.
    "thread.see_access": {state: who - GUEST for state, who in SEES["thread"].items()},
    "thread.mark_read": {state: who - READING_TOKEN for state, who in SEES["thread"].items()},
    "thread.post": {**only("open summarising", SPEAKERS, THREAD_STATES), "restricted": NAMED},
    "thread.support": {**only("open summarising", SPEAKERS, THREAD_STATES), "restricted": NAMED},
    "thread.make_action": {**only("open summarising closed", RECORDERS, THREAD_STATES), "restricted": LEADER},
    "thread.edit": only("draft open summarising restricted", LEADER, THREAD_STATES),
    "thread.open": only("draft", LEADER, THREAD_STATES),
    "thread.summarise": only("open restricted", LEADER, THREAD_STATES),
    "thread.close": only("open summarising restricted", LEADER, THREAD_STATES),
    "thread.reopen": only("summarising closed", LEADER, THREAD_STATES),
    "thread.set_audience": always(LEADER, THREAD_STATES),
    "thread.share": only(OPENED, LEADER, THREAD_STATES),
    # Action items
    "register.read": always(READERS, GROUP_STATES),
    # A proposal talks and gives no action items.
    "register.make": only("active", RECORDERS, GROUP_STATES),
    "action.read": SEES["action"],
    "action.see_access": SEES["action"],
    "action.edit": only(f"{UNFINISHED} declined", RECORDERS, ACTION_STATES),
    "action.widen": only("restricted", LEADER, ACTION_STATES),
    "action.accept": only("proposed restricted", COUNCIL, ACTION_STATES),
    "action.decline": only("proposed restricted", COUNCIL, ACTION_STATES),
    "action.start": only("accepted blocked", COUNCIL, ACTION_STATES),
    "action.block": only("in_progress", COUNCIL, ACTION_STATES),
    "action.complete": only("in_progress", COUNCIL, ACTION_STATES),
    "action.verify": only("done", OTHERS, ACTION_STATES),
    "action.return": only("done", OTHERS, ACTION_STATES),
    "action.cancel": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    "action.add_evidence": only(AT_WORK, SPEAKERS, ACTION_STATES),
    "action.remind": only(UNFINISHED, COUNCIL | LEADER, ACTION_STATES),
    "action.acknowledge": {
        **only(f"{AT_WORK} proposed", COUNCIL | OTHERS, ACTION_STATES),
        "restricted": COUNCIL | NAMED,
    },
    "action.share": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    # Requests about personal data
    "subject_request.read": SEES["subject_request"],
    "subject_request.file": always(people("teacher"), REQUEST_STATES),
    "subject_request.register": always(NOBODY, REQUEST_STATES),  # it has no object yet: tests/privacy
    "subject_request.withdraw": only(
        "received identity_checked in_progress appealed erasure", people("teacher"), REQUEST_STATES
    ),
    "subject_request.handle": only(
        "received identity_checked in_progress appealed", people("dpo"), REQUEST_STATES
    ),
    "subject_request.appeal": only("answered refused", people("teacher"), REQUEST_STATES),
    # Emergency access
    "break_glass.read": SEES["break_glass"],
    "break_glass.ask": always(NOBODY, GLASS_STATES),  # it has no object yet: tests/groups/test_break_glass.py
    "break_glass.approve": only("asked", people("coordinator dpo"), GLASS_STATES),
    "break_glass.refuse": only("asked", people("coordinator dpo"), GLASS_STATES),
    "break_glass.end": {
        **always(NOBODY, GLASS_STATES),
        "asked": people("administrator"),
        "active": people("administrator coordinator dpo"),
    },
    # Who saw somebody's data
    "access_record.read": SEES["access_record"],
    # Accounts: one's own, and what administrators do to those of others
    "person.read": SEES["person"],
    "person.edit": only("active", TEACHER, ACCOUNT_STATES),
    "person.set_password": only("active", TEACHER, ACCOUNT_STATES),
    "person.change_email": only("active", TEACHER, ACCOUNT_STATES),
    "person.sign_in": only("active", TEACHER, ACCOUNT_STATES),
    "person.manage_factors": only("active", TEACHER, ACCOUNT_STATES),
    "person.link_identity": only("active", TEACHER, ACCOUNT_STATES),
    "person.sign_out": {"active": TEACHER | ADMINISTRATOR, "inactive": ADMINISTRATOR},
    "person.create": always(ADMINISTRATOR, ACCOUNT_STATES),
    "person.invite": always(ADMINISTRATOR, ACCOUNT_STATES),
    "person.deactivate": always(ADMINISTRATOR, ACCOUNT_STATES),
    "person.reactivate": always(ADMINISTRATOR, ACCOUNT_STATES),
    "person.reset_factors": always(ADMINISTRATOR, ACCOUNT_STATES),
    "person.rename": always(ADMINISTRATOR, ACCOUNT_STATES),
    "person.make_administrator": always(ADMINISTRATOR, ACCOUNT_STATES),
    "person.unmake_administrator": always(ADMINISTRATOR, ACCOUNT_STATES),
    "session.read": SEES["session"],
    "session.end": SEES["session"],
    "token.read": SEES["token"],
    "token.issue": SEES["token"],
    "token.revoke": SEES["token"],
    "notification.read": SEES["notification"],
    "notification.mark_read": SEES["notification"],
    "data_export.read": SEES["data_export"],
    "data_export.ask": SEES["data_export"],
    "data_export.download": SEES["data_export"],
}

# Actions without an object, with the test that holds them.
ELSEWHERE = {
    "system": "tests/accounts, tests/config",
    "file": "tests/architecture/test_matrix_over_files.py, tests/files",
    "share": "the policy of the shared thing decides: thread.share, action.share",
    "realtime": "tests/realtime",
    "topic": "tests/architecture/test_matrix_over_sockets.py, tests/realtime",
}
