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

/** Before the id of an addressee without an account, among the addressees of the filter. */
export const OUTSIDE = "body:";

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
  const { addressee = "" } = words;
  const outside = addressee.startsWith(OUTSIDE) ? addressee.slice(OUTSIDE.length) : undefined;
  return {
    ...Object.fromEntries(given),
    ...(outside ? { addressee: undefined, outside_body: outside } : {}),
    ...(show === "waiting" ? { waiting: "me" } : {}),
    ...(show === "mine" ? { mine: "me" } : {}),
  };
}
