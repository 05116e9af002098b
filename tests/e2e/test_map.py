"""Maps in a real browser: our own drawings, and tiles under the policy of our pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.profiles import ask

Visit = Callable[..., Page]
COORDINATOR, FACILITATOR = "coordinator@kalynodil.example", "facilitator@kalynodil.example"
LATITUDE, LONGITUDE = "Широта", "Довгота"
# A square of land on a sea, drawn by a worker as tiles are.
LAND = [[[26, 44], [36, 44], [36, 52], [26, 52], [26, 44]]]
STYLE = {
    "version": 8,
    "sources": {
        "land": {
            "type": "geojson",
            "data": {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "Polygon", "coordinates": LAND},
            },
        }
    },
    "layers": [
        {"id": "sea", "type": "background", "paint": {"background-color": "#cfe3f2"}},
        {"id": "land", "type": "fill", "source": "land", "paint": {"fill-color": "#dde8cf"}},
    ],
}


def the_hromada(page: Page) -> Locator:
    """Its page; returns the card of its map."""
    rows = ask(page, "/api/v1/territories?level=hromada").json()["items"]
    page.goto(f"/territories/{rows[0]['id']}")
    card = page.locator("section").filter(has=page.get_by_role("heading", name="На мапі"))
    expect(card).to_be_visible()
    return card


def choose_place(card: Locator) -> Locator:
    card.get_by_role("button", name=re.compile("місце$")).click()
    return card.page.get_by_role("dialog", name="Місце на мапі")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_place_is_chosen_on_the_outline(visit: Visit, width: int) -> None:
    page = visit(COORDINATOR, viewport={"width": width, "height": 800})
    dialog = choose_place(the_hromada(page))
    drawing = dialog.locator("svg[role=img][aria-label^='Мапа:']")
    box = drawing.bounding_box()
    assert box is not None
    # Kyiv, from the corner of the drawing.
    drawing.click(position={"x": box["width"] * 0.4652, "y": box["height"] * 0.2407})
    latitude = float(dialog.get_by_label(LATITUDE).input_value().replace(",", "."))
    longitude = float(dialog.get_by_label(LONGITUDE).input_value().replace(",", "."))
    assert abs(latitude - 50.45) < 0.1
    assert abs(longitude - 30.52) < 0.1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_tiles_are_drawn_where_a_style_is_configured(visit: Visit) -> None:
    page = visit(COORDINATOR, service_workers="block")
    page.route("**/api/v1/map", lambda route: route.fulfill(json={"style": "/tiles/style.json"}))
    page.route("**/tiles/style.json", lambda route: route.fulfill(json=STYLE))
    card = the_hromada(page)
    # MapLibre works in a worker of our own origin: the policy of our pages allows no other.
    expect(card.get_by_role("region", name=re.compile("^Мапа:"))).to_be_visible()
    expect(card.get_by_role("button", name="Наблизити")).to_be_visible()
    dialog = choose_place(card)
    before = dialog.get_by_label(LATITUDE).input_value()
    dialog.get_by_role("region", name=re.compile("^Мапа:")).click(position={"x": 40, "y": 250})
    expect(dialog.get_by_label(LATITUDE)).not_to_have_value(before)
    expect(dialog.get_by_label(LONGITUDE)).to_have_value(re.compile(r"^\d\d,\d+$"))


def test_a_style_that_does_not_come_leaves_the_outline(visit: Visit) -> None:
    page = visit(COORDINATOR, service_workers="block")
    page.route("**/api/v1/map", lambda route: route.fulfill(json={"style": "/tiles/style.json"}))
    page.route("**/tiles/style.json", lambda route: route.fulfill(status=404))
    card = the_hromada(page)
    with page.expect_response("**/tiles/style.json"):
        page.reload()
    expect(card.locator("svg[role=img][aria-label^='Мапа:']")).to_be_visible()
    expect(card.get_by_role("region", name=re.compile("^Мапа:"))).to_have_count(0)


def action_items_on(page: Page) -> Locator:
    page.goto("/actions?view=map")
    region = page.get_by_role("region", name="На мапі", exact=True)
    expect(region.get_by_role("button", name=re.compile("^№ 13 "))).to_be_visible()
    return region


def together(region: Locator) -> Locator:
    return region.get_by_role("button", name=re.compile(r"^\d+ доручен.*№ 2"))


@pytest.mark.parametrize("width", [360, 1440])
def test_action_items_are_told_apart_from_closer_by(visit: Visit, width: int) -> None:
    page = visit(FACILITATOR, viewport={"width": width, "height": 800})
    region = action_items_on(page)
    rows = region.locator("li h3")
    everything = rows.count()
    together(region).click()
    expect(rows).not_to_have_count(everything)
    for _ in range(4):
        region.get_by_role("button", name="Наблизити").click()
    expect(region.get_by_role("button", name=re.compile("^№ 9 "))).to_be_hidden()
    region.get_by_role("button", name="Показати все", exact=True).click()
    region.get_by_role("button", name="Показати всі").click()
    expect(rows).to_have_count(everything)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_action_items_lie_on_tiles_where_a_style_is_configured(visit: Visit) -> None:
    page = visit(FACILITATOR, service_workers="block")
    page.route("**/api/v1/map", lambda route: route.fulfill(json={"style": "/tiles/style.json"}))
    page.route("**/tiles/style.json", lambda route: route.fulfill(json=STYLE))
    region = action_items_on(page)
    village = region.get_by_role("button", name=re.compile("^№ 13 "))
    # What is laid over the tiles moves with them, and goes when its place is out of view.
    for _ in range(2):
        region.get_by_role("button", name="Наблизити").click()
    expect(village).to_be_hidden()
    region.get_by_role("button", name="Віддалити").click()
    region.get_by_role("button", name="Віддалити").click()
    together(region).click()
    expect(region.get_by_role("status")).to_have_text(re.compile("^вибрано "))


def test_the_place_of_an_action_item_is_taken_from_the_device_and_pressed_closer_by(visit: Visit) -> None:
    here = {"latitude": 47.86123, "longitude": 31.15012}
    page = visit(FACILITATOR, geolocation=here, permissions=["geolocation"])
    items = ask(page, "/api/v1/action-items?limit=100").json()["items"]
    item = next(one for one in items if one["place"] is None and "edit" in one["allowed"])
    page.goto(f"/actions/{item['id']}")
    page.get_by_role("button", name="Змінити", exact=True).click()
    dialog = page.get_by_role("dialog", name="Змінити доручення")
    unfold = dialog.get_by_role("button", name="Для кого, де, кошти, повторення")
    if unfold.get_attribute("aria-expanded") == "false":
        unfold.click()
    dialog.get_by_role("button", name="Показати на мапі").click()
    dialog.get_by_role("button", name="Там, де я зараз").click()
    expect(dialog.get_by_label(LATITUDE)).to_have_value("47,86123")
    for _ in range(3):
        dialog.get_by_role("button", name="Наблизити").click()
    # Now it lies in the middle; 40 pixels above that is a little to the north.
    drawing = dialog.get_by_role("img", name="Мапа: де виконується доручення")
    box = drawing.bounding_box()
    assert box is not None
    drawing.click(position={"x": box["width"] / 2, "y": box["height"] / 2 - 40})
    expect(dialog.get_by_label(LATITUDE)).not_to_have_value("47,86123")
    latitude = float(dialog.get_by_label(LATITUDE).input_value().replace(",", "."))
    longitude = float(dialog.get_by_label(LONGITUDE).input_value().replace(",", "."))
    assert 0 < latitude - here["latitude"] < 0.05
    assert abs(longitude - here["longitude"]) < 0.001
