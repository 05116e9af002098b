import { expect, test } from "vitest";
import { detectLanguage } from "./detect-language";

test.each([
  ["<p>Ключі у чергового</p>", "uk"],
  ['<p><a href="https://example.org/a/long/address" rel="nofollow">Мапа</a></p>', "uk"],
  ["<p>Open at 18 &amp; close at 20</p>", "en"],
  ["<p>Лист від UNHCR про IDP</p>", "uk"],
  ["<p>18:00 – 20:00 &lt;3</p>", undefined],
])("%s is spoken in %s", (html, language) => {
  expect(detectLanguage(html)).toBe(language);
});
