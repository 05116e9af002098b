import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { chunks } from "./scripts/chunks.ts";
import { hardSpaces } from "./scripts/hard-spaces.ts";
import { splitWords } from "./scripts/split-words.ts";

const BACKEND = process.env.VICHE_BACKEND ?? "http://localhost:8000";

export default defineConfig(({ mode }) => ({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  plugins: [
    react(),
    lingui({ macroTransform: true }),
    splitWords(),
    // Tests look for words as they are written.
    mode !== "test" && hardSpaces(),
    mode !== "test" &&
      VitePWA({
        strategies: "injectManifest",
        srcDir: "src/app",
        filename: "service-worker.ts",
        injectRegister: false,
        manifest: {
          name: "Віче",
          short_name: "Віче",
          description: "Домовитись, зробити, перевірити.",
          lang: "uk",
          id: "/",
          start_url: "/",
          scope: "/",
          display: "standalone",
          background_color: "#F3F6F6",
          theme_color: "#0C2A31",
          icons: [
            { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
            { src: "/icon-maskable.svg", sizes: "any", type: "image/svg+xml", purpose: "maskable" },
            // Not every phone draws an SVG on its home screen.
            { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
            { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
            { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
          ],
        },
        injectManifest: {
          globPatterns: ["**/*.{js,css,html,svg}", "**/onest-{cyrillic,latin}-wght-*.woff2"],
          // Maps with tiles need a line anyway: whoever opens one fetches their program then.
          globIgnores: ["**/style-page-*", "**/tile-map-*", "**/rich-field-*"],
        },
      }),
  ],
  build: {
    target: "es2023",
    manifest: true,
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: chunks() } },
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
    setupFiles: ["src/test-setup.ts"],
    css: false,
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 20_000,
  },
}));
