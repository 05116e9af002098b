"""Scopes of tokens: reading or writing one domain."""

from __future__ import annotations

from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext as _

from viche.kernel.policy import list_policies
from viche.kernel.text import Text


def list_scopes() -> list[str]:
    """Return every scope, sorted: `domain:read` and `domain:write` of each domain with a policy."""
    domains = {policy.domain for policy in list_policies()}
    return sorted(f"{domain}:{reach}" for domain in domains for reach in ("read", "write"))


def describe_scope(scope: str) -> Text:
    """Return the name of a scope in both languages."""
    return {"uk": _describe_scope_in("uk", scope), "en": _describe_scope_in("en", scope)}


def _describe_scope_in(language: str, scope: str) -> str:
    domain, _separator, reach = scope.partition(":")
    with translation.override(language):
        name = str(apps.get_app_config(domain).verbose_name)
        return (
            _("%(name)s: read") % {"name": name} if reach == "read" else _("%(name)s: write") % {"name": name}
        )
