import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vite.config.ts";

/** Replays what the server's own tests have recorded: see `tests/realtime/test_kept_states.py`. */
export default defineConfig((env) => mergeConfig(base(env), { test: { include: ["src/**/*.replay.ts"] } }));
