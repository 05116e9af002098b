import { QueryClient, type QueryKey } from "@tanstack/react-query";
import { beforeEach, expect, it } from "vitest";
import { reserve, seed } from "./seed";

const KEY: QueryKey = ["gist", "1"];
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
});

it("caches a part for the next query", async () => {
  reserve(client, KEY);
  seed(client, KEY, "came along");
  const asked = client.fetchQuery({ queryKey: KEY, queryFn: () => "asked for", staleTime: 1000 });
  expect(await asked).toBe("came along");
});

it("keeps data that is cached already", () => {
  client.setQueryData(KEY, "newer");
  seed(client, KEY, "came along");
  expect(client.getQueryData(KEY)).toBe("newer");
});

it("drops a part that was invalidated during its request", async () => {
  reserve(client, KEY);
  await client.invalidateQueries({ queryKey: KEY });
  seed(client, KEY, "came along");
  expect(client.getQueryData(KEY)).toBeUndefined();
});

it("leaves a query alone that is being fetched", async () => {
  const asked = client.fetchQuery({ queryKey: KEY, queryFn: async () => "asked for" });
  seed(client, KEY, "came along");
  expect(await asked).toBe("asked for");
});

it("caches nothing where the server refused", () => {
  reserve(client, KEY);
  seed(client, KEY, null);
  expect(client.getQueryData(KEY)).toBeUndefined();
});

it("caches nothing for a query that was removed during the request, as by a sign-out", () => {
  reserve(client, KEY);
  client.removeQueries({ queryKey: KEY });
  seed(client, KEY, "came along");
  expect(client.getQueryState(KEY)).toBeUndefined();
});
