"""The maintenance hatch shows machinery, written here by hand, and nothing leads out of it."""

from django.contrib.admin.sites import site as stock
from django.db.models import Model
from django.urls import get_resolver

from viche.config.maintenance import hatch

# Rooms of which no table may ever be shown: they hold what people say, do and bring.
CLOSED_ROOMS = {"dialogue", "tasks", "files", "notifications", "realtime", "programmes"}
SHOWN = {
    "kernel.OutboxEntry": "id event_id subscriber attempts next_try_at",
    "kernel.AccessChange": "seq at reason",
    "groups.GrantDue": "id container_type due_at fired_at",
    "groups.Territory": "code level name_uk name_en parent_id",
    "groups.Organisation": "name_uk sector verified_at",
    "privacy.RequestDue": "id due_at fired_at",
    "privacy.ErasureDue": "id due_at fired_at",
    "accounts.Letter": "id purpose created_at next_try_at attempts sent_at",
    "accounts.PersonalAccessToken": (
        "id person_id prefix scopes created_at expires_at last_used_at revoked_at"
    ),
    "accounts.FactorRequirement": "role demand since",
    "accounts.IdentityProvider": "code name_uk issuer domains is_enabled",
}
VIEWS = {"index", "jsi18n", "app_list"}


def columns_of(model: type[Model]) -> set[str]:
    """What is in the row itself: a relation by its key, never by what it leads to."""
    fields = model._meta.concrete_fields
    return {one.attname for one in fields}


def test_what_is_shown_is_written_here() -> None:
    shown = {model._meta.label: " ".join(one.columns) for model, one in hatch._registry.items()}  # type: ignore[attr-defined]
    assert shown == SHOWN


def test_nothing_of_what_people_write_is_shown_or_led_to() -> None:
    for model, one in hatch._registry.items():
        assert model._meta.app_label not in CLOSED_ROOMS
        assert set(one.columns) <= columns_of(model)  # type: ignore[attr-defined]
        assert set(one.search_fields) <= set(one.columns) | {"short_name_uk"}  # type: ignore[attr-defined]
        assert not one.inlines
        assert not one.list_filter
        assert not one.date_hierarchy
        assert not one.autocomplete_fields
        assert one.actions is None


def test_there_is_no_other_admin_and_no_other_view() -> None:
    assert not stock._registry or stock is hatch
    views = {
        key
        for _prefix, (_pattern, resolver) in get_resolver().namespace_dict.items()
        if resolver.namespace == "admin"
        for key in resolver.reverse_dict
        if isinstance(key, str)
    }
    rooms = {
        f"{model._meta.app_label}_{model._meta.model_name}_{view}"
        for model in hatch._registry
        for view in ("changelist", "change")
    }
    assert views == VIEWS | rooms
