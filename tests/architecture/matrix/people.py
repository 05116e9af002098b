"""The people of the permission matrix, by what they have in common, and ways to write a row."""

ROLES = frozenset(
    "facilitator acting secretary officer teacher councillor observer chair guest speaking_guest helper "
    "former outsider coordinator part_coordinator administrator rescuer appointer dpo stranger neighbour "
    "deputy early_deputy late_deputy retired resting affiliated token reading_token blind_token anonymous "
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
    "facilitator acting secretary officer teacher councillor observer chair deputy affiliated token "
    "reading_token"
)
SPEAKERS = READERS - {"observer"} - READING_TOKEN
TEACHER = people("teacher")
OFFICER = people("officer")
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
# Speak in the group for another organisation than the owner, and do not belong to that in any way.
OTHERS = LEADER | CHAIR | people("officer teacher deputy")


def only(states: str, who: frozenset[str], of: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """`who` in the named states, nobody in the others."""
    assert set(states.split()) <= set(of)
    return {state: who if state in states.split() else NOBODY for state in of}


def always(who: frozenset[str], of: tuple[str, ...]) -> dict[str, frozenset[str]]:
    return dict.fromkeys(of, who)
