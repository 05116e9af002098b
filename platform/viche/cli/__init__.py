"""The command line: `./viche up | test | bench | check | token | manage`.

It starts before anything is installed, so it uses the standard library only and imports no other package.
"""
