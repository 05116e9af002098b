"""Who may do what with recommendations, and with those of a dossier as a whole."""

from tests.architecture.matrix.people import (
    COUNCIL,
    LEADER,
    NOBODY,
    OTHERS,
    READERS,
    RECORDERS,
    always,
    only,
    people,
)

# To the council, in a dossier of the facilitator. `restricted`: to the police, in a dossier for its
# participants alone. The teacher verified what is verified.
RECOMMENDATION_STATES = tuple(
    "draft pending accepted rejected in_progress implemented verified closed superseded restricted".split()
)
IN_FORCE = "pending accepted rejected in_progress implemented verified closed"
NOT_OVER = "pending accepted rejected in_progress implemented"
ANSWERED = {
    "accepted": "pending rejected closed",
    "rejected": "pending accepted in_progress implemented verified",
}
POLICE = people("officer deputy")
# Who stands in for the lead reads with the lead's organisation alone, and it is not named.
LEAD = people("facilitator token")
LEAD_READS = LEAD | people("reading_token")

DOSSIER_STATES = ("open", "closed", "restricted")

SEES: dict[str, dict[str, frozenset[str]]] = {
    "recommendation": {
        **always(READERS, RECOMMENDATION_STATES),
        "restricted": LEAD_READS | POLICE,
    },
    "dossier_recommendations": {**always(READERS, DOSSIER_STATES), "restricted": LEAD_READS},
}


def of_the_addressee(states: str) -> dict[str, frozenset[str]]:
    """What the addressee does: the council, of the restricted one the police."""
    return {**only(states, COUNCIL, RECOMMENDATION_STATES), "restricted": POLICE}


def of_who_leads(states: str) -> dict[str, frozenset[str]]:
    return {**only(states, LEADER, RECOMMENDATION_STATES), "restricted": LEAD}


DRAFT = only("draft", LEADER, RECOMMENDATION_STATES)

MAY: dict[str, dict[str, frozenset[str]]] = {
    "dossier_recommendations.read": SEES["dossier_recommendations"],
    "dossier_recommendations.make": {
        **only("open", LEADER, DOSSIER_STATES),
        "restricted": LEAD,
    },
    "recommendation.read": SEES["recommendation"],
    **dict.fromkeys(("recommendation.edit", "recommendation.discard", "recommendation.issue"), DRAFT),
    "recommendation.supersede": of_who_leads(NOT_OVER),
    "recommendation.set_theme": {**always(LEADER, RECOMMENDATION_STATES), "restricted": LEAD},
    "recommendation.log": of_who_leads(IN_FORCE),
    # Only an addressee without an account gets one: tests/programmes/recommendations/test_links.py.
    "recommendation.make_link": always(NOBODY, RECOMMENDATION_STATES),
    "recommendation.accept": of_the_addressee(ANSWERED["accepted"]),
    **dict.fromkeys(
        ("recommendation.accept_partly", "recommendation.answer_done"), of_the_addressee(IN_FORCE)
    ),
    "recommendation.reject": of_the_addressee(ANSWERED["rejected"]),
    "recommendation.start": of_the_addressee("pending accepted rejected"),
    **dict.fromkeys(
        ("recommendation.report_partial", "recommendation.implement"),
        of_the_addressee("pending accepted rejected in_progress"),
    ),
    # Neither the addressee nor who worked on it.
    **dict.fromkeys(
        ("recommendation.verify", "recommendation.return"), only("implemented", OTHERS, RECOMMENDATION_STATES)
    ),
    "recommendation.close": of_who_leads("pending accepted rejected in_progress"),
    "recommendation.reopen": only("closed", LEADER, RECOMMENDATION_STATES),
    "recommendation.add_evidence": {
        **only(NOT_OVER, COUNCIL | LEADER, RECOMMENDATION_STATES),
        "restricted": POLICE | LEAD,
    },
    # An action item would tell the group.
    "recommendation.make_action": {
        **only(NOT_OVER, RECORDERS, RECOMMENDATION_STATES),
        "restricted": NOBODY,
    },
}
