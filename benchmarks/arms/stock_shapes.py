"""Resources of the lists in DRF: a ModelSerializer each, with nested ones for related objects.

They return exactly the product's own answers (a test compares them). Allowed actions, next steps and excerpts
come from the product's own functions: only the conversion of rows to JSON differs.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers

from dialogue.models import Message, MessageAttachment, MessageQuote, MustRead, ReactionKind, Thread
from dialogue.reading import presenters as reading_presenters
from dialogue.reading.models import Attention
from dialogue.reading.read_state import build_read_state
from dialogue.threads.access import cache_thread_access
from dialogue.threads.policies import ThreadPolicy
from dialogue.timeline import presenters
from groups.models import InitiativeGroup, Mandate, Organisation
from tasks.items.next_step import find_next_step_kind
from tasks.items.policies import list_allowed_actions
from tasks.models import ActionItem, Criterion, Remark, State
from viche.accounts.models import User
from viche.kernel.clock import today
from viche.kernel.text import bilingual_of


class BilingualField(serializers.Field[Any, Any, Any, Any]):
    """A text in both languages, from two columns of the object at `source`."""

    def __init__(self, name: str, source: str = "*") -> None:
        super().__init__(source=source, read_only=True, allow_null=True)
        self.name = name

    def to_representation(self, value: Any) -> Any:
        return bilingual_of(value, self.name)


class PersonSerializer(serializers.ModelSerializer[User]):
    name = BilingualField("name")
    gender = serializers.CharField(source="grammatical_gender")

    class Meta:
        model = User
        fields = ("id", "name", "gender")


def _show_absent_holder(mandate: Mandate | None, speaker_id: UUID | None) -> Any:
    """Return the absent holder of a mandate through which another person speaks."""
    if mandate is None or mandate.person_id == speaker_id:
        return None
    return PersonSerializer(mandate.person).data


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    name, short_name, on_behalf = (
        BilingualField("name"),
        BilingualField("short_name"),
        BilingualField("on_behalf"),
    )

    class Meta:
        model = Organisation
        fields = ("id", "name", "short_name", "on_behalf", "sector")


class GroupSerializer(serializers.ModelSerializer[InitiativeGroup]):
    name = BilingualField("name")

    class Meta:
        model = InitiativeGroup
        fields = ("id", "name")


class AuthorSerializer(serializers.ModelSerializer[Message]):
    """The speaker, and the organisation they speak for."""

    person = PersonSerializer(source="author")
    organisation = OrganisationSerializer(source="mandate.organisation", allow_null=True)
    position = BilingualField("position", source="mandate")
    acting_for = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = ("person", "mandate_id", "organisation", "position", "acting_for", "on_behalf")

    def get_acting_for(self, message: Message) -> Any:
        return _show_absent_holder(message.mandate, message.author_id)


class QuoteSerializer(serializers.ModelSerializer[MessageQuote]):
    message_id = serializers.UUIDField(source="source_id")
    number = serializers.IntegerField(source="source.number")
    author = PersonSerializer(source="source.author")
    text, state = serializers.SerializerMethodField(), serializers.SerializerMethodField()

    class Meta:
        model = MessageQuote
        fields = ("message_id", "number", "author", "text", "version", "state")

    def get_text(self, quote: MessageQuote) -> str:
        return "" if quote.source.is_silent else quote.text

    def get_state(self, quote: MessageQuote) -> str:
        if quote.source.is_silent:
            return "hidden" if quote.source.is_hidden else "withdrawn"
        return "same" if quote.source.version == quote.version else "changed"


class AttachmentSerializer(serializers.ModelSerializer[MessageAttachment]):
    class Meta:
        model = MessageAttachment
        fields = ("file_id", "name", "media_type", "size", "width", "height", "alt")


class MustReadSerializer(serializers.ModelSerializer[MustRead]):
    marked_by = PersonSerializer()
    acknowledged = serializers.SerializerMethodField()

    class Meta:
        model = MustRead
        fields = ("due_on", "marked_at", "marked_by", "acknowledged")

    def get_acknowledged(self, must_read: Any) -> bool:
        reader = self.context["reader"]
        return any(one.person_id == reader for one in must_read.acknowledgements.all())


class MessageSerializer(serializers.ModelSerializer[Message]):
    author = AuthorSerializer(source="*")
    body, html = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    reply_to = serializers.UUIDField(source="parent_id")
    deleted = serializers.BooleanField(source="is_deleted")
    supporters, reactions = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    attachments = AttachmentSerializer(many=True)
    quote, must_read = QuoteSerializer(allow_null=True), MustReadSerializer(allow_null=True)
    hidden, moved = serializers.SerializerMethodField(), serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = (
            *("id", "thread_id", "number", "client_id", "author", "body", "html", "reply_to", "quote"),
            *("attachments", "posted_at", "edited_at", "deleted", "hidden", "supporters", "reactions"),
            *("moved", "must_read", "version"),
        )

    def get_body(self, message: Message) -> str:
        return "" if message.is_silent else message.body

    def get_html(self, message: Message) -> str:
        return "" if message.is_silent else presenters.get_html(message)

    get_hidden, get_moved = staticmethod(presenters.show_hiding), staticmethod(presenters.show_moved)

    def get_supporters(self, message: Any) -> list[Any]:
        return [] if message.is_silent else message.supporters

    def get_reactions(self, message: Any) -> dict[str, list[UUID]]:
        said = [] if message.is_silent else list(message.reactions.all())
        return {kind: [one.person_id for one in said if one.kind == kind] for kind in ReactionKind.values}


class LastMessageSerializer(serializers.ModelSerializer[Message]):
    author = AuthorSerializer(source="*")
    excerpt = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = ("number", "posted_at", "author", "excerpt")

    def get_attribute(self, instance: Any) -> Message | None:
        return instance.latest[0] if instance.latest else None

    def get_excerpt(self, message: Message) -> str:
        return presenters.get_excerpt(message)


ORGANISATION, PERSON = OrganisationSerializer(), PersonSerializer()


class ThreadSerializer(serializers.ModelSerializer[Thread]):
    group, title = GroupSerializer(), BilingualField("title")
    audience, people = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    audience_size, seq = serializers.IntegerField(), serializers.IntegerField()
    outcome, attention = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    facilitator = PersonSerializer(source="facilitator.person", allow_null=True)
    last_message = LastMessageSerializer(allow_null=True)
    round = serializers.UUIDField(source="round_id", allow_null=True)
    merged_into = serializers.UUIDField(source="merged_into_id", allow_null=True)
    merged, announced = (serializers.BooleanField(source=f"is_{one}") for one in ("merged", "announced"))
    reading, allowed = serializers.SerializerMethodField(), serializers.SerializerMethodField()

    class Meta:
        model = Thread
        fields = (
            *("id", "group", "title", "purpose", "state", "visibility", "announced", "audience", "people"),
            *("audience_size", "opens_on", "opened_at", "closes_on", "closes_at", "closed_at", "outcome"),
            *("facilitator", "seq", "message_count", "active_at", "last_message", "tags", "pinned_at"),
            *("version", "reading", "slow_seconds", "round", "round_count", "merged", "merged_into"),
            *("taken_in", "attention", "allowed"),
        )

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found = super().to_representation(instance)
        at, why = instance.locked_at, instance.lock_reason
        found |= {"lock": {"at": at, "why": why} if at else None}
        found |= {"spoke_at": instance.mine[0].spoke_at if instance.mine else None, "public": None}
        if "see_access" not in found["allowed"]:
            found["audience"], found["people"] = [], []
        return found

    def get_audience(self, thread: Any) -> list[Any]:
        named = [one.organisation for one in thread.audience.all()]
        return [ORGANISATION.to_representation(one) for one in named if one is not None]

    def get_people(self, thread: Any) -> list[Any]:
        named = [one.person for one in thread.audience.all()]
        return [PERSON.to_representation(one) for one in named if one is not None]

    def get_outcome(self, thread: Thread) -> Any:
        return bilingual_of(thread, "outcome") if thread.outcome_uk else None

    def get_reading(self, thread: Any) -> Any:
        spans, seen = (thread.mine[0].ranges, thread.mine[0].seen) if thread.mine else ((), 0)
        return reading_presenters.show_reading(build_read_state(thread, spans, seen))

    def get_attention(self, thread: Any) -> str:
        return thread.chosen[0].level if thread.chosen else Attention.USUAL

    def get_allowed(self, thread: Any) -> list[str]:
        actor = self.context["actor"]
        cache_thread_access(actor, thread, thread.own_grants, thread.group_grants)
        return ThreadPolicy().allowed(actor, thread)


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    evidence, unproved_reason = serializers.ListField(source="evidence_numbers"), serializers.CharField()
    hidden_evidence = serializers.ListField(source="hidden_evidence_numbers")

    class Meta:
        model = Criterion
        fields = ("id", "text", "evidence", "unproved_reason", "hidden_evidence")


class VerifierSerializer(serializers.ModelSerializer[ActionItem]):
    """The verifier, and the organisation they verified for."""

    person = PersonSerializer(source="verified_by")
    mandate_id = serializers.UUIDField(source="verified_through_id")
    organisation = OrganisationSerializer(source="verified_through.organisation", allow_null=True)
    position = BilingualField("position", source="verified_through")
    acting_for = serializers.SerializerMethodField()
    on_behalf = serializers.SerializerMethodField()

    class Meta:
        model = ActionItem
        fields = ("person", "mandate_id", "organisation", "position", "acting_for", "on_behalf")

    def get_attribute(self, instance: ActionItem) -> ActionItem | None:
        return instance if instance.verified_by_id is not None else None

    def get_acting_for(self, item: ActionItem) -> Any:
        return _show_absent_holder(item.verified_through, item.verified_by_id)

    def get_on_behalf(self, item: ActionItem) -> bool:
        return item.verified_through_id is not None


class AskerSerializer(serializers.ModelSerializer[Remark]):
    """The person who asked for help, and the organisation they asked for."""

    person = PersonSerializer(source="author")
    organisation = OrganisationSerializer(source="mandate.organisation", allow_null=True)
    position = BilingualField("position", source="mandate")
    acting_for = serializers.SerializerMethodField()
    on_behalf = serializers.SerializerMethodField()

    class Meta:
        model = Remark
        fields = ("person", "mandate_id", "organisation", "position", "acting_for", "on_behalf")

    def get_acting_for(self, remark: Remark) -> Any:
        return _show_absent_holder(remark.mandate, remark.author_id)

    def get_on_behalf(self, remark: Remark) -> bool:
        return remark.mandate_id is not None


class HelpSerializer(serializers.ModelSerializer[Remark]):
    by = AskerSerializer(source="*")

    class Meta:
        model = Remark
        fields = ("text", "by", "at")


class SourceSerializer(serializers.ModelSerializer[ActionItem]):
    """Source of an item; the thread title is present only for its readers."""

    thread_title = BilingualField("title", source="thread")

    class Meta:
        model = ActionItem
        fields = ("thread_id", "message_id", "thread_title")

    def get_attribute(self, instance: ActionItem) -> ActionItem | None:
        return instance if instance.thread_id is not None else None


class ActionItemSerializer(serializers.ModelSerializer[ActionItem]):
    title, group = BilingualField("title"), GroupSerializer()
    owner = OrganisationSerializer(source="owner_organisation")
    owner_person = PersonSerializer(source="owner.person", allow_null=True)
    coowners, recurrence = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    owner_outside = serializers.SerializerMethodField()
    verifier = OrganisationSerializer(source="verifier_organisation", allow_null=True)
    verified_by = VerifierSerializer(allow_null=True)
    state_reason = serializers.CharField(source="state_remark.text", allow_null=True)
    blocked_reason, overdue = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    help_asked = HelpSerializer(source="help_remark", allow_null=True)
    criteria = CriterionSerializer(many=True)
    budget = serializers.FloatField(allow_null=True)
    budget_source, place = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    source = SourceSerializer(allow_null=True)  # type: ignore[assignment]  # a field may have any name
    waits_for_me, waiting = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    allowed = serializers.SerializerMethodField()
    seq = serializers.IntegerField()

    class Meta:
        model = ActionItem
        fields = (
            *("id", "number", "year", "title", "description", "state", "state_since", "state_reason"),
            *(
                "blocked_reason",
                "help_asked",
                "priority",
                "due_on",
                "original_due_on",
                "overdue",
                "group",
                "owner",
            ),
            *(
                "owner_outside",
                "owner_person",
                "coowners",
                "recurrence",
                "verifier",
                "verified_by",
                "verified_at",
                "audience",
                "criteria",
            ),
            *("checklist_count", "checklist_done"),
            *("target_groups", "tags", "effort_hours", "budget", "budget_source", "place_name", "place"),
            *("evidence_count", "done_at", "created_at", "version", "source", "waits_for_me", "waiting"),
            *("allowed", "seq"),
        )

    def to_representation(self, instance: Any) -> Any:
        instance.stands_as = self.context["stance"].parts(instance)
        instance.waiting = find_next_step_kind(instance, instance.stands_as, today(instance.group.time_zone))
        return super().to_representation(instance)

    def get_blocked_reason(self, item: ActionItem) -> str | None:
        remark = item.state_remark
        return remark.text if remark is not None and item.state == State.BLOCKED else None

    def get_owner_outside(self, item: ActionItem) -> bool:
        return item.outside_body_id is not None

    def get_coowners(self, item: ActionItem) -> list[Any]:
        assert not item.coowners  # none has any here
        return []

    def get_recurrence(self, item: ActionItem) -> str | None:
        return item.recurrence or None

    def get_budget_source(self, item: ActionItem) -> str | None:
        return item.budget_source or None

    def get_place(self, item: ActionItem) -> dict[str, float] | None:
        if item.latitude is None or item.longitude is None:
            return None
        return {"latitude": float(item.latitude), "longitude": float(item.longitude)}

    def get_overdue(self, item: ActionItem) -> bool:
        return item.is_overdue()

    def get_waits_for_me(self, item: Any) -> bool:
        return item.waiting is not None

    def get_waiting(self, item: Any) -> str | None:
        waiting: str | None = item.waiting
        return waiting

    def get_allowed(self, item: Any) -> list[str]:
        return list_allowed_actions(self.context["stance"].actor, item, item.stands_as)
