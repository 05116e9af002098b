import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { forget } from "@/lib/forgotten";
import { forgetCopies, keepCopies, restoreCopies } from "./copies";

const PERSON = "person-1";
let stop: () => void;
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  stop = keepCopies(client, PERSON);
});

afterEach(async () => {
  stop();
  await forgetCopies(PERSON);
});

async function reopened(): Promise<QueryClient> {
  const fresh = new QueryClient();
  await restoreCopies(fresh);
  return fresh;
}

async function saved(key: string[], expected: unknown): Promise<void> {
  await vi.waitFor(async () => expect((await reopened()).getQueryData(key)).toEqual(expected), 4000);
}

it("what was seen is there again after a reload without a line", async () => {
  client.setQueryData(["thread", "t"], { id: "t", visibility: "group" });
  client.setQueryData(["messages", "t"], { items: ["Так"] });
  await saved(["messages", "t"], { items: ["Так"] });
});

it("what the reader may no longer see is dropped", async () => {
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  forget("g");
  await saved(["group", "g"], undefined);
});

it("what the server no longer gives is dropped", async () => {
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  const refused = () => Promise.reject(new ApiProblem(404, "not_found", ""));
  await client.fetchQuery({ queryKey: ["group", "g"], queryFn: refused }).catch(() => undefined);
  await saved(["group", "g"], undefined);
});

it("nothing is left after a sign-out", async () => {
  client.setQueryData(["group", "g"], { id: "g" });
  await saved(["group", "g"], { id: "g" });
  stop();
  await forgetCopies(PERSON);
  expect(await restoreCopies(new QueryClient())).toBeNull();
});
