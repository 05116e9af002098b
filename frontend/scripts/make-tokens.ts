// Writes src/ui/tokens.css from src/ui/tokens.json: the values are kept in one place only.
import { readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../src/ui/", import.meta.url);

const SHADOWS = {
  light: {
    "shadow-1": "0 1px 2px rgb(12 42 49 / 0.08)",
    "shadow-2": "0 2px 4px rgb(12 42 49 / 0.08), 0 12px 32px rgb(12 42 49 / 0.16)",
  },
  dark: {
    "shadow-1": "none",
    "shadow-2": "0 0 0 1px #274149, 0 16px 40px rgb(0 0 0 / 0.5)",
  },
};

const CONSTANTS = {
  "r-s": "4px",
  "r-m": "8px",
  "r-l": "12px",
  "r-full": "999px",
  font: '"Onest Variable", "Noto Sans", system-ui, sans-serif',
  "t-fast": "120ms",
  t: "180ms",
  ease: "cubic-bezier(0.2, 0, 0, 1)",
};

function block(selector: string, scheme: string, values: Record<string, string>): string {
  const lines = Object.entries(values).map(([name, value]) => `  --v-${name}: ${value};`);
  return `${selector} {\n${scheme ? `  color-scheme: ${scheme};\n` : ""}${lines.join("\n")}\n}\n`;
}

/** The style sheet for the given values; tests compare it with the committed file. */
export function tokensCss(tokens: Record<"light" | "dark", Record<string, string>>): string {
  return [
    "/* Made by scripts/make-tokens.ts from tokens.json: change that file, not this one. */\n",
    block(":root", "light", { ...tokens.light, ...SHADOWS.light, ...CONSTANTS }),
    block('[data-mantine-color-scheme="dark"]', "dark", { ...tokens.dark, ...SHADOWS.dark }),
  ].join("");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const tokens = JSON.parse(readFileSync(new URL("tokens.json", folder), "utf8"));
  writeFileSync(new URL("tokens.css", folder), tokensCss(tokens));
}
