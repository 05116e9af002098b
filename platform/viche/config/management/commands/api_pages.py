"""Write the pages about the API, one for each subject and the index of error codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import get_resolver

from viche.cli.places import ROOT
from viche.config.api_pages.pages import build_pages

DOCS = ROOT / "docs"


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=DOCS / "api", help="the folder of the pages")
        parser.add_argument("--schema", type=Path, default=DOCS / "openapi.json")

    def handle(self, *args: Any, **options: Any) -> None:
        list(get_resolver().url_patterns)  # loads every module that declares errors and inputs
        document = json.loads(options["schema"].read_text(encoding="utf-8"))
        folder = options["file"]
        folder.mkdir(exist_ok=True)
        for name, text in build_pages(document).items():
            (folder / name).write_text(text, encoding="utf-8")
