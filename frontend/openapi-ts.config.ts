import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: "../docs/openapi.json",
  output: { path: "src/api/generated", clean: true, entryFile: false },
  plugins: [
    "@hey-api/typescript",
    // Every request carries the session cookie: a list of sign-in schemes beside each endpoint is dead weight.
    { name: "@hey-api/sdk", auth: false },
    { name: "@hey-api/client-fetch", baseUrl: false, runtimeConfigPath: "./src/api/client-config.ts" },
  ],
});
