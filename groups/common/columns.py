"""Columns that responses need of the objects they refer to; see `groups.common.presenters`.

For `viche.kernel.keyset_lists.select_related_columns`.
"""

PERSON = ("name_uk", "name_en", "grammatical_gender")
ORGANISATION = (
    *("name_uk", "name_en", "short_name_uk", "short_name_en"),
    *("on_behalf_uk", "on_behalf_en", "sector"),
)
MANDATE = ("person", "position_uk", "position_en")
GROUP = ("name_uk", "name_en", "time_zone", "state", "visibility")
