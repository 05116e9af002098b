import { describe, expect, it } from "vitest";
import { shortcutOf } from "./shortcuts";

const press = (init: KeyboardEventInit) => new KeyboardEvent("keydown", init);

describe("keys", () => {
  it("are found by their place in either layout", () => {
    expect(shortcutOf(press({ key: "n", code: "KeyN" }))).toBe("next");
    expect(shortcutOf(press({ key: "т", code: "KeyN" }))).toBe("next");
    expect(shortcutOf(press({ key: "к", code: "KeyR" }))).toBe("composer");
  });

  it("are found by their sign", () => {
    expect(shortcutOf(press({ key: "?", code: "Digit7", shiftKey: true }))).toBe("help");
    expect(shortcutOf(press({ key: "/", code: "Slash" }))).toBe("filter");
  });

  it("leave the browser its own", () => {
    expect(shortcutOf(press({ key: "n", code: "KeyN", ctrlKey: true }))).toBeNull();
    expect(shortcutOf(press({ key: "r", code: "KeyR", metaKey: true }))).toBeNull();
    expect(shortcutOf(press({ key: "x", code: "KeyX" }))).toBeNull();
  });

  it("are letters while somebody types", () => {
    const field = document.body.appendChild(document.createElement("textarea"));
    const event = press({ key: "n", code: "KeyN", bubbles: true });
    let found: unknown;
    field.addEventListener("keydown", (pressed) => {
      found = shortcutOf(pressed);
    });
    field.dispatchEvent(event);
    expect(found).toBeNull();
    field.remove();
  });
});
