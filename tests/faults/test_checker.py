"""The checker finds every kind of broken promise, and nothing where all was kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults.checker import broken_promises
from tests.faults.history import Answer, Attempt, Ear, Final, Heard, History, Stored, Stretch

THREAD = "one"


def kept() -> tuple[History, Final]:
    """Three messages: two acknowledged, one of unknown fate that was stored; two who heard it all."""
    history, stored = History(), []
    for number in (1, 2, 3):
        name = f"m{number}"
        attempt = Attempt("olena", THREAD, name, f"{name} words", invoked=number * 10.0)
        if number < 3:
            attempt.answers.append(Answer(number * 10.0 + 1, f"id{number}", number))
        history.attempts[name] = attempt
        stored.append(Stored(number, f"id{number}", name, attempt.body))
    heard = [Heard(1, None, None), *(Heard(one.number + 1, one.number, one.body) for one in stored)]
    history.ears.append(Ear("olena", THREAD, [Stretch(heard=list(heard))]))
    history.ears.append(Ear("taras", THREAD, [Stretch(after=2, known=1, heard=heard[2:])]))
    return history, Final(stored, 4)


def lose(history: History, final: Final) -> None:
    del final.messages[1]


def double(history: History, final: Final) -> None:
    final.messages.append(final.messages[2]._replace(number=4, message_id="id4"))


def renumber(history: History, final: Final) -> None:
    final.messages[2] = final.messages[2]._replace(number=5)


def refuse(history: History, final: Final) -> None:
    history.attempts["m3"].refusal = "forbidden"


def reword(history: History, final: Final) -> None:
    final.messages[0] = final.messages[0]._replace(body="m1 other")


def answer_otherwise(history: History, final: Final) -> None:
    history.attempts["m2"].answers.append(Answer(30.0, "id9", 9))


def from_nowhere(history: History, final: Final) -> None:
    del history.attempts["m3"]


def misplace(history: History, final: Final) -> None:
    history.attempts["m3"].thread = "two"


def disorder(history: History, final: Final) -> None:
    history.attempts["m1"].invoked = 22.0  # after m2 was acknowledged
    history.attempts["m1"].answers = [Answer(23.0, "id1", 1)]


def gap(history: History, final: Final) -> None:
    del history.ears[0].stretches[0].heard[2]


def duplicate(history: History, final: Final) -> None:
    heard = history.ears[0].stretches[0].heard
    heard.insert(2, heard[1])


def swap(history: History, final: Final) -> None:
    heard = history.ears[0].stretches[0].heard
    heard[1], heard[2] = heard[2], heard[1]


def deafen(history: History, final: Final) -> None:
    del history.ears[1].stretches[0].heard[-1]


def mishear(history: History, final: Final) -> None:
    heard = history.ears[1].stretches[0].heard
    heard[0] = heard[0]._replace(body="m2 other")


def skip_in_loading(history: History, final: Final) -> None:
    ear = history.ears[1]
    ear.stretches.append(Stretch(after=4, known=3, loaded=[]))
    ear.stretches[0].heard.clear()
    ear.stretches[1].loaded = [(3, "m3 words")]


Plant = Callable[[History, Final], None]
PLANTED: dict[Plant, str] = {
    lose: "acknowledged, and lost",
    double: "stored 2 times",
    renumber: "without a gap",
    refuse: "refused, and stored",
    reword: "other words",
    answer_otherwise: "acknowledged as number 9",
    from_nowhere: "nobody sent",
    misplace: "nobody looked at",
    disorder: "stands before",
    gap: "nothing between",
    duplicate: "again or late",
    swap: "again or late",
    deafen: "heard up to event 3",
    mishear: "not the same for everybody",
    skip_in_loading: "loaded messages",
}


def test_nothing_is_found_where_all_was_kept() -> None:
    history, final = kept()
    assert broken_promises(history, {THREAD: final}) == []


def test_an_unknown_message_may_be_missing() -> None:
    history, final = kept()
    del final.messages[2]
    for ear in history.ears:
        del ear.stretches[0].heard[-1]
    final.seq = 3
    assert broken_promises(history, {THREAD: final}) == []


def test_who_loaded_anew_has_lost_nothing() -> None:
    history, final = kept()
    loaded = [(2, "m2 words"), (3, "m3 words")]
    history.ears[1].stretches = [Stretch(2, 1), Stretch(4, 3, loaded)]
    assert broken_promises(history, {THREAD: final}) == []


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Plant) -> None:
    history, final = kept()
    plant(history, final)
    assert any(PLANTED[plant] in sentence for sentence in broken_promises(history, {THREAD: final}))
