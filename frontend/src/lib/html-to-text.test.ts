import { expect, it } from "vitest";
import { htmlToText } from "./html-to-text";

it("has a line for each line of the message, and no markup", () => {
  const html =
    "<p>Пандус &amp; сходи<br>\nтут</p>\n<ul>\n<li>ліцей</li>\n<li><strong>лікарня</strong></li>\n</ul>\n";
  expect(htmlToText(html)).toBe("Пандус & сходи\nтут\nліцей\nлікарня");
});

it("is no longer than what is quoted at most", () => {
  expect(htmlToText(`<p>${"слово ".repeat(1000)}</p>`).length).toBeLessThanOrEqual(2000);
  // As the server counts: none is halved.
  expect(htmlToText(`<p>а${"🙂".repeat(3000)}</p>`)).toBe(`а${"🙂".repeat(1999)}`);
});
