"""The permission matrix of groups that only talk, rest or are over: what of it holds there. By hand, too."""

from tests.architecture.matrix.group import SEATING
from tests.architecture.matrix.people import CHAIR, LEADER_READS, NOBODY, people
from tests.architecture.permission_matrix import MAY, SEES

# In a group that rests or is over everybody finds what they found, drafts, too. Nobody leads it any more, and
# nothing is done to what is in it; but what everybody may read is taken back at any time (a public thread and
# what one wrote there: tests/dialogue/publishing/test_withdrawal.py). Who asked for a seat need not wait;
# once it is over, nobody does.
AT_REST = ("suspended", "dissolved")
STILL = frozenset(
    "thread.see_access thread.mark_read thread.follow thread.keep_draft thread.acknowledge thread.report "
    "message.appeal action.see_access action.watch "
    "action.remind_me action.take_back evidence.hide evidence.restore access_request.withdraw "
    "dossier.see_access".split()
)


def sees_in(group_state: str, kind: str, state: str) -> frozenset[str]:
    """Who sees a thread, an action item, an invitation or a request of a group in a state."""
    led = kind in ("invitation", "join_request") and group_state in AT_REST
    if kind == "access_request" and group_state in AT_REST:
        return SEES[kind][state] - LEADER_READS - CHAIR
    return SEES[kind][state] - LEADER_READS if led else SEES[kind][state]


def may_in(group_state: str, action: str, state: str) -> frozenset[str]:
    """Who may do something with one of these."""
    usually, kind = MAY[action][state], action.partition(".")[0]
    if action.endswith(".read"):
        return sees_in(group_state, kind, state)
    if action == "message.read_hidden" and group_state in AT_REST:
        return usually & people("officer")
    if action == "dossier_evidence.hide" and group_state in AT_REST:
        return usually & people("dpo")
    if action in STILL:
        return usually
    if action == "join_request.withdraw":
        return NOBODY if group_state == "dissolved" else usually
    if kind in ("invitation", "join_request"):
        return usually & SEATING[group_state]
    if group_state == "proposed" and action in ("thread.make_action", "recommendation.make_action"):
        return NOBODY
    return NOBODY if group_state in AT_REST else usually
