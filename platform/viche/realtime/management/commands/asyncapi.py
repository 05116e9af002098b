"""Write the AsyncAPI document of the websocket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from viche.realtime.asyncapi import build_document


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.dumps(build_document(), ensure_ascii=False, indent=4, default=str)
        options["file"].write_text(text + "\n", encoding="utf-8")
