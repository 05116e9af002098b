import "fake-indexeddb/auto";
import { cleanup, configure, getConfig } from "@testing-library/react";
import { afterEach, beforeEach, expect } from "vitest";
import { activateLocale, loadEveryPart } from "@/lib/language";
import { markOnline, offlineSince } from "@/lib/online";
import { takeBodyFaults } from "./test-server";

// What jsdom leaves out of a browser. Its reader wants no motion: what opens is there at once.
window.matchMedia = (query: string) =>
  ({
    matches: query.includes("prefers-reduced-motion"),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.IntersectionObserver = class {
  root = null;
  rootMargin = "";
  scrollMargin = "";
  thresholds = [];
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
} as unknown as typeof IntersectionObserver;
Element.prototype.scrollIntoView = () => undefined;
// Nothing is laid out: everything lies within what is seen, or menus would hide with their buttons.
Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 1, 1);
Object.defineProperties(document.documentElement, {
  clientWidth: { value: 1024 },
  clientHeight: { value: 768 },
});

// A test waits for what is there sooner or later, not for so many seconds: the machine may be busy.
// What is found has run its effects: where React renders in slices they are a turn of the event loop later.
const { asyncWrapper } = getConfig();
const nextTurn = setImmediate;
configure({
  asyncUtilTimeout: 60_000,
  asyncWrapper: (run) =>
    asyncWrapper(async () => {
      const result = await run();
      await new Promise((resolve) => nextTurn(resolve));
      return result;
    }),
});

await loadEveryPart();

// Files share a browser: the next test finds it as this one did.
beforeEach(() => activateLocale("uk"));
beforeEach(loadEveryPart);
// What a page sends is what the API takes, in each test that lets it send something.
afterEach(() => expect(takeBodyFaults()).toEqual([]));
afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
  markOnline(offlineSince() ?? undefined);
});
