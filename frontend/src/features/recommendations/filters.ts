import { oneOf, text } from "@/kit/use-url-filters";
import type { RecommendationFilter } from "@/queries/keys";

/** What narrows the register, as it stands in the address. */
export const FILTERS = {
  view: oneOf(["list"]),
  show: oneOf(["waiting", "mine"]),
  group: text,
  addressee: text,
  theme: text,
  target: text,
  age: text,
  response: text,
  implementation: text,
};

export type Filters = { [Name in keyof typeof FILTERS]: ReturnType<(typeof FILTERS)[Name]> };

/** The narrowings that a press removes at once. */
export const NONE: Partial<Filters> = {
  show: undefined,
  group: "",
  addressee: "",
  theme: "",
  target: "",
  age: "",
  response: "",
  implementation: "",
};

/** The same as the API takes them; what is no value of a filter is refused there. */
export function filterOf({ view: _, show, target, ...words }: Filters): RecommendationFilter {
  const given = Object.entries({ ...words, target_group: target }).filter(([, value]) => value);
  return {
    ...Object.fromEntries(given),
    ...(show === "waiting" ? { waiting: "me" } : {}),
    ...(show === "mine" ? { mine: "me" } : {}),
  };
}
