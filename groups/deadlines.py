"""What falls due in this room: the moments at which grants change by themselves."""

from groups.models import GrantDue
from groups.services.terms import look_again
from viche.deadlines.registry import due

due("groups.grants", model=GrantDue, fire=look_again)
