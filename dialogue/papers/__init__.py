"""A thread to take along: on paper, and complete in an archive.

Both hold what whoever makes them may read of it at that moment, and no more than its page shows them.
"""
