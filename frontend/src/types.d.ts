/** The words of each language in parts: see `scripts/split-words.ts`. */
declare module "virtual:words" {
  import type { Messages } from "@lingui/core";

  export const WORDS: Record<"uk" | "en", Record<string, () => Promise<{ messages: Messages }>>>;
}
