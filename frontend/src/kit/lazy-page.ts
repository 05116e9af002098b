import { lazyRouteComponent } from "@tanstack/react-router";
import { loadPart } from "@/lib/language";

/** Return a component that is loaded when somebody goes there, with the words of its feature or of the shell. */
export function lazyPage<Module extends Record<string, unknown>, Name extends keyof Module>(
  part: string,
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    const [page] = await Promise.all([load(), loadPart(part)]);
    return page;
  }, name);
}
