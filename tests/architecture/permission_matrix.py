"""The permission matrix, written by hand. It is the specification: never derive it from the policies.

Who sees an object in a state is in SEES; who may do what is in MAY. Whoever sees and may not gets 403.
Whoever does not see gets 404, as if the object did not exist. Roles are the people of tests/cast.py and
`guest` reads one thread and one action item by a share, `speaking_guest` speaks in the thread, `helper` works
on the item; `rescuer`, an administrator, reads the restricted thread by emergency access; `chair` of the
school leads every thread and no group. `coordinator` and `dpo` (data protection officer) hold offices of the
territory without a seat, `part_coordinator` one of a village there in which the police work, too,
`appointer` is administrator of the police organisation and sits nowhere, `stranger` leads the group of
another hromada, `neighbour` sits in another group of this one, `anonymous` is nobody. `deputy` stands in for
the officer, `early_deputy` will in a week, `late_deputy` did; `acting` stands in for the facilitator.
Members once: `former` left the seat, the mandate of `retired` ended, that of `resting` rests, the account
of `deactivated` is switched off. The tokens are the facilitator's: `token` reaches everything,
`reading_token` reading alone, `blind_token` neither groups nor what is in them.

The group's objects: an action item belongs to the council (the secretary and the councillor are its people);
the restricted thread names police and the organisation of the facilitator.
"""

ROLES = frozenset(
    "facilitator acting secretary officer teacher councillor observer chair guest speaking_guest helper "
    "former outsider coordinator part_coordinator administrator rescuer appointer dpo stranger neighbour "
    "deputy early_deputy late_deputy retired resting token reading_token blind_token anonymous "
    "deactivated".split()
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
READERS = people(
    "facilitator acting secretary officer teacher councillor observer chair deputy token reading_token"
)
SPEAKERS = READERS - {"observer"} - READING_TOKEN
TEACHER = people("teacher")
LEADER = people("facilitator acting token")
CHAIR = people("chair")
THREAD_LEADERS = LEADER | CHAIR
LEADER_READS = LEADER | READING_TOKEN
RECORDERS = LEADER | people("secretary")
COORDINATOR = people("coordinator")
# A coordinator of a part of where the police work, beside the one of all of it.
COORDINATORS = COORDINATOR | people("part_coordinator")
RESCUER = people("rescuer")
ADMINISTRATOR = people("administrator") | RESCUER
APPOINTER = people("appointer")
GUEST = people("guest")
SPEAKING_GUEST = people("speaking_guest")
HELPER = people("helper")
# What they see they see alone: nothing of the group around it.
GUESTS = GUEST | SPEAKING_GUEST | HELPER | RESCUER
SIGNED_IN = ROLES - OUTSIDE - {"blind_token"}
# The audience of the restricted thread.
NAMED_READ = LEADER_READS | CHAIR | people("officer deputy")
NAMED = NAMED_READ - READING_TOKEN
COUNCIL = people("secretary councillor")  # owner of the action item
OWNERS = COUNCIL | HELPER
# Speak in the group for another organisation than the owner.
OTHERS = LEADER | CHAIR | people("officer teacher deputy")

# Of an announced one the whole group knows that it is there, and nothing else.
RESTRICTED = ("restricted", "announced")
THREAD_STATES = ("draft", "open", "summarising", "closed", *RESTRICTED)
ACTION_STATES = tuple(
    "proposed accepted declined in_progress blocked done verified closed cancelled restricted".split()
)
MESSAGE_STATES = ("said", "withdrawn", "hidden", "closed", "restricted")
MANDATE_STATES = ("active", "resting", "ended")
ORGANISATION_STATES = ("unverified", "verified")
OFFICE_STATES = ("held", "ended")
GROUP_STATES = ("active", "proposed", "suspended", "dissolved")
# The outsider asks for a seat.
JOINING_STATES = ("pending", "admitted", "declined", "withdrawn")
# The teacher's requests; `erasure` was asked for here and happens by itself.
REQUEST_STATES = tuple(
    "received identity_checked in_progress answered refused appealed withdrawn erasure".split()
)

# The teacher asks to read the announced thread.
ACCESS_STATES = ("pending", "granted", "declined", "withdrawn", "over")
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
    # The officer's: whoever sits at a table with them knows it, the coordinators and who appoints; and who
    # stands in or will.
    "mandate": {
        **dict.fromkeys(MANDATE_STATES, READERS | COORDINATORS | APPOINTER | people("early_deputy")),
        "ended": READERS - people("deputy") | COORDINATORS | APPOINTER,
    },
    "thread": {
        "draft": LEADER_READS | CHAIR,
        "open": READERS | GUEST | SPEAKING_GUEST,
        "summarising": READERS | GUEST | SPEAKING_GUEST,
        "closed": READERS | GUEST | SPEAKING_GUEST,
        "restricted": NAMED_READ | RESCUER,
        "announced": NAMED_READ,
    },
    "access_request": dict.fromkeys(ACCESS_STATES, LEADER_READS | CHAIR | TEACHER),
    # The officer's, read with its thread.
    "message": {
        **dict.fromkeys(("said", "withdrawn", "hidden", "closed"), READERS | GUEST | SPEAKING_GUEST),
        "restricted": NAMED_READ | RESCUER,
    },
    "subject_request": dict.fromkeys(REQUEST_STATES, people("teacher dpo")),
    "invitation": {"any": LEADER_READS | COORDINATOR},
    # Another coordinator's, to administer the police: for who may name its administrators, too.
    "personal_invitation": {"any": COORDINATOR},
    "join_request": dict.fromkeys(JOINING_STATES, LEADER_READS | COORDINATOR | people("outsider")),
    # The administrator asked.
    "break_glass": dict.fromkeys(GLASS_STATES, people("administrator rescuer coordinator dpo")),
    # Of the teacher's data.
    "access_record": {"any": TEACHER | people("dpo")},
    # What the teacher sees: for who leads where they sit, too.
    "sight": {"any": TEACHER | people("dpo facilitator acting coordinator")},
    # Who sees the group: told also to who reads nothing of it.
    "group_sight": {"any": people("dpo")},
    "person": {"active": TEACHER | ADMINISTRATOR, "inactive": ADMINISTRATOR},
    # The teacher's.
    "session": {"any": TEACHER},
    "token": {"any": TEACHER},
    "notification": {"any": TEACHER},
    "notification_preferences": {"any": TEACHER},
    **{one: {"any": TEACHER} for one in ("push_subscription", "calendar_feed", "saved_view", "data_export")},
    # Made from the restricted thread: its readers, and the owner who has to do it.
    "action": {
        **dict.fromkeys(ACTION_STATES, READERS | GUEST | HELPER),
        "restricted": NAMED_READ | OWNERS | RESCUER,
    },
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


OPENED = "open summarising closed restricted announced"
TALKS = "open summarising restricted announced"
TALK = "open summarising"
UNFINISHED = "proposed accepted in_progress blocked done restricted"
HANDLED = "received identity_checked in_progress appealed"
AT_WORK = "accepted in_progress blocked done"
CLOSED = dict.fromkeys(("declined", "verified", "closed", "cancelled"), NOBODY)

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
    # What its people see: for who leads it, which nobody does while it rests.
    "group.see_sight": {
        **dict.fromkeys(("active", "proposed"), LEADER_READS | COORDINATOR),
        **dict.fromkeys(("suspended", "dissolved"), COORDINATOR),
    },
    "group.edit": SEATING,
    "group.add_member": SEATING,
    "group.invite": SEATING,
    "personal_invitation.read": SEES["personal_invitation"],
    "personal_invitation.send": SEES["personal_invitation"],
    "personal_invitation.revoke": SEES["personal_invitation"],
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
    "group.clear_page": always(COORDINATOR, GROUP_STATES),
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
    "organisation.see_record": always(COORDINATORS | APPOINTER, ORGANISATION_STATES),
    "organisation.edit": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.edit_contacts": always(COORDINATORS | APPOINTER, ORGANISATION_STATES),
    "organisation.verify": only("unverified", COORDINATOR | ADMINISTRATOR, ORGANISATION_STATES),
    # The mark is the system's; who coordinates a part takes back their own: test_whose_organisations.py.
    "organisation.withdraw_mark": only("verified", COORDINATOR | ADMINISTRATOR, ORGANISATION_STATES),
    "organisation.set_administrators": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.set_parent": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.appoint": always(COORDINATORS | APPOINTER, ORGANISATION_STATES),
    "mandate.read": SEES["mandate"],
    # Who coordinates a part of where the organisation works takes no step: test_whose_mandates.py.
    "mandate.see_deputies": always(people("officer coordinator appointer"), MANDATE_STATES),
    "mandate.edit": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.rest": only("active", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.resume": only("resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.pass_on": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.end": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.name_deputy": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.appoint_deputy": only("active", people("officer coordinator appointer"), MANDATE_STATES),
    "mandate.end_deputyship": always(people("officer coordinator appointer"), MANDATE_STATES),
    # Dialogue
    "dialogue.read": always(READERS, GROUP_STATES),
    "dialogue.start": only("proposed active", SPEAKERS, GROUP_STATES),
    "dialogue.start_restricted": only("proposed active", LEADER, GROUP_STATES),
    "thread.read": SEES["thread"],
    # Who else reads it, and what each has seen, is said to those who sit at the table, not to guests.
    "thread.see_access": {state: who - GUESTS for state, who in SEES["thread"].items()},
    **{
        f"thread.{one}": {state: who - READING_TOKEN for state, who in SEES["thread"].items()}
        for one in ("mark_read", "follow", "keep_draft")
    },
    **{
        f"thread.{one}": only("open summarising", SPEAKERS | SPEAKING_GUEST, THREAD_STATES)
        | dict.fromkeys(RESTRICTED, NAMED)
        for one in ("post", "support", "propose_question")
    },
    **{
        f"thread.{one}": {state: who - READING_TOKEN for state, who in SEES["thread"].items()}
        | {"draft": NOBODY}
        for one in ("acknowledge", "report")
    },
    "thread.make_must_read": only(OPENED, THREAD_LEADERS, THREAD_STATES),
    **dict.fromkeys(
        ("thread.make_action", "thread.moderate"),
        only("open summarising closed", RECORDERS | CHAIR, THREAD_STATES)
        | dict.fromkeys(RESTRICTED, THREAD_LEADERS),
    ),
    "thread.edit": only(f"draft {TALKS}", THREAD_LEADERS, THREAD_STATES),
    "thread.open": only("draft", THREAD_LEADERS, THREAD_STATES),
    "thread.summarise": only("open restricted announced", THREAD_LEADERS, THREAD_STATES),
    **{f"thread.{one}": only(TALKS, THREAD_LEADERS, THREAD_STATES) for one in ("close", "keep_floor")},
    **{f"thread.{one}": only(TALKS, THREAD_LEADERS, THREAD_STATES) for one in ("hand_over", "sum_up")},
    "thread.move": only("open summarising closed", LEADER, THREAD_STATES),
    "thread.publish": only(TALK, LEADER, THREAD_STATES),
    "thread.reopen": only("summarising closed", THREAD_LEADERS, THREAD_STATES),
    "thread.set_audience": always(THREAD_LEADERS, THREAD_STATES),
    **{f"thread.{it}": only(OPENED, THREAD_LEADERS, THREAD_STATES) for it in ("share", "pin", "take_back")},
    **{f"thread.{it}": only(TALK, THREAD_LEADERS, THREAD_STATES) for it in ("split", "merge")},
    "access_request.read": SEES["access_request"],
    "access_request.grant": only("pending", THREAD_LEADERS, ACCESS_STATES),
    "access_request.decline": only("pending", THREAD_LEADERS, ACCESS_STATES),
    "access_request.withdraw": only("pending", TEACHER, ACCESS_STATES),
    "message.read": SEES["message"],
    "message.edit": only("said restricted", people("officer"), MESSAGE_STATES),
    "message.withdraw": only("said hidden restricted", people("officer"), MESSAGE_STATES),
    "message.appeal": only("hidden", people("officer"), MESSAGE_STATES),
    # What is hidden is read by who wrote it and by who moderates.
    "message.read_hidden": {
        **always(people("officer secretary") | LEADER_READS | CHAIR, MESSAGE_STATES),
        "restricted": people("officer") | LEADER_READS | CHAIR,
    },
    # Action items
    "register.read": always(READERS, GROUP_STATES),
    # A proposal talks and gives no action items.
    "register.make": only("active", RECORDERS, GROUP_STATES),
    "register.see_outside": only("proposed active", RECORDERS | READING_TOKEN, GROUP_STATES),
    "register.keep_outside": only("proposed active", RECORDERS, GROUP_STATES),
    "register.set_ladder": only("proposed active", LEADER, GROUP_STATES),
    "action.read": SEES["action"],
    "action.see_access": {state: who - GUESTS for state, who in SEES["action"].items()},
    "action.edit": only(f"{UNFINISHED} declined", RECORDERS, ACTION_STATES),
    "action.relate": only(f"{UNFINISHED} declined", OWNERS | RECORDERS, ACTION_STATES),
    "action.widen": only("restricted", LEADER, ACTION_STATES),
    **dict.fromkeys(("action.accept", "action.decline"), only("proposed restricted", OWNERS, ACTION_STATES)),
    "action.start": only("accepted blocked", OWNERS, ACTION_STATES),
    "action.block": only("in_progress", OWNERS, ACTION_STATES),
    "action.complete": only("in_progress", OWNERS, ACTION_STATES),
    **dict.fromkeys(("action.verify", "action.return"), only("done", OTHERS, ACTION_STATES)),
    "action.close": only("verified", RECORDERS, ACTION_STATES),
    "action.cancel": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    "action.tick": only("proposed accepted in_progress blocked restricted", OWNERS | LEADER, ACTION_STATES),
    "action.add_evidence": only(AT_WORK, SPEAKERS | HELPER, ACTION_STATES),
    "action.remind": only(UNFINISHED, OWNERS | LEADER, ACTION_STATES),
    "action.acknowledge": {
        **only(f"{AT_WORK} proposed", OWNERS | OTHERS, ACTION_STATES),
        "restricted": OWNERS | NAMED,
    },
    "action.discuss": {**always(SPEAKERS, ACTION_STATES), "restricted": LEADER},
    "action.watch": {one: who - READING_TOKEN for one, who in SEES["action"].items()},
    "action.remind_me": {one: who - READING_TOKEN for one, who in SEES["action"].items()} | CLOSED,
    "action.set_ladder": only(UNFINISHED, LEADER, ACTION_STATES),
    "action.ask_help": only("proposed accepted in_progress blocked restricted", OWNERS, ACTION_STATES),
    "action.answer_help": only(UNFINISHED, RECORDERS, ACTION_STATES),
    "action.report": only("accepted in_progress blocked", OWNERS, ACTION_STATES),
    # What whoever has a link may do: tests/tasks/external_assignees/test_links.py.
    "action.log": only("proposed accepted in_progress blocked restricted", LEADER, ACTION_STATES),
    "action.see_link": always(LEADER_READS, ACTION_STATES),
    "action.make_link": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    "action.revoke_link": always(LEADER, ACTION_STATES),
    "action.share": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    # What is not for the whole group is not for everybody.
    "action.publish": only(f"{AT_WORK} verified closed cancelled", LEADER, ACTION_STATES),
    "action.take_back": always(LEADER, ACTION_STATES),
    # Requests about personal data
    "subject_request.read": SEES["subject_request"],
    "subject_request.file": always(people("teacher"), REQUEST_STATES),
    "subject_request.register": always(NOBODY, REQUEST_STATES),  # it has no object yet: tests/privacy
    "subject_request.withdraw": only(f"{HANDLED} erasure", TEACHER, REQUEST_STATES),
    "subject_request.handle": only(HANDLED, people("dpo"), REQUEST_STATES),
    "subject_request.appeal": only("answered refused", people("teacher"), REQUEST_STATES),
    # Emergency access
    "break_glass.read": SEES["break_glass"],
    "break_glass.ask": always(
        NOBODY, GLASS_STATES
    ),  # it has no object yet: tests/groups/break_glass/test_break_glass.py
    "break_glass.approve": only("asked", people("coordinator dpo"), GLASS_STATES),
    "break_glass.refuse": only("asked", people("rescuer coordinator dpo"), GLASS_STATES),
    "break_glass.end": {
        **always(NOBODY, GLASS_STATES),
        "asked": people("administrator"),
        "active": people("administrator rescuer coordinator dpo"),
    },
    # Who saw somebody's data
    "access_record.read": SEES["access_record"],
    "sight.read": SEES["sight"],
    "group_sight.read": SEES["group_sight"],
    # Accounts: one's own, and what administrators do to those of others
    "person.read": SEES["person"],
    "person.edit": only("active", TEACHER, ACCOUNT_STATES),
    "person.set_password": only("active", TEACHER, ACCOUNT_STATES),
    "person.change_email": only("active", TEACHER, ACCOUNT_STATES),
    "person.sign_in": only("active", TEACHER, ACCOUNT_STATES),
    "person.manage_factors": only("active", TEACHER, ACCOUNT_STATES),
    "person.link_identity": only("active", TEACHER, ACCOUNT_STATES),
    "person.sign_out": {"active": TEACHER | ADMINISTRATOR, "inactive": ADMINISTRATOR},
    **dict.fromkeys(
        "person.create person.invite person.deactivate person.reactivate person.reset_factors person.rename "
        "person.make_administrator person.unmake_administrator".split(),
        always(ADMINISTRATOR, ACCOUNT_STATES),
    ),
    **{f"session.{one}": SEES["session"] for one in ("read", "end")},
    **{f"token.{one}": SEES["token"] for one in ("read", "issue", "revoke")},
    **{f"notification.{one}": SEES["notification"] for one in ("read", "mark_read")},
    **{f"notification_preferences.{one}": SEES["notification_preferences"] for one in ("read", "edit")},
    **{f"push_subscription.{one}": SEES["push_subscription"] for one in ("read", "add", "remove")},
    **{f"calendar_feed.{one}": SEES["calendar_feed"] for one in ("read", "make", "revoke")},
    **{f"saved_view.{one}": SEES["saved_view"] for one in ("read", "keep", "remove")},
    **{f"data_export.{one}": SEES["data_export"] for one in ("read", "ask", "download")},
}

# Actions without an object, with the test that holds them.
ELSEWHERE = {
    "system": "tests/accounts, tests/config",
    "file": "tests/architecture/test_matrix_over_files.py, tests/files",
    "share": "the policy of the shared thing decides: thread.share, action.share",
    "realtime": "tests/realtime",
    "topic": "tests/architecture/test_matrix_over_sockets.py, tests/realtime",
}
