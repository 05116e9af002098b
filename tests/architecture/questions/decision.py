"""How actions on decisions are asked for over REST."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from dialogue.models import Decision, Voter
from tests.architecture.questions.request import Ask, Asked, day, move, to
from tests.architecture.stages.stage import Stage

MANY = 12
NOBODY = "00000000-0000-7000-8000-000000000000"


def vote_nth(number: int, _stage: Stage, obj: Decision) -> Asked:
    """The answer of one of the voters: somebody who has a seat speaks for one of them."""
    voters = list(Voter.objects.filter(decision=obj).order_by("id").values_list("pk", flat=True))
    voter = voters[number % len(voters)] if voters else NOBODY
    way = "ballot" if obj.secret else "vote"
    answer = "for" if obj.method == "majority" else "abstain"
    return Asked("PUT", f"decisions/{obj.pk}/voters/{voter}/{way}", {"answer": answer})


def record_vote(stage: Stage, obj: Decision) -> Asked:
    path = f"decisions/{obj.pk}/voters/{find_officer(stage, obj)}/phone-vote"
    said_by = str(stage.here.people["officer"].pk)
    return Asked("PUT", path, {"answer": "abstain", "said_by": said_by})


def reply(stage: Stage, obj: Decision) -> Asked:
    path = f"decisions/{obj.pk}/objections/{find_officer(stage, obj)}/replies"
    return Asked("POST", path, {"text": "Посиплемо піском"})


def find_officer(stage: Stage, obj: Decision) -> Any:
    seat = Voter.objects.filter(decision=obj, membership=stage.here.seats["officer"].pk)
    return seat.values_list("pk", flat=True).first() or NOBODY


ASKS: dict[str, Ask] = {
    "decision.read": to("decisions/{pk}"),
    "decision.edit": to("decisions/{pk}", "PATCH", title="Чи ставимо світло?"),
    "decision.open": move("decisions", "open"),
    "decision.close": move("decisions", "closed"),
    "decision.withdraw": move("decisions", "withdrawn", reason="Уже вирішено"),
    "decision.record_vote": record_vote,
    "decision.reply": reply,
    "decision.ask_sector": lambda _stage, obj: Asked(
        "POST", f"decisions/{obj.pk}/asks", {"sector": "education", "until": day(1)}
    ),
    "decision.count_paper": lambda _stage, obj: Asked(
        "PUT", f"decisions/{obj.pk}/paper", {"entry": 1, "batches": []}
    ),
    "decision.write_outcome": to("decisions/{pk}/outcome", "PUT", text="Ставимо"),
    "decision.publish": to("decisions/{pk}/publication", "PUT", text="Ставимо"),
}
SEVERAL: dict[str, Sequence[Ask]] = {
    "decision.vote": [partial(vote_nth, number) for number in range(MANY)],
}
