"""Finds every broken promise in what clients wrote down and in what REST tells in the end.

It knows nothing of the implementation: a message that was acknowledged is stored once, as the acknowledgement
said; one that was refused is not stored; one of unknown fate is stored at most once; nobody's message comes
from nowhere; whoever listened heard each thing once, in the order of the topic, without a gap; and a message
that was sent after another had been acknowledged stands after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tests.faults.history import Attempt, Ear, Final, Finals, Heard, History, Outcome, Stored

MOST_SHOWN = 20


def broken_promises(history: History, finals: Finals) -> list[str]:
    """One sentence for each; empty when all was kept. At most the first few of a long list."""
    found = list(_broken(history, finals))
    return found[:MOST_SHOWN] + ([f"… {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else [])


def _broken(history: History, finals: Finals) -> Iterator[str]:
    for thread, final in finals.items():
        attempts = history.of_thread(thread)
        yield from _numbering(thread, final)
        yield from _storing(attempts, final.messages)
        yield from _strangers(history, thread, final.messages)
        yield from _order(attempts, final.messages)
    for one in history.attempts.values():
        if one.thread not in finals:
            yield f"{one.client_id}: nobody looked at the end of thread {one.thread}"
    for ear in history.ears:
        yield from _hearing(ear, finals[ear.thread])
    yield from _agreement(history.ears)


def _numbering(thread: str, final: Final) -> Iterator[str]:
    numbers = [message.number for message in final.messages]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"thread {thread}: its messages are not numbered from 1 without a gap"


def _storing(attempts: Sequence[Attempt], stored: Sequence[Stored]) -> Iterator[str]:
    by_client: dict[str, list[Stored]] = defaultdict(list)
    for message in stored:
        by_client[message.client_id].append(message)
    for attempt in attempts:
        yield from _fate(attempt, by_client.get(attempt.client_id, []))


def _fate(attempt: Attempt, found: Sequence[Stored]) -> Iterator[str]:
    name, outcome = attempt.client_id, attempt.outcome
    if len(found) > 1:
        yield f"{name}: stored {len(found)} times"
    if outcome is Outcome.OK and not found:
        yield f"{name}: acknowledged, and lost"
    if outcome is Outcome.FAIL and found:
        yield f"{name}: refused, and stored all the same"
    for message in found:
        if message.body != attempt.body:
            yield f"{name}: stored with other words"
        for answer in attempt.answers:
            if (answer.message_id, answer.number) != (message.message_id, message.number):
                yield f"{name}: acknowledged as number {answer.number}, stored as {message.number}"


def _strangers(history: History, thread: str, stored: Sequence[Stored]) -> Iterator[str]:
    for message in stored:
        attempt = history.attempts.get(message.client_id)
        if attempt is None:
            yield f"thread {thread}: nobody sent its message number {message.number}"
        elif attempt.thread != thread:
            yield f"{message.client_id}: stored in another thread"


def _order(attempts: Sequence[Attempt], stored: Sequence[Stored]) -> Iterator[str]:
    """Whoever sends after an acknowledgement stands after what was acknowledged."""
    acknowledged = sorted(
        (min(answer.at for answer in one.answers), one.answers[0].number) for one in attempts if one.answers
    )
    times = [at for at, _number in acknowledged]
    highest: list[int] = []
    for _at, number in acknowledged:
        highest.append(max(number, highest[-1]) if highest else number)
    invoked = {one.client_id: one.invoked for one in attempts}
    for message in stored:
        if message.client_id not in invoked:
            continue
        before = bisect_right(times, invoked[message.client_id])
        if before and highest[before - 1] >= message.number:
            yield f"{message.client_id}: sent after {highest[before - 1]} was acknowledged, stands before it"


def _hearing(ear: Ear, final: Final) -> Iterator[str]:
    who = f"{ear.listener} on {ear.thread}"
    words = {message.number: message.body for message in final.messages}
    known = ear.stretches[0].known
    for stretch in ear.stretches:
        loaded = [number for number, _body in stretch.loaded]
        if loaded and loaded != list(range(known + 1, stretch.known + 1)):
            yield f"{who}: loaded messages {loaded[:3]}… after number {known}"
        if any(words.get(number) != body for number, body in stretch.loaded):
            yield f"{who}: loaded other words than were stored"
        if stretch.known < known:
            yield f"{who}: went back from number {known} to {stretch.known}"
        known = max(known, stretch.known)
        yield from _steps(who, stretch.after, stretch.heard)
        for event in stretch.heard:
            if event.number is None:
                continue
            if event.number != known + 1:
                yield f"{who}: heard message {event.number} after {known}"
            if words.get(event.number) != event.body:
                yield f"{who}: heard other words than were stored as number {event.number}"
            known = event.number
    end = len(final.messages)
    if ear.to_the_end and (ear.at != final.seq or known != end):
        yield f"{who}: heard up to event {ear.at} and message {known}, of {final.seq} and {end}"


def _steps(who: str, after: int, heard: Sequence[Heard]) -> Iterator[str]:
    """Each event is the next one."""
    for event in heard:
        if event.seq <= after:
            yield f"{who}: heard event {event.seq} again or late, after {after}"
        elif event.seq > after + 1:
            yield f"{who}: heard event {event.seq} after {after}, and nothing between"
        after = max(after, event.seq)


def _agreement(ears: Sequence[Ear]) -> Iterator[str]:
    """All who listened heard the same under the same number."""
    said: dict[tuple[str, int], Counter[tuple[int | None, str | None]]] = defaultdict(Counter)
    for ear in ears:
        for stretch in ear.stretches:
            for event in stretch.heard:
                said[ear.thread, event.seq][event.number, event.body] += 1
    for (thread, seq), versions in said.items():
        if len(versions) > 1:
            yield f"event {seq} of thread {thread} was not the same for everybody"
