"""HTTP endpoints of decisions.

Answers to a decision return what they changed, every other write the decision as the reader sees it now.
"""

from __future__ import annotations

from uuid import UUID

from dialogue.decisions import schemas, selectors, serializers
from dialogue.decisions.access_log import log_decision_access
from dialogue.decisions.loaders import join_record, join_voters
from dialogue.decisions.models import Decision, Voter
from dialogue.decisions.policies import Action
from dialogue.decisions.presenters import (
    show_cards,
    show_public_decision,
    show_standing,
    show_voter,
    show_whole_decision,
)
from dialogue.decisions.services import ballots, closing, drafts, outcome, paper, record, votes
from dialogue.decisions.tally import assess_decisions
from dialogue.messages.files import load_new_attachment
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_shown_threads, log_thread_read
from dialogue.threads.policies import Action as ThreadAction, DialogueAction
from groups.selectors import get_public_group
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PUBLIC,
    Answer,
    Endpoint,
    Page,
    Show,
    Write,
    answer,
    read_snapshot,
)


def show_decision(actor: Actor, decision_id: UUID) -> Answer[schemas.DecisionOut]:
    """Return a decision as it is now, with its version as ETag."""
    with read_snapshot():
        row = selectors.get_decision_for(actor, decision_id)
        shown = show_whole_decision(actor, join_record(Decision.objects.filter(pk=row.pk)).get())
    return answer(shown, version=row.version, of=row)


def show_vote(row: Decision, voter_id: UUID) -> Answer[schemas.VoteResultOut]:
    """Return what the answer of somebody who may read the decision changed; its version as ETag."""
    with read_snapshot():
        voter = join_voters(Voter.objects.filter(decision=row)).get(pk=voter_id)
        standing = assess_decisions([row])[row.pk]
    shown: schemas.VoteResultOut = {
        "decision_id": row.pk,
        "version": row.version,
        "voter": show_voter(voter),
        **show_standing(standing),
    }
    return answer(shown, version=row.version, of=row)


class DecisionWrites(Endpoint):
    """Base of endpoints of one decision."""

    records = log_decision_access


class GroupDecisions(Endpoint):
    """Decisions of a group, those in its threads too.

    GET: List the decisions that the reader may read, without their rolls, the latest first.

    `state` narrows them to a state, `waits_for_me` to those that wait for an answer of the reader.

    POST: Draft a decision of the group, outside any thread.

    For members (`start`). See the decisions of a thread.
    """

    records = {"GET": log_shown_threads, "POST": log_decision_access}
    asks = serializers.DecisionQuery
    created = "decisions/{id}"

    get = Page(
        DialogueAction.READ,
        selectors.list_group_decisions,
        loads=threads_selectors.get_group_for,
        shows=show_cards,
        order=selectors.LATEST_FIRST,
    )

    post = Write(
        DialogueAction.START,
        drafts.propose_in_group,
        body=serializers.ProposeDecisionIn,
        body_as="facts",
        shows=show_decision,
        status=201,
    )


class ThreadDecisions(Endpoint):
    """Decisions of a thread.

    GET: List the decisions, without their rolls, the latest first.

    POST: Draft a decision in the thread.

    For those who may post (`post`). Consensus and consent take one proposal, ranked choice 2 to 20 `options`,
    a majority and advice none or 2 to 20. They are secret only where objections need no reasons, and not on
    paper. The rule is fixed when the decision opens.
    """

    records = {"GET": log_thread_read, "POST": log_decision_access}
    created = "decisions/{id}"

    get = Page(
        ThreadAction.READ,
        selectors.list_thread_decisions,
        of=threads_selectors.get_thread_for,
        shows=show_cards,
        order=selectors.LATEST_FIRST,
    )

    post = Write(
        ThreadAction.POST,
        drafts.propose_in_thread,
        body=serializers.ProposeDecisionIn,
        body_as="facts",
        shows=show_decision,
        status=201,
    )


class OneDecision(DecisionWrites):
    """One decision.

    GET: Return the decision with its rule, roll and count.

    PATCH: Change a draft.

    For facilitators (`edit`).
    """

    get = Show(Action.READ, show_decision)

    patch = Write(
        Action.EDIT,
        drafts.edit_decision,
        body=serializers.EditDecisionIn,
        body_as="changes",
        shows=show_decision,
        versioned=True,
    )


class DecisionTransitions(DecisionWrites):
    """Steps of a decision.

    POST: Open the draft, close the decision before its time, or withdraw it.

    For facilitators (`open`, `close`, `withdraw`). Opening fixes the rule, copies the quorum from the group
    (of organisations the same part is needed as of seats) and its charter, numbers the decision and makes the
    roll: the seats of facilitators, secretary and members who may speak there. At `closes_at` it is counted
    by itself; a count on paper only by this step (409 `paper_not_counted`, `paper_differs`, `no_scan`). A
    decision that is adopted supersedes the one that it names. Withdrawn is only what was not counted yet, for
    a `reason`.
    """

    post = Write(
        Action.CLOSE,
        closing.transition_decision,
        body=serializers.MoveDecisionIn,
        shows=show_decision,
        versioned=True,
    )


class DecisionVote(DecisionWrites):
    """Open answer of a voter.

    PUT: Give or change the answer, until the close.

    For those who speak for the seat (`vote`); with two seats each has its own answer, and a deputy answers
    for the seat once. The response says what changed, without the roll. 409 `closed` from `closes_at` on
    and 403 `closed` once it is counted; 409 `secret`, `seat_lost`; 403 `not_your_seat`.

    DELETE: Withdraw the answer, until the close. Idempotent.
    """

    put = Write(Action.VOTE, votes.cast_vote, body=serializers.VoteIn, shows=show_vote)

    delete = Write(Action.VOTE, votes.withdraw_vote, shows=show_vote)


class DecisionPhoneVote(DecisionWrites):
    """Answer of a voter by phone.

    PUT: Record the answer that a person who speaks for the seat gave by phone (`said_by`).

    For facilitators and the secretary (`record_vote`); not of secret ballots.
    """

    put = Write(Action.RECORD_VOTE, votes.record_phone_vote, body=serializers.PhoneVoteIn, shows=show_vote)


class DecisionBallot(DecisionWrites):
    """Secret ballot of a voter.

    PUT: Cast the ballot. It is final, and stays when the seat is lost.

    For those who speak for the seat (`vote`). Who cast one is public, and nothing leads from the ballot to
    the voter. 409 `cast` when it was cast before, `closed` from `closes_at` on, `not_secret`, `seat_lost`.
    """

    # A ballot leaves no trace: the mark of the seat makes it idempotent.
    keeps_answers = False

    put = Write(Action.VOTE, ballots.cast_ballot, body=serializers.BallotIn, shows=show_vote)


class DecisionAsks(DecisionWrites):
    """Sectors that are asked by name.

    POST: Ask a sector to answer until the end of a day; asking again changes the day.

    For facilitators (`ask_sector`). Its people are told. Silence counts as the charter says, and is shown as
    silence.
    """

    created = "decisions/{id}"

    post = Write(Action.ASK_SECTOR, record.ask_sector, body=serializers.AskSectorIn, shows=show_decision)


class ObjectionReplies(DecisionWrites):
    """Replies to the objection of a voter.

    POST: Answer the objection. It is lifted only by another answer of the voter.

    For those who may post (`reply`). 409 `no_objection`.
    """

    created = "decisions/{id}"

    post = Write(
        Action.REPLY,
        record.answer_objection,
        body=serializers.ObjectionReplyIn,
        shows=show_decision,
        status=201,
    )


class DecisionPaper(DecisionWrites):
    """Ballots of paper, entered twice.

    PUT: Enter the batches of equal ballots, in place of what this entry (1 or 2) held.

    For facilitators and the secretary (`count_paper`); the second entry by another person (409
    `same_person`). `differences` of `paper` shows where the entries differ.
    """

    put = Write(
        Action.COUNT_PAPER, paper.enter_paper_count, body=serializers.PaperCountIn, shows=show_decision
    )


def attach_scan(*, actor: Actor, decision_id: UUID, file_id: UUID) -> None:
    """Attach a file that the actor uploaded as the scan. Raises like the service."""
    scan = load_new_attachment(actor, file_id)
    paper.attach_scan(actor=actor, decision_id=decision_id, scan=scan)


class DecisionScan(DecisionWrites):
    """Scan of the ballots of paper.

    PUT: Attach the scan, a file that the reader uploaded. Another one replaces it.

    For facilitators and the secretary (`count_paper`). Everybody who reads the decision may read it.
    """

    put = Write(Action.COUNT_PAPER, attach_scan, body=serializers.ScanIn, shows=show_decision)


class DecisionOutcome(DecisionWrites):
    """Outcome of a decision, written apart from the tally.

    PUT: Write the outcome and the review day.

    For facilitators (`write_outcome`). Everybody who was asked is told. On the review day facilitators are
    asked whether the decision still holds: a later day answers that it does.
    """

    put = Write(
        Action.WRITE_OUTCOME,
        outcome.write_outcome,
        body=serializers.DecisionOutcomeIn,
        shows=show_decision,
        versioned=True,
    )


class DecisionPublication(DecisionWrites):
    """Publication of a decision in words of its own.

    PUT: Publish the decision, or change the words for the public.

    For facilitators of the group (`publish`), with a public page (409 `no_public_page`). Its question, result
    and these words become public, nothing else.

    DELETE: Take the publication back. Idempotent.
    """

    put = Write(
        Action.PUBLISH,
        outcome.publish_decision,
        body=serializers.DecisionPublicationIn,
        shows=show_decision,
        versioned=True,
    )

    delete = Write(Action.PUBLISH, outcome.unpublish_decision, shows=show_decision)


class PublicDecisions(Endpoint):
    """Published decisions of a group with a public page.

    GET: List the published decisions, the last published first.

    Only of a group with a public page; other groups answer 404.
    """

    get = Page(
        PUBLIC,
        selectors.list_public_decisions,
        loads=get_public_group,
        shows=show_public_decision,
        order=("-public_at", "-id"),
    )
