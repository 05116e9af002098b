import { lazyRouteComponent } from "@tanstack/react-router";
import { everyWord } from "@/lib/language";

/** A page that is loaded when one goes there, with the words of all such pages. */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    const [page] = await Promise.all([load(), everyWord()]);
    return page;
  }, name);
