#!/usr/bin/env python3
"""What the commands in docs/ use of curl, for machines without it."""

from __future__ import annotations

import argparse
import sys

import httpx


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-sS", action="store_true")
    parser.add_argument("-X", dest="method")
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-G", dest="as_query", action="store_true")
    parser.add_argument("-d", "--data-urlencode", dest="data", action="append", default=[])
    parser.add_argument("-w", dest="written", default="")
    asked = parser.parse_intermixed_args()
    query = [tuple(one.split("=", 1)) for one in asked.data] if asked.as_query else None
    body = "&".join(asked.data).encode() if asked.data and not asked.as_query else None
    answer = httpx.request(
        asked.method or ("POST" if body else "GET"),
        asked.url,
        headers=[tuple(one.split(": ", 1)) for one in asked.headers],
        params=query,
        content=body,
        timeout=60,
    )
    written = asked.written.replace("%{http_code}", str(answer.status_code)).replace("\\n", "\n")
    sys.stdout.write(answer.text + written)


if __name__ == "__main__":
    main()
