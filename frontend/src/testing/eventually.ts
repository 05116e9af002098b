import { vi } from "vitest";

/** Wait until a check throws no more, where no page is drawn: sooner or later, however busy the machine is. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000 });
