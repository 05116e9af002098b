import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { keys } from "@/queries/keys";
import { clearLocalSession } from "./clear-local-session";

afterEach(() => vi.unstubAllGlobals());

it("is done once by all who notice it, so that no second time meets a new sign-in", async () => {
  const client = new QueryClient();
  const cleared: number[] = [];
  const clear = client.clear.bind(client);
  client.clear = () => {
    cleared.push(1);
    clear();
  };
  client.setQueryData(keys.me, { id: "me" });
  await Promise.all([clearLocalSession(client, "me", "revoked"), clearLocalSession(client, "me", "revoked")]);
  expect(client.getQueryData(keys.me)).toBeNull();
  expect(cleared).toEqual([1]);
});

it("leads on when the browser clears its storage at the same time", async () => {
  vi.stubGlobal("caches", { keys: () => Promise.reject(new DOMException("cleared", "AbortError")) });
  const client = new QueryClient();
  client.setQueryData(keys.me, { id: "me" });
  await expect(clearLocalSession(client, "me", "revoked")).resolves.toBeUndefined();
});
