import { QueryClient, type QueryKey } from "@tanstack/react-query";
import { beforeEach, expect, it } from "vitest";
import { makeRoom, seed } from "./seed";

const KEY: QueryKey = ["gist", "1"];
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
});

it("gives a part to whoever asks next", async () => {
  makeRoom(client, KEY);
  seed(client, KEY, "came along");
  const asked = client.fetchQuery({ queryKey: KEY, queryFn: () => "asked for", staleTime: 1000 });
  expect(await asked).toBe("came along");
});

it("keeps what is here already", () => {
  client.setQueryData(KEY, "newer");
  seed(client, KEY, "came along");
  expect(client.getQueryData(KEY)).toBe("newer");
});

it("drops a part of which there was news on the way", async () => {
  makeRoom(client, KEY);
  await client.invalidateQueries({ queryKey: KEY });
  seed(client, KEY, "came along");
  expect(client.getQueryData(KEY)).toBeUndefined();
});

it("leaves alone what is being asked for", async () => {
  const asked = client.fetchQuery({ queryKey: KEY, queryFn: async () => "asked for" });
  seed(client, KEY, "came along");
  expect(await asked).toBe("asked for");
});

it("gives nothing where the server refused", () => {
  makeRoom(client, KEY);
  seed(client, KEY, null);
  expect(client.getQueryData(KEY)).toBeUndefined();
});

it("gives nothing of what was cleared on the way: by a sign-out, or with the access to it", () => {
  makeRoom(client, KEY);
  client.removeQueries({ queryKey: KEY });
  seed(client, KEY, "came along");
  expect(client.getQueryState(KEY)).toBeUndefined();
});
