"""Lighthouse visits: the pages of the demo community, each audited in a browser with an empty profile."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.community import make_session_cookies
from benchmarks.lab import Lab, Server
from benchmarks.lighthouse.scores import AuditedPage, PageScores, Report, render_table
from benchmarks.measure import Metric
from dialogue.models import Thread, Visibility
from groups.models import InitiativeGroup, Visibility as GroupVisibility
from viche.accounts.models import User
from viche.cli import stack
from viche.cli.cores import pin
from viche.cli.places import ROOT
from viche.cli.processes import Program

READER = "officer@kalynodil.example"  # a member of whom no second factor is demanded
TIMEOUT = 900.0  # seconds for one visit, which takes about 15 on two quiet cores
EVERYWHERE = {"accessibility": 100.0, "best-practices": 100.0}
SIGN_IN = {"performance": 90.0, **EVERYWHERE}
PUBLIC = {"performance": 90.0, **EVERYWHERE, "seo": 95.0}
SIGNED_IN = {"performance": 85.0, **EVERYWHERE}


def audit_pages(lab: Lab) -> Iterator[Metric]:
    """Audit sign-in, a public group, a public thread, Today and a thread; yield their scores.

    Needs an empty database, into which the demo community is loaded; the audited server is not a demo, so the
    sign-in page is that of a deployment. The reports stay in `.viche/lighthouse/reports`.
    """
    _load_demo(lab)
    done: list[PageScores] = []
    mode = {"VICHE_MODE": "development", "VICHE_FRONTEND": os.environ["VICHE_FRONTEND"]}
    with lab.serve(env=mode) as server:
        visitor = Visitor(lab, server)
        for page in list_pages():
            done.append(PageScores(page, [visitor.visit(page, number) for number in range(lab.repetitions)]))
            yield from done[-1].metrics()
    print(render_table(done))
    for sentence in (sentence for scores in done for sentence in scores.missed()):
        print(f"  Lighthouse: {sentence}")


def list_pages() -> Sequence[AuditedPage]:
    """Return the audited pages of the demo community."""
    group = InitiativeGroup.objects.filter(visibility=GroupVisibility.PUBLIC).earliest("pk")
    public = Thread.objects.filter(public_at__isnull=False).earliest("public_at")
    thread = Thread.objects.filter(group=group, visibility=Visibility.GROUP).latest("message_count")
    return (
        AuditedPage("sign_in", "Sign-in", "/sign-in", SIGN_IN),
        AuditedPage("public_group", "Public group", f"/public/groups/{group.pk}", PUBLIC),
        AuditedPage("public_thread", "Public thread", f"/public/threads/{public.pk}", PUBLIC),
        AuditedPage("today", "Today", "/", SIGNED_IN, signed_in=True),
        AuditedPage("thread", "Thread", f"/threads/{thread.pk}", SIGNED_IN, signed_in=True),
    )


class Visitor:
    """Runs Lighthouse against one server."""

    def __init__(self, lab: Lab, server: Server) -> None:
        self._lab = lab
        self._address = f"http://localhost:{server.port}"
        self._folder = Path(os.environ["BENCH_LIGHTHOUSE"])
        (self._folder / "reports").mkdir(exist_ok=True)
        (cookie,) = make_session_cookies([User.objects.get(email=READER)])
        name, _equals, value = cookie.partition("=")
        self._cookie = {"name": name, "value": value, "domain": "localhost", "path": "/", "httpOnly": True}

    def visit(self, page: AuditedPage, number: int) -> Report:
        """Return the report of one visit. Raises RuntimeError when it ended on another page."""
        report = self._folder / "reports" / f"{page.key}-{number + 1}.json"
        report.unlink(missing_ok=True)
        order = {
            "browser": os.environ["E2E_BROWSER"],
            "url": self._address + page.path,
            "cookies": [self._cookie] if page.signed_in else [],
            "report": str(report),
        }
        self._run([os.environ["PLAYWRIGHT_NODEJS_PATH"], "audit.mjs", json.dumps(order)])
        found: Report = json.loads(report.read_text())
        if found.get("runtimeError") or found["finalDisplayedUrl"] != order["url"]:
            raise RuntimeError(f"{page.path}: {found.get('runtimeError') or found['finalDisplayedUrl']}")
        return found

    def _run(self, command: Sequence[str]) -> None:
        log = self._lab.folder / "lighthouse.log"
        child = self._lab.crew.start(Program("lighthouse", command, log=log, folder=self._folder))
        # A browser is many processes: on the one core that is not the server's they would slow each other.
        pin(self._lab.server_cores | self._lab.other_cores, child.process.pid)
        try:
            code = child.process.wait(TIMEOUT)
        finally:
            self._lab.crew.stop(child)
        if code != 0:
            raise RuntimeError(log.read_text()[-2000:])


def _load_demo(lab: Lab) -> None:
    log = lab.folder / "demo.log"
    environment = {**os.environ, "VICHE_DEMO": "1"}
    program = Program(
        "demo", stack.build_manage_command("load_demo"), log=log, environment=environment, folder=ROOT
    )
    if lab.crew.run(program) != 0:
        raise RuntimeError(log.read_text()[-2000:])
