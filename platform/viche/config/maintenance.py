"""The maintenance site: a read-only Django admin for the technical tables.

It shows only the columns named here, and never user content: no model with user text, no secret, no column
that leads to another row. Nothing can be changed, because services are the only writers. Only an
administrator signed in with a second factor can open it; for others the URL looks unknown. Each view is
recorded as an event, and a view of personal rows is also in the person's access log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.admin import AdminSite, ModelAdmin, ShowFacets
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from groups.models import GrantDue, Organisation, Territory
from viche.accounts.authentication import get_actor_from_session
from viche.accounts.factor_requirements import factor_kinds_of
from viche.accounts.models import FactorRequirement, IdentityProvider, Letter, PersonalAccessToken, User
from viche.accounts.policies import can_administer
from viche.accounts.services.maintenance import record_maintenance_access
from viche.config import frontend
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.models import AccessChange, OutboxEntry
from viche.privacy.models import ErasureDue, RequestDue


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Read-only rows of one table, in the named columns only."""

    columns: ClassVar[tuple[str, ...]]
    # The column with the person whom the rows concern: a view is recorded in their access log.
    of_person = ""
    actions = None
    view_on_site = False
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    change_form_template = "maintenance/row.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        site: AdminSite = self.admin_site
        return [
            path("", site.admin_view(self.changelist_view), name=f"{name}_changelist"),
            path("<path:object_id>/", site.admin_view(self.change_view), name=f"{name}_change"),
        ]

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return self.columns

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return self.columns

    get_readonly_fields = get_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).only("pk", *self.columns)

    def lookup_allowed(self, lookup: str, value: object, request: HttpRequest) -> bool:
        """Allow no filter from the URL: it could be used to guess hidden columns and related rows."""
        return False

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def _get_obj_does_not_exist_redirect(self, *_args: Any) -> HttpResponseBase:
        raise Http404

    def _refused(self, *_args: Any, **_facts: Any) -> bool:
        return False

    has_add_permission = has_change_permission = has_delete_permission = _refused

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        answer = super().changelist_view(request, extra_context)
        shown = (getattr(answer, "context_data", None) or {}).get("cl")
        if shown is not None:
            self._note(request, shown.result_list, AccessMode.LIST)
        return answer

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **facts: Any) -> Any:
        answer = super().change_view(request, object_id, *args, **facts)
        shown = (getattr(answer, "context_data", None) or {}).get("original")
        if shown is not None:
            self._note(request, [shown], AccessMode.PAGE)
        return answer

    def _note(self, request: HttpRequest, rows: Iterable[Any], way: AccessMode) -> None:
        if self.of_person:
            people = {getattr(row, self.of_person) for row in rows} - {None}
            actor = get_actor_from_session(request)
            log_access(actor, [Read("account", one, one) for one in sorted(people)], way)


class MaintenanceSite(AdminSite):
    """The admin site without sign-in, password form and write views: each view is listed here."""

    site_header = _("Viche: maintenance")
    index_title = _("Machinery, to look at")
    enable_nav_sidebar = False
    index_template = "maintenance/index.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        rooms = [
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(one.get_urls()))
            for model, one in self._registry.items()
        ]
        return [
            path("", self.admin_view(self.index), name="index"),
            path("jsi18n/", self.admin_view(self.i18n_javascript, cacheable=True), name="jsi18n"),
            *rooms,
            path("<str:app_label>/", self.admin_view(self.app_index), name="app_list"),
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the person is an administrator who used a second factor at this sign-in."""
        actor, person = get_actor_from_session(request), request.user
        if (
            not isinstance(person, User)
            or not can_administer(actor)
            or not factor_kinds_of([person.pk])[person.pk]
        ):
            return False
        return any(one["method"] == "mfa" for one in get_authentication_records(request, person))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        guarded = super().admin_view(view, cacheable)

        def opened(request: HttpRequest, *args: Any, **facts: Any) -> Any:
            known = request.method in ("GET", "HEAD") and not {IS_POPUP_VAR, TO_FIELD_VAR} & set(request.GET)
            if not known or not self.has_permission(request):
                return frontend.serve_page(request)
            record_maintenance_access(actor=get_actor_from_session(request), page=request.path)
            return guarded(request, *args, **facts)

        return opened


hatch = MaintenanceSite()


def register_readonly(
    model: type[Model], *columns: str, search: Iterable[str] = (), of_person: str = ""
) -> None:
    """Register columns of a table: values of the row itself, no relations."""
    facts = {"columns": columns, "search_fields": tuple(search), "of_person": of_person, "ordering": ("-pk",)}
    hatch.register(model, type(f"{model.__name__}Shown", (ReadOnlyAdmin,), facts))


register_readonly(OutboxEntry, "id", "event_id", "subscriber", "attempts", "next_try_at")
register_readonly(AccessChange, "seq", "at", "reason")
register_readonly(GrantDue, "id", "container_type", "due_at", "fired_at")
register_readonly(RequestDue, "id", "due_at", "fired_at")
register_readonly(ErasureDue, "id", "due_at", "fired_at")
register_readonly(Letter, "id", "purpose", "created_at", "next_try_at", "attempts", "sent_at")
register_readonly(
    PersonalAccessToken,
    *("id", "person_id", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"),
    of_person="person_id",
)
register_readonly(FactorRequirement, "role", "demand", "since")
register_readonly(IdentityProvider, "code", "name_uk", "issuer", "domains", "is_enabled")
register_readonly(
    Territory, "code", "level", "name_uk", "name_en", "parent_id", search=("code", "name_uk", "name_en")
)
register_readonly(Organisation, "name_uk", "sector", "verified_at", search=("name_uk", "short_name_uk"))
