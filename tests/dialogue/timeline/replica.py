"""A client that keeps what it loaded once and follows the events from then on, as a browser does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson

from dialogue.common.number_ranges import count_numbers, find_first_gap, merge_spans
from dialogue.threads.events import group_topic, topic_of
from tests.dialogue.helpers import Api
from viche.kernel.events import list_events_after
from viche.realtime.frames import build_event_frames, dump

# What a client asks anew instead of following: its reader's rights and whom the thread names, which not every
# reader is told, and the place in the stream itself.
ASKED_ANEW = ("allowed", "audience", "people", "seq")

# The thread as it is, whole.
WHOLE = ("dialogue.round_started", "dialogue.round_ended", "dialogue.thread_handed_over")

MUST_READ = {f"dialogue.message_{one}" for one in ("made_must_read", "must_read_lifted", "acknowledged")}

CORRECTED = {
    f"dialogue.message_{one}" for one in ("edited", "withdrawn", "hidden", "appealed", "left_hidden", "shown")
}

# After which what the talk comes to is asked anew.
SUMMED_UP = {"dialogue.summary_written", "dialogue.summary_withdrawn", "dialogue.agenda_changed"}
SUMMED_UP |= {"dialogue.statements_changed"}
OF_GIST = SUMMED_UP | {
    "dialogue.author_erased",
    *(f"dialogue.message_{one}" for one in ("withdrawn", "hidden", "shown")),
}

# What of a message each of these says anew.
PARTS = {
    "dialogue.support_changed": "supporters",
    "dialogue.reaction_changed": "reactions",
    **dict.fromkeys(MUST_READ, "must_read"),
}

State = dict[str, Any]


def frames(topic: str, after: int) -> list[State]:
    """The frames of a topic as they are sent now."""
    entries = [(topic, seq, event) for seq, event in list_events_after(topic, after)]
    return [orjson.loads(dump(frame)) for frame in build_event_frames(entries)]


def keep_own_answer(known: State | None, message: State) -> None:
    """Keep whether the reader has acknowledged a message: frames, which all hear, do not say it."""
    asked = message["must_read"]
    if asked and asked["acknowledged"] is None:
        same = known is not None and known["marked_at"] == asked["marked_at"]
        asked["acknowledged"] = bool(same and known["acknowledged"])  # type: ignore[index]


def kept(thread: State) -> State:
    return {name: value for name, value in thread.items() if name not in ASKED_ANEW}


class Replica:
    """Follows one topic. `state` is what a fresh load would give, but for what is asked anew."""

    topic: str
    is_stale = False  # whether what is shown is to be loaded anew

    def __init__(self, api: Api, person_id: UUID) -> None:
        self.api, self.me = api, str(person_id)
        self.state, self.seq = self.load()

    def load(self) -> tuple[State, int]:
        raise NotImplementedError

    def apply(self, frame: State) -> None:
        raise NotImplementedError

    def follow(self) -> None:
        """Apply what has come since the last look."""
        for frame in frames(self.topic, self.seq):
            assert frame["seq"] == self.seq + 1
            self.seq = frame["seq"]
            if frame["data"] is not None:
                self.apply(frame)
        if self.is_stale:
            self.is_stale, (self.state, _seq) = False, self.load()

    def fresh(self) -> State:
        return self.load()[0]

    def see(self, thread: State, number: int, author: str | None, at: str | None = None) -> None:
        """A new message is unread, unless one wrote it oneself."""
        reading = thread["reading"]
        if author == self.me:
            thread["spoke_at"] = at
            seen = [(first, last) for first, last in reading["ranges"]]
            reading["ranges"] = [list(span) for span in merge_spans([*seen, (number, number)])]
        spans = tuple((first, last) for first, last in reading["ranges"])
        reading["unread"] = thread["message_count"] - count_numbers(spans)
        reading["first_unread"] = find_first_gap(spans, thread["message_count"])


class ThreadReplica(Replica):
    """An open thread: the thread itself and its messages."""

    def __init__(self, api: Api, person_id: UUID, thread_id: UUID) -> None:
        self.thread_id, self.topic = thread_id, topic_of(thread_id)
        super().__init__(api, person_id)

    def load(self) -> tuple[State, int]:
        thread = self.api.get(f"threads/{self.thread_id}").json()
        page = self.api.get(f"threads/{self.thread_id}/messages", around=1, limit=100).json()
        assert page["seq"] == thread["seq"]
        return {"thread": kept(thread), "messages": page["items"], "gist": self.gist()}, thread["seq"]

    def gist(self) -> State:
        shown: State = self.api.get(f"threads/{self.thread_id}/gist").json()
        for one in (*shown["questions"], *shown["statements"]):
            del one["allowed"]
        return {name: value for name, value in shown.items() if name != "seq"}

    def apply(self, frame: State) -> None:
        if frame["kind"] in OF_GIST:
            self.state["gist"] = self.gist()
        if frame["kind"] not in SUMMED_UP:
            self._apply(frame)

    def _apply(self, frame: State) -> None:
        kind, data, thread = frame["kind"], frame["data"], self.state["thread"]
        if kind in ("dialogue.thread_split", "dialogue.thread_merged"):
            self.is_stale = True
        elif kind in (*WHOLE, "dialogue.thread_drafted", "dialogue.thread_opened", "dialogue.thread_changed"):
            self.state["thread"] = {**thread, **data["thread"]}
            self.see(self.state["thread"], 0, None)
        elif kind == "dialogue.message_posted":
            self._add(data["message"], data["excerpt"])
        elif kind in CORRECTED:
            self._correct(data["message"], data["excerpt"])
            back = {one["message_id"]: one["quote"] for one in data.get("quoting") or []}
            for message in self.state["messages"]:
                message["quote"] = back.get(message["id"], message["quote"])
        elif kind in PARTS:
            self._change_part(data["message_id"], PARTS[kind], data[PARTS[kind]])
        elif kind == "dialogue.author_erased":
            self.state["thread"] = {**thread, **data["thread"]}
            anew = {one["id"]: one for one in data["messages"]}
            # Where a message goes on is told to each alone.
            for one in self.state["messages"]:
                known = one["must_read"]
                one.update(anew.get(one["id"], {}) | {"moved": one["moved"]})
                keep_own_answer(known, one)
        else:
            raise AssertionError(kind)

    def _change_part(self, message_id: str, part: str, value: Any) -> None:
        for message in self.state["messages"]:
            if message["id"] == message_id:
                known = message["must_read"]
                message[part] = value
                keep_own_answer(known, message)

    def _add(self, message: State, excerpt: str) -> None:
        known = [one["id"] for one in self.state["messages"]]
        assert message["id"] not in known
        self.state["messages"].append(message)
        thread = self.state["thread"]
        if message["number"] > thread["message_count"]:
            thread["message_count"], thread["active_at"] = message["number"], message["posted_at"]
            thread["last_message"] = {
                "number": message["number"],
                "posted_at": message["posted_at"],
                "author": message["author"],
                "excerpt": excerpt,
            }
        self.see(thread, message["number"], message["author"]["person"]["id"], message["posted_at"])

    def _correct(self, message: State, excerpt: str) -> None:
        for one in self.state["messages"]:
            if one["id"] == message["id"]:
                keep_own_answer(one["must_read"], message)
        shown = self.state["messages"]
        self.state["messages"] = [message if one["id"] == message["id"] else one for one in shown]
        for quote in filter(None, (one["quote"] for one in self.state["messages"])):
            if quote["message_id"] == message["id"]:
                unchanged = "same" if quote["version"] == message["version"] else "changed"
                hidden = message["hidden"] and "hidden"
                quote["state"] = "withdrawn" if message["deleted"] else hidden or unchanged
                quote["text"] = "" if message["deleted"] or hidden else quote["text"]
        end = self.state["thread"]["last_message"]
        if end["number"] == message["number"]:
            end["excerpt"] = excerpt


class GroupReplica(Replica):
    """The threads that the whole group reads. Drafts and restricted ones are followed on their own topics."""

    def __init__(self, api: Api, person_id: UUID, group_id: UUID) -> None:
        self.group_id, self.topic = group_id, group_topic(group_id)
        super().__init__(api, person_id)

    def load(self) -> tuple[State, int]:
        page = self.api.get(f"groups/{self.group_id}/threads", limit=100).json()
        shared = [one for one in page["items"] if one["visibility"] == "group" and one["state"] != "draft"]
        return {one["id"]: kept(one) for one in shared}, page["seq"]

    def apply(self, frame: State) -> None:
        kind, data = frame["kind"], frame["data"]
        if kind in (*WHOLE, "dialogue.thread_opened", "dialogue.thread_changed", "dialogue.thread_split"):
            self._put(data.get("thread_id") or data["thread"]["id"], data["thread"])
        elif kind == "dialogue.thread_merged":  # what its reader has seen has changed, too
            self.is_stale = True
        elif kind == "dialogue.thread_left":
            self._put(data["thread_id"], None)
        elif kind == "dialogue.message_posted":
            thread = self.state.get(data["thread_id"])
            assert thread is not None
            thread |= {name: data[name] for name in ("message_count", "active_at", "last_message")}
            self.see(thread, data["number"], frame["actor"], frame["at"])
        elif kind in CORRECTED:
            self.state[data["thread_id"]]["last_message"] = data["last_message"]
        elif kind in MUST_READ:
            assert data == {"thread_id": data["thread_id"]}  # only what waits for whom has changed
        elif kind == "dialogue.author_erased":
            self._put(data["thread"]["id"], data["thread"])
        elif kind == "dialogue.announcement_changed":
            assert data == {"thread_id": data["thread_id"]}  # what is known of it is asked for
        elif kind.startswith("dialogue."):
            raise AssertionError(kind)

    def _put(self, thread_id: str, thread: State | None) -> None:
        if thread is None:
            self.state.pop(thread_id, None)
            # Where another one went on, whoever does not see that is not told.
            self.is_stale |= any(one["merged_into"] == thread_id for one in self.state.values())
            return
        self.is_stale |= thread_id not in self.state and any(one["merged"] for one in self.state.values())
        # What the reader has seen of a thread that comes into sight is asked for: events do not say it.
        known = self.state.get(thread_id) or kept(self.api.get(f"threads/{thread_id}").json())
        self.state[thread_id] = {**known, **thread}
        self.see(self.state[thread_id], 0, None)
