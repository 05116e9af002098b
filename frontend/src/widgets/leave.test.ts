import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { keys } from "@/data/keys";
import { leaveLocally } from "./leave";

it("is done once by all who notice it, so that no second time meets a new sign-in", async () => {
  const client = new QueryClient();
  const cleared: number[] = [];
  const clear = client.clear.bind(client);
  client.clear = () => {
    cleared.push(1);
    clear();
  };
  client.setQueryData(keys.me, { id: "me" });
  await Promise.all([leaveLocally(client, "me", "revoked"), leaveLocally(client, "me", "revoked")]);
  expect(client.getQueryData(keys.me)).toBeNull();
  expect(cleared).toEqual([1]);
});
