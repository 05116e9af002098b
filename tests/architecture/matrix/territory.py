"""Who may do what with territorys."""

from tests.architecture.matrix.people import ADMINISTRATOR, COORDINATOR, SIGNED_IN

SEES: dict[str, dict[str, frozenset[str]]] = {
    "territory": {"any": SIGNED_IN},
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "territory.read": {"any": SIGNED_IN},
    "territory.register_part": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.register_organisation": {"any": COORDINATOR},
    "territory.found_group": {"any": COORDINATOR},
    "territory.record_population": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.edit": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.set_contact_points": {"any": COORDINATOR | ADMINISTRATOR},
    "territory.import_parts": {"any": ADMINISTRATOR},
    "territory.give_office": {"any": ADMINISTRATOR},
}
