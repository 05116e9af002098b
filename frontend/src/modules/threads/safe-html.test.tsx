import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { SafeHtml } from "./safe-html";

test("what somebody says is spoken in its own language, not in that of the page", () => {
  render(<SafeHtml html="<p>Ключі у чергового</p>" />);
  expect(screen.getByText("Ключі у чергового").closest("[lang]")?.getAttribute("lang")).toBe("uk");
});
