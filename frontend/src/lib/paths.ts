import type { RegisteredRouter } from "@tanstack/react-router";

type Routes = RegisteredRouter["routesByPath"];

/** The pages that there are, as they stand in the manifests. */
type RoutePath = Exclude<keyof Routes, `${string}/$`>;

type ParamOf<To> = To extends `${string}$${infer Name}/${infer Rest}`
  ? Name | ParamOf<`/${Rest}`>
  : To extends `${string}$${infer Name}`
    ? Name
    : never;

type ParamsOf<To> = { [Name in ParamOf<To>]: string };
type SearchOf<To extends RoutePath> = Routes[To]["types"]["fullSearchSchemaInput"];

/** Pages whose address is always the same. */
type PlainPath = { [To in RoutePath]: ParamOf<To> extends never ? To : never }[RoutePath];

declare const checked: unique symbol;

/**
 * An address inside the product: a page that needs nothing more, a place of the page itself, or what a function of this
 * module returned.
 */
export type Path = PlainPath | `#${string}` | (string & { readonly [checked]: true });

/** Return the address of a page; of the search, what is empty is left out. */
export function pathTo<To extends RoutePath>(to: To, params: ParamsOf<To>, search?: SearchOf<To>): Path {
  const values: Record<string, string> = params;
  const path = to.replace(/\$(\w+)/g, (_, name) => encodeURIComponent(values[name] ?? ""));
  const words = String(new URLSearchParams(Object.entries(search ?? {}).filter(([, value]) => value)));
  return (words ? `${path}?${words}` : path) as Path;
}

/** Take an address as it came: from the server, or from where the reader is. */
export function givenPath(address: string): Path {
  return address as Path;
}
