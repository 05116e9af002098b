import { expect, it } from "vitest";
import { audienceIn, type Reach } from "./audience-field";

const named = { organisations: ["lyceum"], people: ["oleh"] };

it.each<[Reach, object]>([
  ["group", { visibility: "group" }],
  ["known", { visibility: "restricted", ...named, announced: true }],
  ["named", { visibility: "restricted", ...named }],
])("of each choice of readers the server is told what it needs: %s", (reach, sent) => {
  expect(audienceIn({ reach, ...named })).toEqual(sent);
});
