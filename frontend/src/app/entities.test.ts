import { readFileSync } from "node:fs";
import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { entityAt } from "@/lib/entity-address";
import { ENTITIES } from "@/modules/entities/entities";
import { KINDS, PLACES } from "./manifests";
import { makeRouter } from "./router";

const { schemas } = JSON.parse(readFileSync("../docs/openapi.json", "utf8")).components;
const kindsOf = (schema: string): string[] => schemas[schema].properties.kind.enum.toSorted();

describe("each kind of thing", () => {
  const router = makeRouter(new QueryClient());
  const routeOf = (address: string) =>
    router.getMatchedRoutes(new URL(address, "http://x").pathname)[0].at(-1)?.id;

  it.each(Object.entries(ENTITIES))(
    "of the kind %s has a list, and a page unless it stands in another",
    (_, one) => {
      const addresses = [one.list, ...("href" in one ? [one.href("id")] : [])];
      expect(addresses.map(routeOf).filter((id) => !id || id.endsWith("$"))).toEqual([]);
    },
  );

  it.each(["group", "thread", "action", "dossier"] as const)(
    "%s is told by the address of its page",
    (kind) => {
      const id = "01a21ae7-3a10-7734-aa1b-2c99f76bcee1";
      expect(entityAt(ENTITIES[kind].href(id))).toEqual({ kind, id });
    },
  );

  it("that the server finds or notifies about is declared by one feature", () => {
    expect(KINDS.searchKinds.toSorted()).toEqual(kindsOf("HitOut"));
    expect(KINDS.inboxTopics.toSorted()).toEqual(kindsOf("NotificationAbout"));
  });

  it("that waits in a programme is counted at its place", () => {
    const place = PLACES.find(({ name }) => name === "programmes");
    expect(place?.counts).toEqual(kindsOf("DutyOut").filter((kind) => kind.startsWith("programmes.")));
  });
});
