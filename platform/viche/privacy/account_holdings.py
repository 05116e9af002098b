"""Personal data held by the apps below: the account, sign-ins, events, requests and access records."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.models import Approval
from viche.accounts.models import (
    AccountDecision,
    FactorReset,
    Identity,
    IdentityConfirmation,
    Letter,
    PersonalAccessToken,
    RecoveryCode,
    Session,
    User,
)
from viche.accounts.session_endings import EndedSession
from viche.kernel.models import Event
from viche.privacy.holdings import Record, Rows, split_into_chunks, stream_rows
from viche.privacy.models import AccessRecord, DataExport, SubjectRequest
from viche.privacy.registry import (
    AccessGround,
    ErasureBlocker,
    GroundContext,
    describe_grounds,
    exclude_from_export,
    register_erasure_blocker,
    register_personal_data,
)
from viche.privacy.selectors import list_access_records


def _list_accesses(person_id: UUID) -> Iterator[Record]:
    """Yield accesses to the person's data, with organisations but without names of readers.

    Names of other people are shown in the product, and not given away in an export.
    """
    for rows in split_into_chunks(stream_rows(list_access_records(person_id).order_by("id"))):
        grounds = describe_grounds(AccessGround(row.ground, row.ground_id) for row in rows)
        for row in rows:
            known = grounds.get(AccessGround(row.ground, row.ground_id), GroundContext())
            yield {
                "at": row.at,
                "what": f"{row.kind} {row.object_id}",
                "way": row.way,
                "reason": row.ground,
                "organisation": known.organisation["uk"] if known.organisation is not None else None,
                "position": known.position["uk"] if known.position is not None else None,
            }


register_personal_data(
    "accounts.person",
    Rows(
        User,
        "pk",
        "id=pk email name=name_uk name_en gender=grammatical_gender language time_zone shows_presence "
        "created_at is_administrator=is_superuser",
    ),
    title=_("Account"),
    purpose=_("To know who takes part and to show the interface as the person wants it."),
    recipients=_(
        "Members of the groups where the person sits (the name); administrators (name and address)."
    ),
)
register_personal_data(
    "accounts.sessions",
    Rows(
        Session.objects.order_by("created_at"),
        "person",
        "ip user_agent created_at last_seen_at expires_at=expire_date",
    ),
    Rows(EndedSession.objects.order_by("ended_at"), "person", "ended_at reason=ending"),
    title=_("Sign-ins in browsers"),
    purpose=_("To keep the person signed in, and to let them end a sign-in that is not theirs."),
    recipients=_("Only the person."),
)
register_personal_data(
    "accounts.tokens",
    Rows(PersonalAccessToken, "person", "name scopes created_at last_used_at expires_at revoked_at"),
    title=_("Access tokens"),
    purpose=_("To let a script act for the person, within the scopes that they chose."),
    recipients=_("Only the person."),
)
register_personal_data(
    "accounts.factors",
    Rows(Authenticator, "user", "kind=type created_at last_used_at"),
    Rows(RecoveryCode, "person", "kind last_used_at=used_at", kind=lambda _row, _me: "recovery_code"),
    Rows(FactorReset, "person", "kind at reason", kind=lambda _row, _me: "reset"),
    title=_("Second steps of sign-in"),
    purpose=_("To keep out a person who knows only the password."),
    recipients=_("Only the person; administrators see that there is one."),
)
register_personal_data(
    "accounts.decisions",
    Rows(AccountDecision, ["person", "by"], "at kind reason own", own=lambda row, me: row.person_id == me),
    title=_("What administrators decided about accounts"),
    purpose=_("To let it be told who corrected a name, or who let whom run the system, and why."),
    recipients=_("The person; administrators."),
)
register_personal_data(
    "accounts.approvals",
    Rows(
        Approval,
        ["requested_by", "decided_by"],
        "id=pk at=requested_at kind state own",
        own=lambda row, me: row.requested_by_id == me,
    ),
    title=_("Steps that took a second person"),
    purpose=_("To show who requested such a step and who confirmed it."),
    recipients=_("The person who requested it, and the people who could decide on it."),
)
register_personal_data(
    "accounts.identities",
    Rows(
        Identity,
        "person",
        "id=subject organisation=provider.name_uk url=provider.issuer since=linked_at last_used_at",
    ),
    Rows(
        IdentityConfirmation,
        "person",
        "id=subject organisation=provider.name_uk url=provider.issuer unconfirmed_since=created_at",
    ),
    title=_("Sign-ins through organisations"),
    purpose=_("To let the person in whom their organisation has signed in."),
    recipients=_("Only the person; administrators see how many there are."),
)
register_personal_data(
    "accounts.letters",
    Rows(Letter, "person", "at=created_at kind=purpose email=address"),
    title=_("Letters with a link"),
    purpose=_("To let a person set their password or come back when they forgot it."),
    recipients=_("Only the person."),
)
register_personal_data(
    "kernel.events",
    Rows(
        Event,
        "actor",
        "at what=kind subject",
        subject=lambda row, _me: f"{row.subject_type} {row.subject_id}",
    ),
    title=_("What you did"),
    purpose=_("The history of decisions: who did what and when."),
    recipients=_("Members of the groups where it happened."),
)
register_personal_data(
    "privacy.requests",
    Rows(
        SubjectRequest, "person", "kind state text document answer objection since=received_at until=due_at"
    ),
    title=_("Requests about your data"),
    purpose=_("To answer them in time and to be able to prove it."),
    recipients=_("The data protection officer."),
)
register_personal_data(
    "privacy.exports",
    Rows(DataExport, "person", "at=asked_at state size until=expires_at"),
    title=_("Copies that you asked for"),
    purpose=_("To gather them, and to keep to three a day."),
    recipients=_("Only the person."),
)
register_personal_data(
    "privacy.access_record",
    _list_accesses,
    title=_("Who saw your data"),
    purpose=_("To let everybody know who looked at what is restricted or personal, and by what right."),
    recipients=_("Only the person and the data protection officer."),
    covers=["privacy.accessrecord.subject"],
)
register_personal_data(
    "privacy.reads",
    Rows(
        AccessRecord,
        "reader",
        "at what way reason=ground",
        what=lambda row, _me: f"{row.kind} {row.object_id}",
    ),
    title=_("What you looked at"),
    purpose=_("To let people know who looked at their data."),
    recipients=_("The people whose data it is; the data protection officer."),
)
exclude_from_export(
    "who handled a request is the officer's act, and stands among what they did", "privacy.requeststep.person"
)
exclude_from_export(
    "says that somebody's access is to be looked at again; the change itself is there",
    "kernel.accesschange.person",
)
exclude_from_export("what readers of a topic see of what they did, the same row", "kernel.topicentry.actor")
exclude_from_export("the tie was made by an act that stands among what they did", "kernel.link.actor")
exclude_from_export("offered on a development stack alone", "accounts.demosignin.person")
exclude_from_export("never written: sign-in by address is the account's own", "account.emailaddress.user")
exclude_from_export("never written: grants are rows of the groups", "guardian.userobjectpermission.user")


def _check_last_administrator(person_id: UUID) -> ErasureBlocker | None:
    running = User.objects.filter(is_active=True, is_superuser=True)
    alone = running.filter(pk=person_id).exists() and not running.exclude(pk=person_id).exists()
    if not alone:
        return None
    return ErasureBlocker("last_administrator", _("There is no other administrator: appoint one first."))


register_erasure_blocker("accounts.last_administrator", _check_last_administrator)
