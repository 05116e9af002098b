"""The notices of the room: which events people are notified of, and in which words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groups import notification_rows as rows, notification_text as text, recipients
from groups.common.texts import describe_sectors
from groups.joining.access_log import REQUEST
from groups.models import (
    GlassStanding,
    InitiativeGroup,
    Invitation,
    JoinRequest,
    Membership,
    Office,
    OrganisationAdministrator,
    PersonalInvitation,
    RequestState,
)
from groups.recipients import (
    ADMINISTRATOR,
    CONCERNED,
    COORDINATES,
    LEADS,
    LEADS_THERE,
    LED,
    OVERSEES,
    READS,
)
from viche.kernel.access_log import Read
from viche.kernel.clock import now
from viche.notifications.registry import (
    Topic,
    always,
    load_rows,
    load_rows_unscoped,
    register_notices,
    register_visible_groups,
)

register_visible_groups(rows.list_visible_group_ids)


# ---- groups ------------------------------------------------------------------------------------------------

register_notices(
    text.GroupsNotice[rows.StateNews](
        "groups.state_changed",
        recipients=recipients.list_seated,
        load=rows.load_state_changes,
        still_true=lambda n: n.row.group.state == n.event.data["after"],
        fields=lambda n: {"group": text.get_name(n.row.group), "reason": n.row.step.reason},
        title=lambda n: text.STATE_TITLES[n.row.group.state],
        body=lambda n: (
            text.GIVEN_REASON
            if n.row.step.reason
            else _("Its members can write there and give action items.")
        ),
        url=lambda n: f"/groups/{n.row.group.pk}",
    ),
    text.GroupsNotice[InitiativeGroup](
        "groups.sectors_lost",
        recipients=recipients.list_leaders(LEADS),
        load=load_rows(rows.list_visible_groups, "group_id"),
        still_true=lambda n: bool({*n.row.lacking} & {*n.event.data["sectors"]}),
        fields=lambda n: {
            "group": text.get_name(n.row),
            "sectors": describe_sectors(one for one in n.event.data["sectors"] if one in n.row.lacking),
        },
        title=_("A required sector is no longer represented in “%(group)s”: %(sectors)s"),
        body=_("Invite someone from this sector: without it the table is incomplete."),
        reason=_("You lead this group, or coordinate its territory."),
        url=lambda n: f"/groups/{n.row.pk}",
    ),
    text.GroupsNotice[rows.FacilitatorNews](
        "groups.facilitator_lost",
        topic=Topic.ACCOUNT,
        recipients=recipients.list_concerned_by_lost_facilitator,
        load=rows.load_lost_facilitators,
        fields=text.describe_facilitator_loss,
        title={
            LED: _("You no longer lead the group “%(group)s”"),
            LEADS: _("No longer leads the group “%(group)s”: %(person)s"),
            # A data protection officer may not know the group: its territory alone.
            OVERSEES: _("A group has one facilitator fewer"),
        },
        body={
            LED: text.describe_own_loss,
            LEADS: lambda n: text.describe_facilitator_loss(n)["cause"],
            OVERSEES: lambda n: " ".join(
                (
                    _("No longer leads it: %(person)s. Territory: %(place)s.")
                    % text.describe_facilitator_loss(n),
                    text.describe_facilitator_loss(n)["cause"],
                )
            ),
        },
        url={LED: "/groups", LEADS: lambda n: f"/groups/{n.row.group.pk}", OVERSEES: "/offices"},
    ),
    *(
        text.GroupsNotice[rows.UnfacilitatedNews](
            kind,
            recipients=recipients.list_coordinators_of_unfacilitated,
            load=rows.load_unfacilitated,
            needs_answer=always,
            fields=lambda n: {
                "person": text.get_name(n.row.person),
                "places": ", ".join(map(text.get_name, n.row.places)),
            },
            title={
                COORDINATES: text.name_unfacilitated,
                ADMINISTRATOR: _("A group has no facilitator, and its territory has no coordinator"),
            },
            body={
                COORDINATES: body,
                ADMINISTRATOR: _("Appoint a coordinator there: %(places)s."),
            },
            url={COORDINATES: lambda n: f"/groups/{n.row.groups[0].pk}", ADMINISTRATOR: "/offices"},
        )
        for kind, body in (
            ("groups.lead_lost", _("No longer leads it: %(person)s. Seat another facilitator.")),
            (
                "accounts.person_deactivated",
                _("The account was closed: %(person)s. Seat another facilitator."),
            ),
        )
    ),
)

# ---- seats -------------------------------------------------------------------------------------------------

register_notices(
    *(
        text.GroupsNotice[rows.SeatNews](
            kind,
            recipients=recipients.list_concerned_by_seat,
            load=rows.load_seats,
            fields=lambda n: text.describe_seat(n.row.seat),
            title={CONCERNED: title, LEADS: _("“%(group)s” is led now by: %(person)s")},
            body={
                CONCERNED: text.describe_own_seat,
                LEADS: _("Position: %(position)s, %(organisation)s."),
            },
            reason={CONCERNED: text.REASONS[CONCERNED], LEADS: _("You also lead this group.")},
            url={
                CONCERNED: lambda n: f"/groups/{n.row.seat.group_id}",
                LEADS: lambda n: f"/groups/{n.row.seat.group_id}/members",
            },
        )
        for kind, title in (
            ("groups.membership_started", _("You are a member of the group “%(group)s”")),
            ("groups.role_changed", _("Your role in the group “%(group)s” is now: %(role)s")),
        )
    ),
    text.GroupsNotice[Membership](
        "groups.membership_ended",
        load=load_rows_unscoped(Membership.objects.select_related("group"), "membership_id"),
        fields=lambda n: {"group": text.get_name(n.row.group), "reason": n.row.end_reason},
        title=_("Your seat in the group “%(group)s” has ended"),
        body=text.GIVEN_REASON,
    ),
    text.GroupsNotice[JoinRequest](
        "groups.seat_asked_for",
        recipients=recipients.list_leaders(recipients.MAY_ANSWER),
        load=load_rows(rows.list_visible_requests, "request_id"),
        still_true=lambda n: n.row.state == RequestState.PENDING,
        needs_answer=always,
        fields=lambda n: text.describe_request(n.row),
        title=_("%(person)s asks for a seat in the group “%(group)s”"),
        body=_("For: %(organisation)s. Position: %(position)s."),
        url=lambda n: f"/groups/{n.row.group_id}/joining",
        shows=lambda n: [Read(REQUEST, n.row.pk, n.row.person_id)],
    ),
    text.GroupsNotice[JoinRequest](
        "groups.join_request_closed",
        recipients=recipients.find_declined_requester,
        load=load_rows_unscoped(JoinRequest.objects.select_related("group"), "request_id"),
        still_true=lambda n: n.row.state == RequestState.DECLINED,
        fields=lambda n: {"group": text.get_name(n.row.group), "reason": n.row.reason},
        title=_("Your request for a seat was declined: “%(group)s”"),
        body=text.GIVEN_REASON,
    ),
    text.GroupsNotice[rows.InvitationNews](
        "groups.invitation_lost",
        recipients=recipients.find_creator(Invitation.objects.all(), "invitation_id"),
        load=load_rows(rows.list_open_invitations, "invitation_id"),
        title=lambda n: (
            _("Invitation not delivered: “%(group)s”") % {"group": text.get_name(n.row.invitation.group)}
        ),
        body=text.describe_lost_invitation,
        url=lambda n: n.row.url,
        shows=lambda n: [n.row.read],
    ),
    text.GroupsNotice[rows.InvitationNews](
        "groups.personal_invitation_lost",
        recipients=recipients.find_creator(PersonalInvitation.objects.all(), "personal_invitation_id"),
        load=load_rows(rows.list_open_personal_invitations, "personal_invitation_id"),
        title=_("Invitation not delivered"),
        body=text.describe_lost_invitation,
        url=lambda n: n.row.url,
        shows=lambda n: [n.row.read],
    ),
)

# ---- mandates and offices ----------------------------------------------------------------------------------

register_notices(
    text.MandateNotice("groups.mandate_appointed", title=_("You act for: %(organisation)s")),
    text.MandateNotice("groups.mandate_changed", title=_("Your mandate has changed: %(organisation)s")),
    text.MandateNotice(
        "groups.mandate_rested",
        recipients=recipients.list_concerned_by_mandate,
        still_true=lambda n: n.row.rested_at is not None and text.may_read_mandate(n),
        title={
            CONCERNED: _("Your mandate is suspended: %(organisation)s"),
            LEADS_THERE: _("The mandate is suspended: %(person)s, %(organisation)s"),
        },
        body={
            CONCERNED: lambda n: text.GIVEN_REASON % {"reason": n.row.rest_reason},
            LEADS_THERE: text.POSITION,
        },
    ),
    text.MandateNotice(
        "groups.mandate_resumed",
        recipients=recipients.list_concerned_by_mandate,
        still_true=lambda n: n.row.rested_at is None and n.row.ended_at is None and text.may_read_mandate(n),
        title={
            CONCERNED: _("Your mandate is in force again: %(organisation)s"),
            LEADS_THERE: _("The mandate is in force again: %(person)s, %(organisation)s"),
        },
    ),
    text.MandateNotice(
        "groups.mandate_taken_over",
        recipients=recipients.list_concerned_by_mandate,
        title={
            CONCERNED: _("You have taken over a post: %(position)s, %(organisation)s"),
            LEADS_THERE: _("The post has passed on: %(person)s, %(organisation)s"),
        },
        body={
            CONCERNED: _(
                "It was held by %(predecessor)s. Its open action items and unread threads are now yours. "
                "By: %(document)s."
            ),
            LEADS_THERE: text.POSITION,
        },
    ),
    text.MandateNotice(
        "groups.mandate_ended",
        recipients=recipients.list_concerned_by_mandate,
        still_true=text.may_read_mandate,
        title={
            CONCERNED: _("Your mandate for %(organisation)s has ended"),
            LEADS_THERE: _("The mandate has ended: %(person)s, %(organisation)s"),
        },
        body={
            CONCERNED: lambda n: text.GIVEN_REASON % {"reason": n.row.end_reason},
            LEADS_THERE: text.POSITION,
        },
    ),
    *(
        text.GroupsNotice[rows.UsualDeputyNews](
            kind,
            recipients=recipients.list_usual_deputy_and_holder,
            load=rows.load_usual_deputies,
            still_true=still_true,
            fields=lambda n: {
                **text.describe_mandate(n.row.mandate),
                "deputy": text.get_name(n.row.deputy),
                "holder": text.get_name(n.row.mandate.person),
            },
            title=title,
            body=_("Position: %(position)s, %(organisation)s."),
        )
        for kind, still_true, title in (
            (
                "groups.usual_deputy_named",
                lambda n: n.row.mandate.deputy_id == n.row.deputy.pk,
                _("%(deputy)s is the usual deputy of %(holder)s"),
            ),
            (
                "groups.usual_deputy_dropped",
                lambda n: n.row.mandate.deputy_id != n.row.deputy.pk,
                _("%(deputy)s is the usual deputy of %(holder)s no more"),
            ),
        )
    ),
    text.GroupsNotice[rows.DeputyNews](
        "groups.deputy_appointed",
        recipients=recipients.list_deputy_and_holder,
        load=rows.load_deputyships,
        still_true=lambda n: n.row.deputyship.ended_at is None and n.row.deputyship.ends_at > now(),
        fields=text.describe_deputyship,
        title=_("%(deputy)s stands in for %(holder)s"),
        body=_("%(organisation)s: from %(start)s until %(end)s."),
    ),
    text.GroupsNotice[rows.DeputyNews](
        "groups.deputyship_ended",
        recipients=recipients.list_deputy_and_holder,
        load=rows.load_deputyships,
        fields=text.describe_deputyship,
        title=_("%(deputy)s no longer stands in for %(holder)s"),
        body=_("%(organisation)s: from %(start)s until %(end)s."),
    ),
    text.GroupsNotice[Office](
        "groups.office_taken",
        load=load_rows_unscoped(Office.objects.select_related("territory", "person"), "office_id"),
        fields=lambda n: text.describe_office_fields(n.row),
        title=_("Your office: %(office)s, %(territory)s"),
        body=text.BY_DOCUMENT,
    ),
    text.GroupsNotice[Office](
        "groups.office_left",
        load=load_rows_unscoped(Office.objects.select_related("territory", "person"), "office_id"),
        fields=lambda n: text.describe_office_fields(n.row),
        title=_("Your office has ended: %(office)s, %(territory)s"),
        body=lambda n: text.GIVEN_REASON if n.row.end_reason else text.BY_DOCUMENT,
    ),
    *(
        text.GroupsNotice[OrganisationAdministrator](
            kind,
            load=load_rows_unscoped(
                OrganisationAdministrator.objects.select_related("organisation"), "administrator_id"
            ),
            still_true=still_true,
            fields=lambda n: {
                "organisation": text.get_name(n.row.organisation),
                "document": n.row.document,
                "reason": n.row.end_reason,
            },
            title=title,
            body=body,
            url=lambda n: f"/organisations/{n.row.organisation_id}",
        )
        for kind, still_true, title, body in (
            (
                "groups.organisation_administrator_named",
                lambda n: n.row.until is None,
                _("You name the representatives of: %(organisation)s"),
                text.BY_DOCUMENT,
            ),
            (
                "groups.organisation_administrator_ended",
                lambda _n: True,
                _("You no longer name the representatives of: %(organisation)s"),
                text.GIVEN_REASON,
            ),
        )
    ),
)

# ---- sharing and emergency access --------------------------------------------------------------------------

register_notices(
    text.GroupsNotice[rows.ShareNews](
        "groups.guest_shared",
        recipients=recipients.list_guest_and_readers,
        load=rows.load_shares,
        fields=text.describe_share,
        title={
            CONCERNED: _("Shared with you: “%(title)s”"),
            READS: _("%(guest)s is a guest of “%(title)s” now"),
        },
        body={
            CONCERNED: _("Open to you until %(until)s. Reason: %(reason)s"),
            READS: _("Until %(until)s. Reason: %(reason)s"),
        },
        reason={CONCERNED: text.REASONS[CONCERNED], READS: _("You are one of the people this is open to.")},
        url=lambda n: n.row.view.url,
    ),
    text.GlassNotice(
        "groups.break_glass_asked",
        recipients=recipients.list_emergency_deciders,
        still_true=lambda n: n.row.is_open and n.row.glass.standing == GlassStanding.ASKED,
        needs_answer=always,
        title=_("%(person)s asks for emergency access in the group “%(group)s”"),
        body=_("Reason: %(reason)s Answer until %(until)s."),
    ),
    text.GlassNotice(
        "groups.break_glass_approved",
        recipients=recipients.list_concerned_by_emergency,
        still_true=lambda n: n.row.is_open or n.reason in (recipients.SPOKE, recipients.HOLDS_OFFICE),
        title=text.get_opened_title,
        body=text.get_opened_body,
    ),
    text.GlassNotice(
        "groups.break_glass_refused",
        title=_("Emergency access was refused: “%(group)s”"),
        body=lambda n: text.GIVEN_REASON % {"reason": n.row.glass.note},
    ),
    text.GlassNotice(
        "groups.break_glass_ended",
        title=_("Emergency access has ended early: “%(group)s”"),
        body=lambda n: (
            _("Ended by: %(by)s.") % {"by": text.get_name(n.row.glass.ended_by)}
            if n.row.glass.ended_by
            else ""
        ),
    ),
)
