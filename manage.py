#!/usr/bin/env python
"""Django's management commands; `./viche manage …` runs them against the running stack."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")
    execute_from_command_line(sys.argv)
