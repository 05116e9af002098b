import { expect, it } from "vitest";
import { mockApi, ProblemResponse } from "./test-server";

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
