"""What a group prints: the sheet for a meeting without electricity, and the report of a year.

Paper passes from hand to hand. So both are of what the whole group reads, whoever prints them.
"""
