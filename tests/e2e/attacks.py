"""A thread in which all that people can write is an attack."""

from __future__ import annotations

import html
from typing import Any
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

from tests.dialogue.messages.test_markdown import PAYLOADS
from tests.e2e.partner import Partner
from tests.e2e.soups import storable

TITLE = "</title><img src=x onerror=ran()><script>ran()</script> вбудоване"
TAG = "<svg/onload=ran()>"
ALT = '"><img src=x onerror=ran()> схема'
NAME = "'><svg onload=ran()>акт.txt"
KNOWING = {"confirmed": ["public"]}


def say(partner: Partner, thread: str, body: str, **more: Any) -> Any:
    said = {"client_id": str(uuid4()), "body": body, **more}
    return partner.call("POST", f"/threads/{thread}/messages", status=201, json=said)


def a_thread_of_attacks(partner: Partner) -> dict[str, Any]:
    """A public one in which all that can be written is an attack; its summary cites, its messages name,
    quote and bring files.
    """
    groups = partner.call("GET", "/groups")["items"]
    group = next(one for one in groups if one["visibility"] == "public")["id"]
    said = {"title": TITLE, "purpose": "consult", "tags": [TAG]}
    thread = partner.call("POST", f"/groups/{group}/threads", status=201, json=said)
    path = f"/threads/{thread['id']}"
    partner.call("PUT", f"{path}/publication", json=KNOWING, headers=partner.version(path))
    form = {"file": (NAME, b"x", "text/plain")}
    file = partner.call("POST", "/files", status=201, files=form)["id"]
    me = partner.call("GET", "/me")["id"]
    brought = {"attachments": [{"file_id": file, "alt": ALT}]}
    first = say(partner, thread["id"], "\n\n".join(map(storable, PAYLOADS)), **brought, **KNOWING)
    for body in (f"@[{html.escape(TITLE)}](person:{me}) {ALT}", TITLE):
        cited = {"quote": {"message_id": first["id"]}, "reply_to": first["id"]}
        say(partner, thread["id"], body, **cited, **KNOWING)
    words = f"#1 {TITLE} [#2](javascript:ran()) <b data-cite=1 onclick=ran()>#3</b>"
    sheet = {"body": words, **KNOWING}
    partner.call("PUT", f"{path}/summary", json=sheet, headers={"If-Match": '"0"'})
    return dict(thread)
