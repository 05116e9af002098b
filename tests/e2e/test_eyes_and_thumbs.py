"""Every main page on a phone, by day and by night, in both languages, and some on a desk: what axe sees in a
real browser, colours and all, and whether a thumb finds what it is to touch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import APIResponse, Page, ViewportSize, expect

from tests.e2e.partner import Partner
from tests.e2e.profiles import ask

Visit = Callable[..., Page]
Partners = dict[str, Partner]
Scheme = Literal["light", "dark"]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
AXE = (Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]  # of sizes: THUMBS

# Whose pages they are, at first of nobody's; `{group}`, `{thread}` and the like are the first that they see.
PAGES = {
    "": (
        "/sign-in",
        "/join#{secret}",
        "/invitation#void",
        "/set-password",
        "/forgotten-password",
        "/confirm-email#void",
        "/public/groups/{public}",
        "/public/threads/{told}",
    ),
    "facilitator@kalynodil.example": (
        "/",
        "/inbox",
        "/help",
        "/groups",
        "/groups/directory",
        "/groups/{group}",
        "/groups/{group}/members",
        "/groups/{group}/joining",
        "/groups/{group}/member-list",
        "/groups/{group}/readiness",
        "/groups/{group}/accountability",
        "/groups/{group}/settings",
        "/groups/{group}/access",
        "/threads/{thread}",
        "/threads/{thread}/access",
        "/actions",
        "/actions?view=calendar",
        "/actions?view=timeline",
        "/actions?view=workload",
        "/actions?view=map",
        "/actions/{item}",
        "/actions/{item}/access",
        "/people/{member}/sight",
        "/search?q=укриття",
        "/settings",
        "/settings/notifications",
        "/settings/security",
        "/settings/my-data",
        "/settings/my-data/seen",
    ),
    "coordinator@kalynodil.example": (
        "/hromada",
        "/groups/new",
        "/organisations",
        "/organisations/new",
        "/organisations/{organisation}",
        "/organisations/{organisation}/edit",
        "/territories/{territory}",
        "/break-glass",
        "/second-factor",
    ),
    "admin@kalynodil.example": (
        "/administration",
        "/approvals",
        "/people",
        "/system",
        "/territories",
        "/offices",
        "/identity-providers",
    ),
    "m.ostapchuk@kalynodil.example": (
        "/data-protection",
        "/subject-requests",
        "/subject-requests/{request}",
        "/access-records",
        "/access-records/groups",
        "/people/{subject}/access-record",
        "/groups/{cared}/sight",
        "/break-glass/{emergency}",
    ),
}
# Roles, names and colours are the same in every language: axe looks at a page in the first, and for sizes it
# is looked at in both.
LANGUAGES: tuple[tuple[str, tuple[Scheme, ...]], ...] = (("uk", ("light", "dark")), ("en", ()))
# Those that are laid out otherwise on a desk.
WIDE = {
    "/sign-in",
    "/",
    "/groups/{group}",
    "/groups/{group}/members",
    "/threads/{thread}",
    "/actions",
    "/actions?view=map",
    "/search?q=укриття",
    "/hromada",
    "/approvals",
}
# What is opened on a page after it was looked at, by the name of its button.
OPENED = {
    "/groups/{group}/joining": ("dialog", re.compile("^(Запросити|Invite)$")),
    "/groups/{group}/members": ("menu", re.compile("^(Дії|Actions): ")),
    "/organisations/{organisation}": ("dialog", re.compile("^(Надати повноваження|Give a mandate)$")),
    "/approvals": ("dialog", re.compile("^(Підтвердити|Confirm) ?: ")),
    "/system": ("dialog", re.compile("^(Змінити вимогу|Change the requirement)")),
}

# What somebody touches, unless it stands in running text, is 44 px high and wide: itself, with its label,
# with what reaches beyond it (`::before`), or with the frame of a field of several things, which gives it
# the focus.
THUMBS = """() => {
  const targets = "a[href], button, input, select, textarea, summary, [role=button], [role=tab]";
  const reach = (one, side) => {
    const beyond = getComputedStyle(one, "::before");
    const own = one.getBoundingClientRect()[side];
    return beyond.position === "absolute" ? Math.max(own, parseFloat(beyond[side])) : own;
  };
  const size = (one, side) => Math.max(...[one, ...(one.labels ?? [])].map((part) => reach(part, side)));
  const small = [];
  for (const one of document.querySelectorAll(targets)) {
    const shown = one.checkVisibility({ visibilityProperty: true });
    if (!shown || one.disabled || one.closest("[inert], [aria-hidden=true]")) continue;
    const { width, height, right, bottom } = one.getBoundingClientRect();
    const out = width < 2 || height < 2 || right < 0 || bottom + window.scrollY < 0;  // shown on focus alone
    if (out || (one.matches("p a") && getComputedStyle(one).display === "inline")) continue;
    const frame = one.closest(".mantine-MultiSelect-input");
    const shapes = [one, ...(one.labels ?? []), ...(frame ? [frame] : [])];
    const parts = shapes.map((part) => part.getBoundingClientRect());
    const across = Math.max(...parts.map((part) => part.right)) - Math.min(...parts.map((part) => part.left));
    const wide = Math.round(Math.max(across, size(one, "width")));
    const high = Math.round(size(frame ?? one, "height"));
    const words = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent ?? "";
    if (wide < 44 || high < 44) small.push(`${one.tagName} ${words.trim().slice(0, 40)} ${wide}x${high}`);
  }
  return small;
}"""
# What was opened is looked at alone: the page behind it was.
LOOK = """async ([only, rules, coloured]) => {
  const colour = { "color-contrast": { enabled: coloured } };
  const chosen = { runOnly: rules, rules: colour, resultTypes: ["violations"] };
  const found = await axe.run(document.querySelector(only) ?? document, chosen);
  const ran = [...found.passes, ...found.violations];
  const colours = !coloured || ran.some((one) => one.id === "color-contrast");
  const said = (node) => (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? "";
  return found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${said(node)}`),
  ).concat(colours ? [] : ["no colours were looked at"]);
}"""


# Go to another page as a link does, without loading the program anew, and mark when its route is there.
GO_TO = """(path) => {
  const { dataset } = document.documentElement;
  delete dataset.arrived;
  const stop = self.__TSR_ROUTER__.subscribe("onResolved", () => { stop(); dataset.arrived = path; });
  history.pushState({}, "", path);
}"""


def facts(page: Page) -> dict[str, str]:
    """Ids for the addresses of who is signed in."""

    def first(path: str) -> dict[str, Any]:
        # Some lists are there for some offices alone.
        items = ask(page, f"/api/v1/{path}").json().get("items")
        return items[0] if items else {"id": ""}

    groups = ask(page, "/api/v1/groups").json()["items"]
    group = next((one["id"] for one in groups if one["role"] == "facilitator"), "")
    names = {
        "thread": "threads",
        "item": "action-items",
        "organisation": "organisations",
        "territory": "territories?coordinated_by=me",
        "request": "subject-requests",
        "subject": "data-subjects",
        "cared": "groups/in-care",
    }
    member = first(f"groups/{group}/members").get("person", {}) if group else {}
    ids = {name: str(first(path)["id"]) for name, path in names.items()}
    return ids | {"group": group, "member": str(member.get("id", ""))}


def facts_for_anybody(facilitator: Partner) -> dict[str, str]:
    """A public group with a public thread, and the secret of an invitation for whoever holds it."""
    groups = facilitator.call("GET", "/groups")["items"]
    public = next(one for one in groups if one["visibility"] == "public")
    organisation = facilitator.call("GET", f"/groups/{public['id']}/members")["items"][0]["organisation"]
    until = datetime.now(UTC) + timedelta(days=1)  # noqa: TID251 - a browser has no kernel
    invitation = {"organisation": organisation["id"], "role": "observer", "expires_at": until.isoformat()}
    made = facilitator.call("POST", f"/groups/{public['id']}/invitations", json=invitation, status=201)
    (told,) = facilitator.call("GET", f"/public/groups/{public['id']}/threads")["items"]
    return {"public": str(public["id"]), "told": str(told["id"]), "secret": made["link"].partition("#")[2]}


def call(page: Page, method: str, path: str, **body: str) -> APIResponse:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "viche_csrf")
    address, headers = f"/api/v1/{path}", {"X-CSRFToken": token, "Referer": page.url}
    answer = page.context.request.fetch(address, method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    return answer


def an_emergency(page: Page, facilitator: Partner) -> str:
    """A request for a thread that is restricted, which waits for an answer."""
    groups = [one["id"] for one in facilitator.call("GET", "/groups")["items"]]
    threads = [one for pk in groups for one in facilitator.call("GET", f"/groups/{pk}/threads")["items"]]
    thread = next(one["id"] for one in threads if one["visibility"] == "restricted")
    page.goto("/")
    asked = {"container_type": "thread", "container_id": thread, "reason": "Дитина в небезпеці"}
    return str(call(page, "POST", "break-glass", **asked).json()["id"])


def an_approval(coordinator: Partner) -> str:
    """A request of a coordinator to represent an organisation, which waits for an administrator."""
    organisation = coordinator.call("GET", "/organisations?appointed_by=me")["items"][0]["id"]
    post = {"position": "фахівець", "document": "Наказ № 2", "starts_on": "2026-01-01"}
    asked = {**post, "email": "coordinator@kalynodil.example"}
    made = coordinator.call("POST", f"/organisations/{organisation}/mandates", json=asked, status=202)
    return str(made["id"])


def faults_of(
    page: Page, size: ViewportSize, schemes: tuple[Scheme, ...] = (), only: str = "html"
) -> Iterator[str]:
    """Yield what is wrong with the sizes of a page, and with the part `only` of it in each of `schemes`."""
    if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
        yield "it scrolls sideways"
    if schemes and page.evaluate("!window.axe"):
        page.evaluate(AXE)
    if "light" in schemes:
        everything: Any = {"type": "tag", "values": RULES}
        yield from page.evaluate(LOOK, [only, everything, True])
    if "dark" in schemes:
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
        colours = {"type": "rule", "values": ["color-contrast"]}
        yield from (f"dark: {one}" for one in page.evaluate(LOOK, [only, colours, True]))
        page.emulate_media(color_scheme="light")
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
    if size is PHONE:
        yield from (f"thumb: {one}" for one in page.evaluate(THUMBS))


def speak(page: Page, email: str, language: str) -> None:
    page.goto("/settings" if email else "/sign-in")
    role: Literal["radio", "button"] = "radio" if email else "button"
    page.get_by_role(role, name={"en": "English", "uk": "Українська"}[language]).click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def look_at(page: Page, path: str, schemes: tuple[Scheme, ...]) -> Iterator[str]:
    """The faults of the page that is open, of what opens there, and of the page on a desk."""
    yield from faults_of(page, PHONE, schemes)
    if path in WIDE and "dark" in schemes:
        page.set_viewport_size(DESK)
        yield from (f"on a desk: {one}" for one in faults_of(page, DESK, ("light",)))
        page.set_viewport_size(PHONE)
    if path in OPENED:
        role, name = OPENED[path]
        page.get_by_role("main").get_by_role("button", name=name).first.click()
        expect(page.locator(f"[role={role}]")).to_have_css("opacity", "1")
        yield from (f"{role}: {one}" for one in faults_of(page, PHONE, schemes, f"[role={role}]"))


def open_page(page: Page, path: str, *, anew: bool) -> None:
    """Go to a page and wait until all of it is there."""
    if anew:
        page.goto(path)
    else:
        page.evaluate(GO_TO, path)
        expect(page.locator("html")).to_have_attribute("data-arrived", path)
    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(main).not_to_contain_text(re.compile("Завантажу|Loading"))
    expect(main).not_to_contain_text(re.compile("Не вдалося завантажити|Could not load"))


@pytest.mark.parametrize("email", PAGES)
def test_eyes_and_thumbs_find_their_way(visit: Visit, partners: Partners, email: str) -> None:
    page = visit(email or None, viewport=PHONE, reduced_motion="reduce")
    known = facts(page) if email else facts_for_anybody(partners["facilitator"])
    if "/break-glass/{emergency}" in PAGES[email]:
        known["emergency"] = an_emergency(page, partners["facilitator"])
    if "/approvals" in PAGES[email]:
        known["approval"] = an_approval(partners["coordinator"])
    faults: list[str] = []
    try:
        for language, schemes in LANGUAGES:
            speak(page, email, language)
            opened = False
            for path in PAGES[email]:
                open_page(page, path.format(**known), anew=not email or opened)
                opened = path in OPENED
                faults += [f"{language} {path}: {one}" for one in look_at(page, path, schemes)]
    finally:
        speak(page, email, "uk")
        if "emergency" in known:
            call(page, "DELETE", f"break-glass/{known['emergency']}")
        if "approval" in known:
            call(page, "POST", f"approvals/{known['approval']}/refusal", note="Не потрібно")
    assert faults == [], "\n" + "\n".join(faults)
