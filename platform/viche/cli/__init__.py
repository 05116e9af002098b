"""The command line: `./viche up | test | bench | check | token | manage`.

It starts before anything is installed, so it stands on the standard library alone and imports no other room.
"""
