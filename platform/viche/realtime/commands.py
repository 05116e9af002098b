"""Commands of websocket clients.

Those about subscriptions are defined here; the domains register theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from django.utils.translation import gettext_lazy as _, override

from viche.accounts.security_log import REFUSED_STATUSES, record_refusal
from viche.kernel.actor import Actor
from viche.kernel.api.problems import convert_exception, problem_of
from viche.kernel.api.strict import parse_json
from viche.kernel.errors import DomainError, FieldError, Invalid, Malformed, NotFound, outcome_of
from viche.kernel.ids import uuid7
from viche.kernel.text import is_storable
from viche.realtime.hub import Hub
from viche.realtime.registry import COMMANDS, Batching, Command
from viche.realtime.subscriptions import Socket, Subscription
from viche.realtime.thread_pool import BatchQueue

logger = logging.getLogger(__name__)

MAX_ID_LENGTH = 64
Id = int | str | None
Frame = dict[str, Any]


async def handle_frame(hub: Hub, socket: Socket, text: str) -> None:
    """Execute one frame of a client and answer it. Every error is answered by a problem."""
    frame_id: Id = None
    try:
        frame = _parse_frame(text)
        frame_id = _id_of(frame)
        answer = await _execute(hub, socket, frame, frame_id)
    except Exception as error:  # noqa: BLE001 - every fault is answered, the unknown ones are logged
        await _send_error(socket, frame_id, error)
    else:
        if answer is not None:
            socket.send(answer)


def _parse_frame(text: str) -> Frame:
    try:
        frame = parse_json(text.encode())
    except UnicodeEncodeError as error:
        raise Malformed("not_utf8", _("The text is not UTF-8.")) from error
    if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
        raise Malformed("not_a_frame", _("A frame is a JSON object with a “type”."))
    return frame


def _id_of(frame: Frame) -> Id:
    given = frame.pop("id", None)
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    if isinstance(given, str) and not is_storable(given):
        raise Invalid.field("/id", "unstorable", _("There is a character here that cannot be stored."))
    if isinstance(given, str) and len(given) <= MAX_ID_LENGTH:
        return given
    raise Invalid.field("/id", "invalid", _("An id is a whole number or a short string."))


async def _execute(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame | None:
    kind = frame.pop("type")
    await hub.leave.verify_sign_in(socket)
    if kind in BUILT_IN:
        return await BUILT_IN[kind](hub, socket, frame, frame_id)
    command = COMMANDS.get(kind)
    if command is None:
        raise Malformed("unknown_command", _("There is no such command."))
    if command.batching is None:
        data = await hub.pool.run(lambda: _run_command(command, socket, frame))
    else:
        data = await _run_batched(hub, command.batching, kind, (socket, frame))
    return {"type": "ok", "id": frame_id, "data": data}


def _run_command(command: Command, socket: Socket, payload: Frame) -> Any:
    with _translate_refusals(socket):
        return command.run(socket.actor, payload)


Asked = tuple[Socket, Frame]


async def _run_batched(hub: Hub, joint: Batching, kind: str, asked: Asked) -> Any:
    """Execute the command in one batch with other requests for the same object.

    Different objects do not block each other.
    """
    about = asked[1].get(joint.key)
    key = (kind, about if isinstance(about, str) else None)
    gathering = hub.gatherings.get(key)
    if gathering is None:
        gathering = hub.gatherings[key] = BatchQueue(hub.pool, lambda turn: _run_batch(joint, turn))
    try:
        answer = await gathering.ask(asked)
    finally:
        if gathering.idle:
            hub.gatherings.pop(key, None)
    if isinstance(answer, Exception):
        raise answer
    return answer


def _run_batch(joint: Batching, turn: Sequence[Asked]) -> list[Any]:
    answers: dict[int, Any] = {}
    ready: dict[int, tuple[Actor, Any]] = {}
    for nth, (socket, payload) in enumerate(turn):
        try:
            ready[nth] = socket.actor, _validate_payload(joint, socket, payload)
        except _Refusal as refusal:
            answers[nth] = refusal
    found = _answer_all(joint, list(ready.values())) if ready else []
    for nth, answer in zip(ready, found, strict=True):
        answers[nth] = answer
        if isinstance(answer, DomainError):
            try:
                with _translate_refusals(turn[nth][0]):
                    raise answer
            except _Refusal as refusal:
                answers[nth] = refusal
    return [answers[nth] for nth in range(len(turn))]


def _validate_payload(joint: Batching, socket: Socket, payload: Frame) -> Any:
    """Return the validated payload.

    Only an error needs a language: it is raised again in the client's.
    """
    try:
        return joint.read(payload)
    except DomainError:
        with _translate_refusals(socket):
            return joint.read(payload)


def _answer_all(joint: Batching, asked: Sequence[tuple[Actor, Any]]) -> Sequence[Any]:
    """Return an answer or an exception for each request.

    When the batch fails, each request is tried alone, so that one faulty request does not affect the others.
    """
    try:
        return joint.run(asked)
    except Exception as error:
        if convert_exception(error) is not None:
            raise  # the database is down, for all alike: trying one by one would take as long for each
        if len(asked) == 1:
            return [error]
        logger.warning("joint_command_broken", extra={"size": len(asked)}, exc_info=True)
        return [answer for one in asked for answer in _answer_all(joint, [one])]


@contextmanager
def _translate_refusals(socket: Socket) -> Iterator[None]:
    """Run inside the client's language and a request id, in which a refusal is rendered here."""
    with structlog.contextvars.bound_contextvars(request_id=str(uuid7())), override(socket.language):
        try:
            yield
        except DomainError as error:
            raise _Refusal(error, problem_of(error)) from error


class _Refusal(Exception):
    """A refusal that has already been rendered as a problem."""

    def __init__(self, error: DomainError, problem: Frame) -> None:
        super().__init__(error.reason)
        self.error = error
        self.problem = problem


async def _send_error(socket: Socket, frame_id: Id, error: Exception) -> None:
    if isinstance(error, _Refusal):
        known, problem = error.error, error.problem
    else:
        request_id = str(uuid7())
        known = convert_exception(error) or DomainError(
            "internal", _("The fault is ours. It has been written down.")
        )
        if known is not error:
            logger.error("socket_command_failed", exc_info=error, extra={"request_id": request_id})
        with override(socket.language):
            problem = problem_of(known, request_id)
    socket.send({"type": "error", "id": frame_id, "problem": problem})
    outcome = outcome_of(known)
    if outcome.status in REFUSED_STATUSES:
        record_refusal(socket.actor, outcome.status)
    close = outcome.close
    if close is not None:
        socket.outlet.close(close, known.reason)


# Subscriptions


async def _subscribe(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> None:
    fields = _validate_fields(frame, "topic", after=int)
    topic = fields["topic"]

    def answer(kind: str, head: int) -> Frame:
        return {"type": kind, "id": frame_id, "topic": topic, "head": head}

    await hub.leave.subscribe(socket, topic, fields.get("after"), answer)


async def _unsubscribe(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    subscription = socket.subscriptions.get(_validate_fields(frame, "topic")["topic"])
    if subscription is not None:
        hub.leave.drop(subscription)
    return {"type": "ok", "id": frame_id}


async def _announce_typing(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    subscription = _get_subscription(socket, frame)
    await hub.leave.check_types(subscription)
    await hub.presence.typing(subscription)
    return {"type": "ok", "id": frame_id}


async def _join_presence(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    hub.presence.join(_get_subscription(socket, frame))
    return {"type": "ok", "id": frame_id}


async def _ping(_hub: Hub, _socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    _validate_fields(frame)
    return {"type": "ok", "id": frame_id}


BUILT_IN: dict[str, Callable[[Hub, Socket, Frame, Id], Awaitable[Frame | None]]] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "typing": _announce_typing,
    "presence": _join_presence,
    "ping": _ping,
}


def _get_subscription(socket: Socket, frame: Frame) -> Subscription:
    subscription = socket.subscriptions.get(_validate_fields(frame, "topic")["topic"])
    if subscription is None:
        raise NotFound
    return subscription


def _validate_fields(frame: Frame, *required: str, **optional: type[int]) -> Frame:
    """Return the fields of a subscription command. Raises Invalid with a pointer for each wrong one."""
    faults = [
        FieldError(f"/{name}", "unknown", _("This field is not known here."))
        for name in frame
        if name not in required and name not in optional
    ]
    faults += [
        FieldError(f"/{name}", "not_a_string", _("Send this as a string."))
        for name in required
        if not isinstance(frame.get(name), str)
    ]
    for name in optional:
        value = frame.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            faults.append(FieldError(f"/{name}", "not_an_integer", _("Send this as a whole number.")))
    if faults:
        raise Invalid(faults)
    return frame
