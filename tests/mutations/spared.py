"""Mutants that no test can notice, by name, each with the reason."""

OVER = "What is over gives a grant that is over, which opens nothing."
NO_TWO = "An id is of one thing alone, whatever its kind."
OF_OTHERS = "What was given on other things is read, too, and nobody looks it up."

SPARED: dict[str, str] = {
    "dialogue/threads/policies.py _held: live(table, Given('at', DateTimeField())).filter(given_ids(' … "
    "tent_object', 'containers')) -> live(table, Given('at', DateTimeField())).filter(given_ids(' … "
    "tent_object', 'containers'))": "Grants of other people are read, too, and nobody looks them up.",
    "dialogue/threads/policies.py _held: live(table, Given('at', DateTimeField())).filter(given_ids(' … "
    "tent_object', 'containers')) -> live(table, Given('at', DateTimeField())).all()": (
        "All grants are read, and those of others are looked up by nobody."
    ),
    "groups/grants/policies.py codenames_of: _codenames.keys() >= set(keys) -> "
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
    "dialogue/threads/policies.py module: Standing.leads -> Standing.assigns (2)": (
        "A draft is seen by rows of its own alone, which whoever may open it has."
    ),
    "dialogue/threads/policies.py module: Thread.objects.filter(given_ids('pk', 'ids')) "
    "-> Thread.objects.all()": (
        "All threads are read, and those that were not asked for are looked up by nobody."
    ),
    "dialogue/threads/policies.py module: [Standing, Thread] -> [Standing]": "It is read by the types alone.",
    "dialogue/threads/access.py seen_by_ids: actor.person_id is None -> actor.person_id is not None": (
        "Either condition finds the same, and nobody holds nothing."
    ),
    "dialogue/threads/access.py list_for: not few -> few": "Either plan finds the same.",
    "dialogue/threads/access.py _is_brought: "
    "return thread.__dict__.get('standing_person') == actor.person_id -> return False": (
        "It is looked up once more, and is the same."
    ),
    "tasks/items/access.py ways_to_see: live(ThreadUserPermission, at).filter(user=actor.person_id) "
    "-> live(ThreadUserPermission, at).all()": "Each thread is asked all the same: more are asked.",
    "tasks/items/access.py ways_to_see: not few -> few": "Either plan finds the same.",
    "tasks/items/access.py Stance.holds_few: self.own is not None and len(self.codenames) <= FEW_GROUPS "
    "-> len(self.codenames) <= FEW_GROUPS": "It chooses the plan, and either finds the same.",
    "groups/joining/policies.py groups_where: standings[pk].permits(action, group.state) -> True": (
        "Whoever sees them leads the group, and once it is over none of them is open."
    ),
    "groups/grants/sources.py sat_until: Membership.objects.filter(own) -> Membership.objects.all()": (
        "All seats are read, and what those of others gave is passed over."
    ),
    "groups/grants/sources.py module: Deputyship.objects.filter(given_ids('mandate', 'ids'), ends_at__gt=AT, "
    "ended_at=None) -> Deputyship.objects.filter(given_ids('mandate', 'ids'), ended_at=None)": OVER,
    "groups/grants/sources.py module: Deputyship.objects.filter(given_ids('mandate', 'ids'), ends_at__gt=AT, "
    "ended_at=None) -> Deputyship.objects.filter(given_ids('mandate', 'ids'), ends_at__gt=AT)": OVER,
    "groups/grants/sources.py _going_of: table.objects.filter(given_ids('container_id', 'ids'), conta … "
    "ended_at=None, until__gt=AT) -> "
    "table.objects.filter(given_ids('container_id', 'ids'), ended_at=None, until__gt=AT)": NO_TWO,
    "groups/grants/sources.py _going_of: table.objects.filter(given_ids('container_id', 'ids'), conta … "
    "ended_at=None, until__gt=AT) -> "
    "table.objects.filter(given_ids('container_id', 'ids'), conta … CharField()), "
    "ended_at=None)": OVER,
    "groups/grants/sources.py _going_of: table.objects.filter(given_ids('container_id', 'ids'), conta … "
    "ended_at=None, until__gt=AT) -> "
    "table.objects.filter(given_ids('container_id', 'ids'), conta …  CharField()), "
    "until__gt=AT)": OVER,
    "groups/grants/sources.py _going_of: table.objects.filter(given_ids('container_id', 'ids'), conta … "
    "ended_at=None, until__gt=AT) -> "
    "table.objects.filter(container_type=Given('kind', CharField( … ended_at=None, "
    "until__gt=AT)": OF_OTHERS,
    "groups/grants/sources.py _going: table.objects.filter(container_type=kind.kind, container_id__in=ids) "
    "-> table.objects.filter(container_id__in=ids)": NO_TWO,
    "groups/grants/sources.py _going: table.objects.filter(container_type=kind.kind, container_id__in=ids) "
    "-> table.objects.filter(container_type=kind.kind)": OF_OTHERS,
    "groups/grants/sources.py _going: table.objects.filter(container_type=kind.kind, container_id__in=ids) "
    "-> table.objects.all()": OF_OTHERS,
    "groups/grants/sources.py module: Membership.objects.filter(open_seats(AT), group=Given('group … )), "
    "mandate__rested_at=None) -> Membership.objects.filter(open_seats(AT), group=Given('group_id', "
    "UUIDField()))": "What a mandate gave is over since it rests: that is asked again.",
    "groups/grants/sources.py _is_asked: return not source.term.is_empty and (lasts or of_all_time()) -> "
    "return True": OVER,
    "groups/grants/sources.py member_sources: _is_asked(one, at) and (person_ids is None or "
    "one.person_id in person_ids) -> person_ids is None or one.person_id in person_ids": OVER,
    "groups/grants/sources.py module: Membership.objects.filter(open_seats(AT), group=Given('group … )), "
    "mandate__rested_at=None) -> Membership.objects.filter(group=Given('group_id', UUIDField()), "
    "mandate__rested_at=None)": OVER,
    "tasks/items/policies.py seen_until: not item.is_shared_with_group -> True": (
        "What a thread gives is not looked up of an item that is open to its group."
    ),
    "tasks/items/policies.py _ends_of_threads: item.thread_id is not None -> True": (
        "Nobody sees the thread of an item that came from none."
    ),
    "tasks/items/policies.py _reads_tasks: actor.person_id is not None and "
    "actor.has_scope(ActionItemPolicy().scope_of(Action.READ)) -> "
    "actor.has_scope(ActionItemPolicy().scope_of(Action.READ))": "Nobody holds nothing.",
    "tasks/items/access.py Stance.of: holdings(InitiativeGroupUserPermission, person_id) or {} -> "
    "holdings(InitiativeGroupUserPermission, person_id)": "Without a bound there are never too many.",
    "tasks/items/access.py Stance.is_blind: "
    "self.actor.person_id is None or not self.actor.has_scope(SCOPE) -> not self.actor.has_scope(SCOPE)": (
        "Nobody holds nothing: the same is found, in more queries."
    ),
    "tasks/items/access.py Stance.reads_through_group: READ_GROUP in names -> True": (
        "Whoever holds anything on a group reads it."
    ),
    "tasks/items/access.py Stance.reads_through_group: len(groups) > MOST_IDS -> len(groups) <= MOST_IDS": (
        "Either condition finds the same."
    ),
    "groups/grants/policies.py _held_few: on_groups or any((exceeds(table, MOST_ON_THINGS) for table in "
    "others)) -> on_groups": "It chooses the plan, and either finds the same.",
    "groups/access/person_access.py why_led: actor.person_id or one.pk -> actor.person_id": (
        "Nobody leads nothing."
    ),
    "groups/access/person_access.py Sight.look_at: one.pk not in self.found -> True": (
        "It is looked up once more, and is the same."
    ),
    "groups/grants/sources.py _is_asked: not source.term.is_empty and (lasts or of_all_time()) -> "
    "not source.term.is_empty or (lasts or of_all_time())": OVER,
    "groups/grants/sources.py _is_asked: not source.term.is_empty and (lasts or of_all_time()) -> "
    "not source.term.is_empty": OVER,
    "groups/grants/sources.py _is_shut: kind.emergency is not None and kind.emergency(obj) -> "
    "kind.emergency(obj)": "Emergency access is given on nothing that has none.",
    "groups/grants/sources.py limited: (codenames := (allowed & frozenset(source.codenames))) and "
    "_is_asked(source, at) -> (codenames := (allowed & frozenset(source.codenames)))": OVER,
    "groups/grants/sources.py limited: (codenames := (allowed & frozenset(source.codenames))) and "
    "_is_asked(source, at) -> (codenames := (allowed & frozenset(source.codenames))) or "
    "_is_asked(source, at)": "Without a codename there is no grant, and what is over gives one that is over.",
}
