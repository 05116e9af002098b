import { type ComponentType, lazy } from "react";
import { loadPart } from "@/lib/language";

/** Return what a feature adds to the page of another: it is loaded with the words of its own, and suspends meanwhile. */
export function lazyCards<Props>(part: string, load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    const [cards] = await Promise.all([load(), loadPart(part)]);
    return { default: cards };
  });
}
