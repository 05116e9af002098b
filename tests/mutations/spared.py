"""Mutants that no test can notice, by name, each with the reason."""

OVER = "What is over gives a grant that is over, which opens nothing."
NO_TWO = "An id is of one thing alone, whatever its kind."
MORE_QUERIES = "The same is found, in more queries."
NO_SEAT = "Who is nobody has no seat."
SEATED = "Who has a seat from which to speak reads the dossier."
OF_OTHERS = "What was given on other things is read, too, and nobody looks it up."
LOOKED_UP = "Others may hand it over all the same: it is looked up for nothing."
WHO_ACTS = "Whoever has a right in a group reads it."
PLAN = "It chooses the plan of a list, and either finds the same."
NO_PHASE = "The phase of a meeting or of minutes is shown nowhere: they are found by their states."

SPARED: dict[str, str] = {
    "programmes/kit/independence.py list_workers: Event.objects.filter(subject_type='dossier', subject_id__in= … kind=DossierHandedOver.kind) -> Event.objects.filter(subject_id__in=begun, kind=DossierHandedOver.kind)": NO_TWO,
    "programmes/kit/independence.py list_workers: Mandate.objects.filter(pk__in={lead for _pk, lead in leads}) -> Mandate.objects.all()": OF_OTHERS,
    "programmes/kit/independence.py list_related_organisation_ids: set(rows.values_list(towards, flat=True)) - kin -> set(rows.values_list(towards, flat=True))": "No organisation is a unit of its own units.",
    "programmes/kit/evidence/policies.py _is_own: actor.person_id is not None and piece.added_by_id == actor.person_id -> piece.added_by_id == actor.person_id": NO_SEAT,
    "programmes/kit/dossiers/policies.py load_leads: list_active_seats(now()).filter(mandate__in={one.lead_id for one in asked}) -> list_active_seats(now()).all()": OF_OTHERS,
    "programmes/kit/dossiers/policies.py load_leads: _is_of_team_alone(access.roles_for(one)) -> True": LOOKED_UP,
    "programmes/kit/dossiers/policies.py _is_of_team_alone: DossierRole.TEAM in roles and roles.isdisjoint(LEADERS) -> DossierRole.TEAM in roles": LOOKED_UP,
    "programmes/kit/dossiers/access.py ActorDossierAccess.seats_for: seats and self._do_group_rights_apply(dossier) -> self._do_group_rights_apply(dossier)": MORE_QUERIES,
    "programmes/kit/dossiers/access.py _load_named: Participant.objects.filter(ours, until=None, dossier__group__in=seats.keys()) -> Participant.objects.filter(ours, until=None)": "Without a seat in its group nobody speaks in a dossier.",
    "programmes/kit/dossiers/access.py ActorDossierAccess.of: list_grants_held_by(InitiativeGroupUserPermission, actor.person_id) or {} -> list_grants_held_by(InitiativeGroupUserPermission, actor.person_id)": "Without a limit all grants are read.",
    "programmes/kit/dossiers/access.py ActorDossierAccess.load_by_seats: actor.person_id is None or not actor.has_scope(SCOPE) -> not actor.has_scope(SCOPE)": NO_SEAT,
    "programmes/kit/dossiers/access.py ActorDossierAccess.reads_q: READ_GROUP in names -> True": WHO_ACTS,
    "programmes/kit/dossiers/access.py ActorDossierAccess.knows_q: READ_GROUP in names -> True": WHO_ACTS,
    "programmes/public_control/policies.py _is_admitted_by_others: Event.objects.filter(subject_type='dossier', subject_id=doss … kind=DossierHandedOver.kind) -> Event.objects.filter(subject_id=dossier.pk, kind=DossierHandedOver.kind)": NO_TWO,
    "programmes/public_control/policies.py _is_admitted_by_others: Event.objects.filter(subject_type='dossier', subject_id=doss … kind=DossierHandedOver.kind) -> Event.objects.filter(subject_type='dossier', subject_id=dossier.pk)": "No other event names who led before.",
    "programmes/public_control/guards.py check_overdue: due_on is None or today(dossier.group.time_zone) <= due_on -> today(dossier.group.time_zone) <= due_on": "Whatever was sent has a day for its reply.",
    "programmes/public_control/policies.py _is_admitted_by_others: last is None or last.actor_id != actor.person_id -> last.actor_id != actor.person_id": "Whoever leads what was not handed over began it.",
    "programmes/kit/dossiers/access.py ActorDossierAccess.has_few_grants: self.own is not None and len(self.codenames) <= FEW_GROUPS -> len(self.codenames) <= FEW_GROUPS": PLAN,
    "programmes/kit/dossiers/access.py ActorDossierAccess.has_few_grants: return self.own is not None and len(self.codenames) <= FEW_GROUPS -> return False": PLAN,
    "programmes/kit/dossiers/access.py ActorDossierAccess.has_few_grants: self.own is not None and len(self.codenames) <= FEW_GROUPS -> self.own is not None or len(self.codenames) <= FEW_GROUPS": PLAN,
    "programmes/kit/dossiers/access.py ActorDossierAccess.has_few_grants: len(self.codenames) <= FEW_GROUPS -> len(self.codenames) > FEW_GROUPS": PLAN,
    "programmes/kit/dossiers/access.py ActorDossierAccess.has_few_grants: self.own is not None and len(self.codenames) <= FEW_GROUPS -> self.own is not None": PLAN,
    "programmes/kit/dossiers/access.py ActorDossierAccess.has_few_grants: return self.own is not None and len(self.codenames) <= FEW_GROUPS -> return True": PLAN,
    "programmes/kit/dossiers/access.py ActorDossierAccess.has_few_grants: self.own is not None -> self.own is None": PLAN,
    "dialogue/decisions/access.py _list_roles: leads and FACILITATE in held.group and (get_place_group_id(row) == row.group_id) -> FACILITATE in held.group and get_place_group_id(row) == row.group_id": "Who only reads a restricted thread publishes nothing of it: nobody does.",
    "dialogue/decisions/access.py _filter_voters_of: Voter.objects.filter(own | Q(membership=None, organisation__in=organisations)) -> Voter.objects.all()": "Voters of others are read, too, and `_speaks_for` leaves them out.",
    "dialogue/decisions/access.py _load_standings: row.thread_id is not None -> True": "Nothing is granted on no thread.",
    "dialogue/meetings/states.py module: Phase.PREPARATION -> Phase.CLOSED": NO_PHASE,
    "dialogue/meetings/states.py module: Phase.PREPARATION -> Phase.CLOSED (2)": NO_PHASE,
    "dialogue/meetings/states.py module: Phase.FIELDWORK -> Phase.PREPARATION": NO_PHASE,
    "dialogue/minutes/policies.py module: Phase.PREPARATION -> Phase.REVIEW": NO_PHASE,
    "dialogue/minutes/policies.py module: Phase.REVIEW -> Phase.CLOSED": NO_PHASE,
    "dialogue/minutes/policies.py module: Phase.REVIEW -> Phase.CLOSED (2)": NO_PHASE,
    "programmes/recommendations/access.py list_workers: _list_steps().filter(subject_id__in=ids) -> _list_steps().all()": OF_OTHERS,
    "programmes/recommendations/access.py list_workers: DossierEvidence.objects.filter(subject_id__in=ids) -> DossierEvidence.objects.all()": OF_OTHERS,
    "programmes/recommendations/access.py find_recommendation_of_link: link is None or link.subject_id is None -> link is None": "A link of this kind has a subject.",
    "programmes/recommendations/access.py ActorRecommendationAccess._is_involved: addressee_id is not None and is_affiliated_since(self.affili … ns, addressee_id, issued_at) -> is_affiliated_since(self.affiliations, addressee_id, issued_at)": "Nobody works for no organisation.",
    "programmes/recommendations/access.py ActorRecommendationAccess.of: dossiers or "
    "ActorDossierAccess.of(actor) -> ActorDossierAccess.of(actor)": MORE_QUERIES,
    "programmes/recommendations/access.py ActorRecommendationAccess.of: actor.person_id is None or not access.seats "
    "-> not access.seats": NO_SEAT,
    "programmes/recommendations/access.py ActorRecommendationAccess.of: actor.person_id is None or not access.seats "
    "-> actor.person_id is None": MORE_QUERIES,
    "programmes/recommendations/access.py ActorRecommendationAccess.of: actor.person_id is None or not access.seats "
    "-> actor.person_id is None and (not access.seats)": MORE_QUERIES,
    "programmes/recommendations/access.py ActorRecommendationAccess.roles_for: roles and self.seats_for_verifier(row) "
    "-> self.seats_for_verifier(row)": SEATED,
    "programmes/recommendations/access.py ActorRecommendationAccess.list_roles: answer and of_dossier -> answer": SEATED,
    "programmes/recommendations/access.py ActorRecommendationAccess.seats_for_verifier: not seats or row.issued_at is None or "
    "self._is_involved(row, row.issued_at) -> row.issued_at is None or self._is_involved(row, row.issued_at)": (
        MORE_QUERIES
    ),
    "dialogue/threads/visibility.py _prepare_grants: list_live_grants(table, QueryParam('at', DateTimeField())).f … tent_object', 'containers')) -> list_live_grants(table, QueryParam('at', DateTimeField())).f … tent_object', 'containers'))": "Grants of other people are read, too, and nobody looks them up.",
    "dialogue/threads/visibility.py _prepare_grants: list_live_grants(table, QueryParam('at', DateTimeField())).f … tent_object', 'containers')) -> list_live_grants(table, QueryParam('at', DateTimeField())).all()": (
        "All grants are read, and those of others are looked up by nobody."
    ),
    "groups/grants/policies.py get_codenames: _codenames.keys() >= set(keys) -> "
    "_codenames.keys() < set(keys)": "The names are looked up at every turn, and are the same.",
    "groups/mandates/policies.py MandatePolicy.visible_to: actor.is_anonymous or not "
    "actor.has_scope('groups:read') -> not actor.has_scope('groups:read')": (
        "Nobody holds, administers and stands in for nothing: the same is found, in more queries."
    ),
    "platform/viche/kernel/policy.py load: policy.model._default_manager.filter(pk__in=queryset.filter("
    "pk=pk).values('pk')) -> policy.model._default_manager.all()": (
        "What may be done is seen; of what may not it is asked once more whether it is."
    ),
    "platform/viche/kernel/policy.py load: lock and (not policy.visible_to(actor).filter(pk=pk).exists()) "
    "-> not policy.visible_to(actor).filter(pk=pk).exists()": (
        "Without a lock nothing was waited for: what was seen a moment ago is seen."
    ),
    "platform/viche/kernel/policy.py load: queryset.filter(pk=pk) -> queryset.all()": (
        "Of all that are seen the one is taken by the next condition: the same, with a longer list."
    ),
    "dialogue/threads/policies.py module: ThreadAccess.can_facilitate -> ThreadAccess.is_facilitator_or_secretary (2)": (
        "A draft is seen by rows of its own alone, which whoever may open it has."
    ),
    "dialogue/threads/visibility.py module: Thread.objects.filter(ids_param_q('pk', 'ids')) "
    "-> Thread.objects.all()": (
        "All threads are read, and those that were not asked for are looked up by nobody."
    ),
    "dialogue/threads/policies.py module: [ThreadAccess, Thread] -> [ThreadAccess]": "It is read by the types alone.",
    "dialogue/threads/access.py visible_thread_ids_q: actor.person_id is None -> actor.person_id is not None": (
        "Either condition finds the same, and nobody holds nothing."
    ),
    "dialogue/threads/access.py plan_thread_list: not few -> few": "Either plan finds the same.",
    "dialogue/threads/access.py _is_access_cached: "
    "return thread.__dict__.get('standing_person') == actor.person_id -> return False": (
        "It is looked up once more, and is the same."
    ),
    "tasks/items/access.py build_read_paths: list_live_grants(ThreadUserPermission, at).filter(user=actor.person_id) -> list_live_grants(ThreadUserPermission, at).all()": "Each thread is asked all the same: more are asked.",
    "tasks/items/access.py build_read_paths: not few -> few": "Either plan finds the same.",
    "tasks/items/access.py ActorItemAccess.has_few_grants: self.own is not None and len(self.codenames) <= FEW_GROUPS "
    "-> len(self.codenames) <= FEW_GROUPS": "It chooses the plan, and either finds the same.",
    "groups/joining/policies.py list_groups_where: standings[pk].permits(action, group.state) -> True": (
        "Whoever sees them leads the group, and once it is over none of them is open."
    ),
    "groups/grants/sources.py find_past_seat_ends: Membership.objects.filter(own) -> Membership.objects.all()": (
        "All seats are read, and what those of others gave is passed over."
    ),
    "groups/grants/sources.py module: Deputyship.objects.filter(ids_param_q('mandate', 'ids'), ends_at__gt=AT, "
    "ended_at=None) -> Deputyship.objects.filter(ids_param_q('mandate', 'ids'), ended_at=None)": OVER,
    "groups/grants/sources.py module: Deputyship.objects.filter(ids_param_q('mandate', 'ids'), ends_at__gt=AT, "
    "ended_at=None) -> Deputyship.objects.filter(ids_param_q('mandate', 'ids'), ends_at__gt=AT)": OVER,
    "groups/grants/sources.py _build_open_rows_query: table.objects.filter(ids_param_q('container_id', 'ids'), con … ended_at=None, until__gt=AT) -> table.objects.filter(ids_param_q('container_id', 'ids'), ended_at=None, until__gt=AT)": NO_TWO,
    "groups/grants/sources.py _build_open_rows_query: table.objects.filter(ids_param_q('container_id', 'ids'), con … ended_at=None, until__gt=AT) -> table.objects.filter(ids_param_q('container_id', 'ids'), con … CharField()), ended_at=None)": OVER,
    "groups/grants/sources.py _build_open_rows_query: table.objects.filter(ids_param_q('container_id', 'ids'), con … ended_at=None, until__gt=AT) -> table.objects.filter(ids_param_q('container_id', 'ids'), con …  CharField()), until__gt=AT)": OVER,
    "groups/grants/sources.py _build_open_rows_query: table.objects.filter(ids_param_q('container_id', 'ids'), con … ended_at=None, until__gt=AT) -> table.objects.filter(container_type=QueryParam('kind', CharF … ended_at=None, until__gt=AT)": OF_OTHERS,
    "groups/grants/sources.py _find_open_rows: table.objects.filter(container_type=kind.kind, container_id__in=ids) "
    "-> table.objects.filter(container_id__in=ids)": NO_TWO,
    "groups/grants/sources.py _find_open_rows: table.objects.filter(container_type=kind.kind, container_id__in=ids) "
    "-> table.objects.filter(container_type=kind.kind)": OF_OTHERS,
    "groups/grants/sources.py _find_open_rows: table.objects.filter(container_type=kind.kind, container_id__in=ids) "
    "-> table.objects.all()": OF_OTHERS,
    "groups/grants/sources.py module: Membership.objects.filter(not_ended_q(AT), group=QueryParam( … )), mandate__rested_at=None) -> Membership.objects.filter(not_ended_q(AT), group=QueryParam('group_id', UUIDField()))": "What a mandate gave is over since it rests: that is asked again.",
    "groups/grants/sources.py _is_relevant: return not source.term.is_empty and (lasts or should_include_past()) -> "
    "return True": OVER,
    "groups/grants/sources.py list_member_sources: _is_relevant(one, at) and (person_ids is None or "
    "one.person_id in person_ids) -> person_ids is None or one.person_id in person_ids": OVER,
    "groups/grants/sources.py module: Membership.objects.filter(not_ended_q(AT), group=QueryParam( … )), mandate__rested_at=None) -> Membership.objects.filter(group=QueryParam('group_id', UUIDF … )), mandate__rested_at=None)": OVER,
    "tasks/items/policies.py resolve_item_visibility: not item.is_shared_with_group -> True": (
        "What a thread gives is not looked up of an item that is open to its group."
    ),
    "tasks/items/policies.py _load_thread_ends: item.thread_id is not None -> True": (
        "Nobody sees the thread of an item that came from none."
    ),
    "tasks/items/policies.py _has_read_scope: actor.person_id is not None and "
    "actor.has_scope(ActionItemPolicy().scope_of(Action.READ)) -> "
    "actor.has_scope(ActionItemPolicy().scope_of(Action.READ))": "Nobody holds nothing.",
    "tasks/items/access.py ActorItemAccess.of: list_grants_held_by(InitiativeGroupUserPermission, person_id) or {} -> list_grants_held_by(InitiativeGroupUserPermission, person_id)": "Without a bound there are never too many.",
    "tasks/items/access.py ActorItemAccess.has_no_access: "
    "self.actor.person_id is None or not self.actor.has_scope(SCOPE) -> not self.actor.has_scope(SCOPE)": (
        "Nobody holds nothing: the same is found, in more queries."
    ),
    "tasks/items/access.py ActorItemAccess.readable_through_group_q: READ_GROUP in names -> True": (
        "Whoever holds anything on a group reads it."
    ),
    "tasks/items/access.py ActorItemAccess.readable_through_group_q: len(groups) > MAX_INLINE_IDS -> len(groups) <= MAX_INLINE_IDS": (
        "Either condition finds the same."
    ),
    "groups/grants/policies.py _has_few_grants: on_groups or any((exceeds(table, MAX_GRANTS_ON_OBJECTS) for table in "
    "others)) -> on_groups": "It chooses the plan, and either finds the same.",
    "groups/access/person_access.py explain_leadership: actor.person_id or one.pk -> actor.person_id": (
        "Nobody leads nothing."
    ),
    "groups/access/person_access.py PersonAccessQuery.load_sources: one.pk not in self.found -> True": (
        "It is looked up once more, and is the same."
    ),
    "groups/grants/sources.py _is_relevant: not source.term.is_empty and (lasts or should_include_past()) -> "
    "not source.term.is_empty or (lasts or should_include_past())": OVER,
    "groups/grants/sources.py _is_relevant: not source.term.is_empty and (lasts or should_include_past()) -> "
    "not source.term.is_empty": OVER,
    "groups/grants/sources.py _is_restricted: kind.emergency is not None and kind.emergency(obj) -> "
    "kind.emergency(obj)": "Emergency access is given on nothing that has none.",
    "groups/grants/sources.py limit_sources: (codenames := (allowed & frozenset(source.codenames))) and "
    "_is_relevant(source, at) -> (codenames := (allowed & frozenset(source.codenames)))": OVER,
    "groups/grants/sources.py limit_sources: (codenames := (allowed & frozenset(source.codenames))) and "
    "_is_relevant(source, at) -> (codenames := (allowed & frozenset(source.codenames))) or "
    "_is_relevant(source, at)": "Without a codename there is no grant, and what is over gives one that is over.",
}
