"""Generated worlds: whatever has happened, each policy says of one thing what it says of many, and tells why
to just those who see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from dialogue.models import Message, MessageAttachment
from dialogue.threads.policies import in_visible_thread_q
from dialogue.threads.visibility import resolve_visibility
from groups.search.selectors import open_mandate_q
from programmes.kit.dossiers.realtime import authorise_subscriptions
from programmes.models import Dossier
from tasks.items.access import ActorItemAccess, filter_eligible_verifiers
from tasks.items.policies import resolve_item_visibility as items_seen_until
from tasks.items.workflow import ItemRole
from tasks.models import ActionItem, Evidence
from tests.architecture.furnished import NEARBY
from tests.architecture.happenings import HAPPENINGS, Town
from tests.architecture.stages import POLICIES
from tests.campaigns import examples
from tests.cast import SYSTEM
from tests.groups.helpers import at
from tests.standing import Below, stands
from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.files.policies import FilePolicy
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.policy import Policy, list_policies
from viche.kernel.text import render_bilingual
from viche.search.jobs import index_missing_things
from viche.search.kinds import KINDS
from viche.search.models import Entry

WORDS = {**POLICIES, "file": FilePolicy()}
READS = tuple(one for one in sorted(list_scopes()) if one.endswith(":read"))

number = st.integers(0, 60)
happening = st.tuples(st.sampled_from(sorted(HAPPENINGS)), number, number, number)
scopes = st.one_of(st.just(frozenset(READS)), st.frozensets(st.sampled_from(READS)))


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody to whom something has happened, in a browser or with a token; nobody; or the system."""

    kind: str
    number: int
    scopes: frozenset[str]

    def actor(self, town: Town) -> Actor:
        if self.kind in ("nobody", "system"):
            return ANONYMOUS if self.kind == "nobody" else SYSTEM
        known = town.touched or list(town.stage.here.people.values())
        person_id = known[self.number % len(known)].pk
        if self.kind == "browser":
            return Actor.for_person(person_id)
        return Actor(person_id=person_id, token_id=uuid7(), scopes=self.scopes)


@stands(on="stage")
def town(below: Below) -> Town:
    return Town.begun(below["stage"])


kinds = st.sampled_from(["browser"] * 4 + ["token"] * 2 + ["nobody", "system"])
asker = st.builds(Asker, kinds, number, scopes)


def read_of(policy: Policy[Any]) -> StrEnum | None:
    """The action of reading; None where another policy of the same thing has it."""
    return next((one for one in policy.every if one.endswith(".read")), None)


def explained(policy: Policy[Any], actor: Actor, asked: Iterable[Any]) -> set[Any]:
    """Of which things it is told why they are seen; by each way at once, where a policy names its ways."""
    if not policy.ways:
        return {obj.pk for obj in asked if policy.explain(actor, obj)}
    every = policy.model._default_manager
    return {pk for way in policy.ways for pk in every.filter(way.shows(actor)).values_list("pk", flat=True)}


def told_wrongly(town: Town, actor: Actor, kind: str) -> Iterator[str]:
    """Where the answers of a policy differ."""
    policy: Policy[Any] = WORDS[kind]
    visible = set(policy.visible_to(actor).values_list("pk", flat=True))
    asked = policy.model._default_manager.select_related(*NEARBY.get(kind, ()))
    if policy.model is Dossier:  # that of a programme is about its own alone
        asked = asked.filter(pk__in=policy.visible_to(SYSTEM).values("pk"))
    if policy.model is User:  # most are like each other
        asked = asked.filter(pk__in=[actor.person_id, *(one.pk for one in town.touched)])
    in_person = actor.person_id is not None and actor.token_id is None
    told = explained(policy, actor, asked) if in_person else visible
    for obj in asked:
        if kind == "person" and obj.pk == actor.person_id:
            continue  # everybody knows of their own account: a token that does not reach it is told so
        read = read_of(policy)
        if read is not None and policy.can(actor, read, obj) != (obj.pk in visible):
            yield f"{kind} {obj.pk} is {'in' if obj.pk in visible else 'missing in'} what {actor} sees"
        if (obj.pk in told) != (obj.pk in visible):
            yield f"{actor} is told why they see {kind} {obj.pk}, or is not"


def heard_wrongly(actor: Actor) -> Iterator[str]:
    """Where what is asked for open sockets, or of single messages, differs from the lists."""
    for kind, seen_until in (
        ("thread", resolve_visibility),
        ("action", items_seen_until),
        ("dossier", authorise_subscriptions),
    ):
        policy = WORDS[kind]
        visible = set(policy.visible_to(actor).values_list("pk", flat=True))
        known = list(policy.model._default_manager.values_list("pk", flat=True))
        sights = seen_until([(actor, pk) for pk in known])
        if {pk for pk, sight in zip(known, sights, strict=True) if sight is not None} != visible:
            yield f"{actor} hears another {kind} than they see"
    threads = WORDS["thread"].visible_to(actor).values("pk")
    said = Message.objects.filter(in_visible_thread_q(actor)).values_list("pk", flat=True)
    if actor.has_scope("dialogue:read") and set(said) != set(
        Message.objects.filter(thread__in=threads).values_list("pk", flat=True)
    ):
        yield f"{actor} finds other messages than those of the threads that they see"


def worked_on_wrongly(actor: Actor) -> Iterator[str]:
    """Where a list and a single item disagree about who works on the item, or leads or records it."""
    if actor.person_id is None:
        return
    access, items = ActorItemAccess.of(actor), list(ActionItem.objects.select_related("group"))
    for roles, condition in (
        ({ItemRole.OWNER}, access.works_on_q()),
        ({ItemRole.FACILITATOR, ItemRole.SECRETARY}, access.records_q()),
    ):
        listed = set(ActionItem.objects.filter(condition).values_list("pk", flat=True))
        for item in items:
            if bool(access.parts(item) & roles) != (item.pk in listed):
                yield f"{actor} has one of {sorted(roles)} in {item.pk} in lists alone, or not in lists"


def verified_wrongly(actor: Actor) -> Iterator[str]:
    """Where a list, a single item and a notification disagree about who may verify."""
    if actor.person_id is None:
        return
    stance, items = ActorItemAccess.of(actor), list(ActionItem.objects.select_related("group"))
    listed = set(ActionItem.objects.filter(stance.could_verify_q()).values_list("pk", flat=True))
    for item in items:
        if (ItemRole.VERIFIER in stance.parts(item)) != (item.pk in listed):
            yield f"{actor} is a verifier of {item.pk} in lists alone, or not in lists"
        speaks = item.verifier_organisation_id is None and item.group_id in stance.voices
        if speaks and bool(filter_eligible_verifiers(item, [actor.person_id])) != bool(
            stance.seats_for_verifier(item)
        ):
            yield f"{actor} is told to verify {item.pk} and may not, or the reverse"


def found_wrongly(actor: Actor) -> Iterator[str]:
    """Where search finds something else than they see, or looks for it in the wrong places."""
    wanted = {
        "thread": WORDS["thread"].visible_to(actor),
        "message": WORDS["message"].visible_to(actor).filter(deleted_at=None),
        "action": WORDS["action"].visible_to(actor),
        **{kind: WORDS[kind].visible_to(actor) for kind in ("decision", "meeting", "minutes")},
        "dossier": WORDS["dossier"].visible_to(actor).filter(known_at__isnull=False),
        "recommendation": WORDS["recommendation"].visible_to(actor).filter(dossier__known_at__isnull=False),
        "file": Evidence.objects.filter(action__in=WORDS["action"].visible_to(actor), file_id__isnull=False),
        "attachment": MessageAttachment.objects.filter(
            message__in=WORDS["message"].visible_to(actor), message__deleted_at=None
        ),
        "person": WORDS["mandate"].visible_to(actor).filter(open_mandate_q(), person__is_active=True),
    }
    for kind in KINDS.values():
        entries = Entry.objects.filter(kind.seen(actor), kind=kind.name)
        found = dict(entries.values_list("pk", "keys"))
        if found.keys() != set(wanted[kind.name].values_list("pk", flat=True)):
            yield f"{actor} finds another {kind.name} than they see"
        places = kind.places(actor)
        if places is not None and any(set(places).isdisjoint(keys) for keys in found.values()):
            yield f"{actor} sees a {kind.name} that lies in none of their places"


@pytest.mark.django_db
@settings(
    max_examples=examples(5, 100),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a shorter world of the same fault takes minutes
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    happenings=st.lists(happening, min_size=6, max_size=24),
    askers=st.lists(asker, min_size=3, max_size=3, unique_by=lambda one: (one.kind, one.number)),
    hours=st.sampled_from([0, 2]),  # and nobody has looked yet at what is over since
)
def test_one_and_many_agree(
    town: Town, happenings: list[tuple[str, int, int, int]], askers: list[Asker], hours: int
) -> None:
    with transaction.atomic():
        town = Town(town.stage)
        for kind, *numbers in happenings:
            town.happen(kind, *numbers)
        index_missing_things()
        with at(now() + timedelta(hours=hours)):
            for actor in (one.actor(town) for one in askers):
                wrong = [fault for kind in WORDS for fault in told_wrongly(town, actor, kind)]
                # The system hears nothing: it is nobody at a socket.
                wrong += verified_wrongly(actor)
                wrong += worked_on_wrongly(actor)
                wrong += () if actor.is_system else [*heard_wrongly(actor), *found_wrongly(actor)]
                assert wrong == []
        transaction.set_rollback(True)


def test_every_rule_is_said_in_both_languages() -> None:
    for policy in WORDS.values():
        for way in policy.ways:
            told = render_bilingual(way.words.__str__)
            assert told["uk"] != told["en"], f"{policy.domain}: {way.words}"


def test_every_policy_is_asked() -> None:
    assert {type(one) for one in WORDS.values()} == set(list_policies())
