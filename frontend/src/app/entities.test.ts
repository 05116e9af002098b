import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { ENTITIES } from "@/modules/entities/entities";
import { makeRouter } from "./router";

describe("each kind of thing", () => {
  const router = makeRouter(new QueryClient());
  const routeOf = (address: string) =>
    router.getMatchedRoutes(new URL(address, "http://x").pathname)[0].at(-1)?.id;

  it.each(Object.entries(ENTITIES))(
    "of the kind %s has a list, and a page unless it stands in another",
    (_, one) => {
      const addresses = [one.list, ...(one.href ? [one.href("id")] : [])];
      expect(addresses.map(routeOf).filter((id) => !id || id.endsWith("$"))).toEqual([]);
    },
  );
});
