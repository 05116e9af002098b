import { expect, it } from "vitest";
import { mockApi, ProblemResponse, takeBodyFaults } from "./test-server";

it("answers addresses that the API has, with what it gives there", async () => {
  mockApi({
    "GET /api/v1/groups?limit=1": { items: [{ id: "g" }], next_cursor: null },
    "GET /api/v1/groups/g/members": () => ({ items: [] }),
    "GET /api/v1/today": new ProblemResponse(500, "broken"),
    "POST /_allauth/browser/v1/auth/login": {},
  });
  const answer = await fetch(new Request("http://localhost/api/v1/groups?limit=1"));
  expect(await answer.json()).toEqual({ items: [{ id: "g" }], next_cursor: null });
});

it("takes no address that the API does not have, and no body that it would not give", () => {
  // @ts-expect-error: there is no such address
  mockApi({ "GET /api/v1/actions": { items: [] } });
  // @ts-expect-error: nor such a method
  mockApi({ "PUT /api/v1/groups/g": {} });
  // @ts-expect-error: members are a list
  mockApi({ "GET /api/v1/groups/g/members": { items: "nobody" } });
  // @ts-expect-error: numbers are numbers, also where the answer is made
  mockApi({ "GET /api/v1/groups/g": () => ({ member_count: "two" }) });
  // @ts-expect-error: also where that takes a while
  mockApi({ "GET /api/v1/groups/g": async () => ({ member_count: "two" }) });
  // @ts-expect-error: a group has nothing of that
  mockApi({ "GET /api/v1/groups/g": { titel: "Безпека" } });
});

const LIST = "PUT /api/v1/action-items/a/checklist";

it.each([
  ["a field that the API does not have", LIST, { lines: [], list: [] }, "/list is unknown"],
  ["also further in", LIST, { lines: [{ text: "Замок", words: "" }] }, "/lines/0/words is unknown"],
  ["the lack of one that it needs", LIST, {}, "/lines is missing"],
  ["another type", LIST, { lines: "Замок" }, "/lines is of the type string"],
  ["a word of no choice", "POST /api/v1/join-requests/r", { to: "seen" }, "/to is none of its values"],
  ["the lack of a body", "POST /api/v1/join-requests/r", undefined, "the body is missing"],
  ["a body where none is taken", "PUT /api/v1/action-items/a/watch", {}, "no body is taken"],
])("notes in what a page sends %s", async (_what, address, body, fault) => {
  const [method, path] = address.split(" ");
  mockApi({});
  await fetch(new Request(`http://localhost${path}`, { method, body: body && JSON.stringify(body) }));
  expect(takeBodyFaults()).toEqual([`${address}: ${fault}`]);
});

it("notes nothing in what the API takes", async () => {
  mockApi({});
  const body = JSON.stringify({ to: "declined", reason: "Місць немає" });
  await fetch(new Request("http://localhost/api/v1/join-requests/r", { method: "POST", body }));
  expect(takeBodyFaults()).toEqual([]);
});
