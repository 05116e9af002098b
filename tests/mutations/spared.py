"""Mutants that no test can notice, by name, each with the reason."""

SPARED: dict[str, str] = {
    "dialogue/policies.py _held: live(table, Given('at', DateTimeField())).filter(given_ids(' … "
    "tent_object', 'containers')) -> live(table, Given('at', DateTimeField())).filter(given_ids(' … "
    "tent_object', 'containers'))": "Grants of other people are read, too, and nobody looks them up.",
    "dialogue/policies.py _held: live(table, Given('at', DateTimeField())).filter(given_ids(' … "
    "tent_object', 'containers')) -> live(table, Given('at', DateTimeField())).all()": (
        "All grants are read, and those of others are looked up by nobody."
    ),
    "groups/policies/grants.py codenames_of: _codenames.keys() >= set(keys) -> "
    "_codenames.keys() < set(keys)": "The names are looked up at every turn, and are the same.",
    "groups/policies/mandates.py MandatePolicy.visible_to: actor.is_anonymous or not "
    "actor.has_scope('groups:read') -> not actor.has_scope('groups:read')": (
        "Nobody holds, administers and stands in for nothing: the same is found, in more queries."
    ),
    "platform/viche/kernel/policy.py load: queryset.filter(pk=pk) -> queryset.all()": (
        "Of all that are seen the one is taken by the next condition: the same, with a longer list."
    ),
    "dialogue/policies.py module: Standing.leads -> Standing.assigns (2)": (
        "A draft is seen by rows of its own alone, which whoever may open it has."
    ),
    "dialogue/policies.py module: Thread.objects.filter(given_ids('pk', 'ids')) -> Thread.objects.all()": (
        "All threads are read, and those that were not asked for are looked up by nobody."
    ),
    "dialogue/policies.py module: [Standing, Thread] -> [Standing]": "It is read by the types alone.",
    "platform/viche/privacy/policies.py ExportPolicy: {ExportAction.READ, ExportAction.DOWNLOAD} "
    "-> {ExportAction.DOWNLOAD}": "Copies are for browsers alone, which no scope limits.",
    "platform/viche/privacy/policies.py ExportPolicy: {ExportAction.READ, ExportAction.DOWNLOAD} "
    "-> {ExportAction.READ}": "Copies are for browsers alone, which no scope limits.",
    "tasks/stance.py ways_to_see: live(ThreadUserPermission, at).filter(user=actor.person_id) "
    "-> live(ThreadUserPermission, at).all()": "Each thread is asked all the same: more are asked.",
    "tasks/stance.py ways_to_see: not few -> few": "Either plan finds the same.",
    "tasks/stance.py Stance.holds_few: self.own is not None and len(self.codenames) <= FEW_GROUPS "
    "-> len(self.codenames) <= FEW_GROUPS": "It chooses the plan, and either finds the same.",
    "groups/policies/joining.py groups_where: standings[pk].permits(action, group.state) -> True": (
        "Whoever sees them leads the group, and once it is over none of them is open."
    ),
}
