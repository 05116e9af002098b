import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { chunkFileName, chunks, keepLarge } from "./scripts/chunks.ts";
import { hardSpaces } from "./scripts/hard-spaces.ts";
import { pages } from "./scripts/pages.ts";
import { preload } from "./scripts/preload.ts";
import { serviceWorker } from "./scripts/service-worker.ts";
import { splitApi } from "./scripts/split-api.ts";
import { splitWords } from "./scripts/split-words.ts";

const BACKEND = process.env.VICHE_BACKEND ?? "http://localhost:8000";

export default defineConfig(({ mode }) => ({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  plugins: [
    mode !== "test" && splitApi(),
    react(),
    lingui({ macroTransform: true }),
    splitWords(),
    // Tests look for words as they are written.
    mode !== "test" && hardSpaces(),
    mode !== "test" && pages(),
    mode !== "test" && preload(),
    mode !== "test" && serviceWorker(),
  ],
  build: {
    target: "es2023",
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { resolveDependencies: keepLarge },
    // scripts/compress.ts packs, and scripts/check-budget.ts tells the sizes.
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: chunks(),
        chunkFileNames: chunkFileName,
        assetFileNames: "assets/[name]-[hash:7][extname]",
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      "/api": BACKEND,
      "/_allauth": BACKEND,
      "/static": BACKEND,
      "/unsubscribe": BACKEND,
      "/mute": BACKEND,
      "/feeds": BACKEND,
      "/a/": BACKEND,
      "/ws": { target: BACKEND, ws: true },
    },
  },
  test: {
    environment: "jsdom",
    // Files share their worker's modules and page, which each test leaves as it found them.
    isolate: false,
    maxWorkers: "100%",
    setupFiles: ["src/testing/setup.ts"],
    css: false,
    restoreMocks: true,
    unstubGlobals: true,
    // Only a test that hangs meets these, on however busy a machine.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}));
