import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "uk",
  locales: ["uk", "en"],
  catalogs: [
    {
      path: "<rootDir>/src/locales/{locale}",
      include: ["src"],
      exclude: ["src/style/**", "src/api/generated/**", "**/*.test.*"],
    },
  ],
  format: formatter({ lineNumbers: false }),
});
