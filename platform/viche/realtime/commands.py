"""What a client may say. The commands about listening are here; those of the domains are registered."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from django.utils.translation import gettext_lazy as _, override

from viche.accounts.security_log import REFUSED, note_refusal
from viche.kernel.actor import Actor
from viche.kernel.api.problems import problem_of, translated
from viche.kernel.api.strict import parse_json
from viche.kernel.errors import DomainError, FieldError, Invalid, Malformed, NotFound, outcome_of
from viche.kernel.ids import uuid7
from viche.kernel.text import is_storable
from viche.realtime.hub import Hub
from viche.realtime.pool import Gathering
from viche.realtime.registry import COMMANDS, Command, Joint
from viche.realtime.subscriptions import Socket, Subscription

logger = logging.getLogger(__name__)

LONGEST_ID = 64
Id = int | str | None
Frame = dict[str, Any]


async def obey(hub: Hub, socket: Socket, text: str) -> None:
    """Carry out one frame of a client and answer it. Whatever goes wrong is answered by a problem."""
    frame_id: Id = None
    try:
        frame = _read(text)
        frame_id = _id_of(frame)
        answer = await _carry_out(hub, socket, frame, frame_id)
    except Exception as error:  # noqa: BLE001 - every fault is answered, the unknown ones are logged
        await _refuse(socket, frame_id, error)
    else:
        if answer is not None:
            socket.send(answer)


def _read(text: str) -> Frame:
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
    if isinstance(given, str) and len(given) <= LONGEST_ID:
        return given
    raise Invalid.field("/id", "invalid", _("An id is a whole number or a short string."))


async def _carry_out(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame | None:
    kind = frame.pop("type")
    await hub.leave.vouch(socket)
    if kind in BUILT_IN:
        return await BUILT_IN[kind](hub, socket, frame, frame_id)
    command = COMMANDS.get(kind)
    if command is None:
        raise Malformed("unknown_command", _("There is no such command."))
    if command.joint is None:
        data = await hub.pool.run(lambda: _run(command, socket, frame))
    else:
        data = await _together(hub, command.joint, kind, (socket, frame))
    return {"type": "ok", "id": frame_id, "data": data}


def _run(command: Command, socket: Socket, payload: Frame) -> Any:
    with _told(socket):
        return command.run(socket.actor, payload)


Asked = tuple[Socket, Frame]


async def _together(hub: Hub, joint: Joint, kind: str, asked: Asked) -> Any:
    """Carry it out with what others ask of the same thing; one thing does not wait for another."""
    about = asked[1].get(joint.key)
    key = (kind, about if isinstance(about, str) else None)
    gathering = hub.gatherings.get(key)
    if gathering is None:
        gathering = hub.gatherings[key] = Gathering(hub.pool, lambda turn: _run_joint(joint, turn))
    try:
        answer = await gathering.ask(asked)
    finally:
        if gathering.idle:
            hub.gatherings.pop(key, None)
    if isinstance(answer, Exception):
        raise answer
    return answer


def _run_joint(joint: Joint, turn: Sequence[Asked]) -> list[Any]:
    answers: dict[int, Any] = {}
    ready: dict[int, tuple[Actor, Any]] = {}
    for nth, (socket, payload) in enumerate(turn):
        try:
            ready[nth] = socket.actor, _read_joint(joint, socket, payload)
        except _Refusal as refusal:
            answers[nth] = refusal
    found = _answers(joint, list(ready.values())) if ready else []
    for nth, answer in zip(ready, found, strict=True):
        answers[nth] = answer
        if isinstance(answer, DomainError):
            try:
                with _told(turn[nth][0]):
                    raise answer
            except _Refusal as refusal:
                answers[nth] = refusal
    return [answers[nth] for nth in range(len(turn))]


def _read_joint(joint: Joint, socket: Socket, payload: Frame) -> Any:
    """The payload, checked. Only a refusal needs a language: it is found again in that of the client."""
    try:
        return joint.read(payload)
    except DomainError:
        with _told(socket):
            return joint.read(payload)


def _answers(joint: Joint, asked: Sequence[tuple[Actor, Any]]) -> Sequence[Any]:
    """An answer or an exception for each. One that breaks what carries it out breaks it for nobody else."""
    try:
        return joint.run(asked)
    except Exception as error:
        if translated(error) is not None:
            raise  # the database is away: it is so for all, and to try one by one would take as long for each
        if len(asked) == 1:
            return [error]
        logger.warning("joint_command_broken", extra={"size": len(asked)}, exc_info=True)
        return [answer for one in asked for answer in _answers(joint, [one])]


@contextmanager
def _told(socket: Socket) -> Iterator[None]:
    """In the language of the client, and under a request id; a refusal is put in words here, by both."""
    with structlog.contextvars.bound_contextvars(request_id=str(uuid7())), override(socket.language):
        try:
            yield
        except DomainError as error:
            raise _Refusal(error, problem_of(error)) from error


class _Refusal(Exception):
    """A refusal that has been put in words already."""

    def __init__(self, error: DomainError, problem: Frame) -> None:
        super().__init__(error.reason)
        self.error = error
        self.problem = problem


async def _refuse(socket: Socket, frame_id: Id, error: Exception) -> None:
    if isinstance(error, _Refusal):
        known, problem = error.error, error.problem
    else:
        request_id = str(uuid7())
        known = translated(error) or DomainError(
            "internal", _("The fault is ours. It has been written down.")
        )
        if known is not error:
            logger.error("socket_command_failed", exc_info=error, extra={"request_id": request_id})
        with override(socket.language):
            problem = problem_of(known, request_id)
    socket.send({"type": "error", "id": frame_id, "problem": problem})
    outcome = outcome_of(known)
    if outcome.status in REFUSED:
        note_refusal(socket.actor, outcome.status)
    close = outcome.close
    if close is not None:
        socket.outlet.close(close, known.reason)


# Listening


async def _subscribe(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> None:
    fields = _fields(frame, "topic", after=int)
    topic = fields["topic"]

    def answer(kind: str, head: int) -> Frame:
        return {"type": kind, "id": frame_id, "topic": topic, "head": head}

    await hub.leave.subscribe(socket, topic, fields.get("after"), answer)


async def _unsubscribe(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    subscription = socket.subscriptions.get(_fields(frame, "topic")["topic"])
    if subscription is not None:
        hub.leave.drop(subscription)
    return {"type": "ok", "id": frame_id}


async def _typing(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    subscription = _listening(socket, frame)
    await hub.leave.check_types(subscription)
    await hub.presence.typing(subscription)
    return {"type": "ok", "id": frame_id}


async def _presence(hub: Hub, socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    hub.presence.join(_listening(socket, frame))
    return {"type": "ok", "id": frame_id}


async def _ping(_hub: Hub, _socket: Socket, frame: Frame, frame_id: Id) -> Frame:
    _fields(frame)
    return {"type": "ok", "id": frame_id}


BUILT_IN: dict[str, Callable[[Hub, Socket, Frame, Id], Awaitable[Frame | None]]] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "typing": _typing,
    "presence": _presence,
    "ping": _ping,
}


def _listening(socket: Socket, frame: Frame) -> Subscription:
    subscription = socket.subscriptions.get(_fields(frame, "topic")["topic"])
    if subscription is None:
        raise NotFound
    return subscription


def _fields(frame: Frame, *required: str, **optional: type[int]) -> Frame:
    """The fields of a command about listening. Raises Invalid with a pointer for each one that is wrong."""
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
