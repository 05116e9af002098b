import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type ResolvedConfig, type Rolldown } from "vite";
import { readBuiltChunks } from "./built-chunks.ts";
import { listOfflineFiles } from "./first-pages.ts";
import { listPrecached, type Precached } from "./precache.ts";

const SOURCE = fileURLToPath(new URL("../src/app/service-worker.ts", import.meta.url));

/** Build `service-worker.js` with the list of files that the browser keeps for a start without a connection. */
export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "service-worker",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const files = new Map([...readPublicFiles(config.publicDir), ...readBundle(bundle)]);
        const pages = listOfflineFiles(readBuiltChunks(bundle, config.root));
        const source = await compile(config, listPrecached(files, pages));
        this.emitFile({ type: "asset", fileName: "service-worker.js", source });
      },
    },
  };
}

function readPublicFiles(folder: string): [string, Uint8Array][] {
  return readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]);
}

function readBundle(bundle: Rolldown.OutputBundle): [string, string | Uint8Array][] {
  return Object.values(bundle).map((file) => [
    file.fileName,
    file.type === "chunk" ? file.code : file.source,
  ]);
}

async function compile(config: ResolvedConfig, precached: Precached[]): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    resolve: { alias: config.resolve.alias },
    define: { "self.__WB_MANIFEST": JSON.stringify(precached) },
    build: {
      write: false,
      target: config.build.target || "es2023",
      rolldownOptions: { input: SOURCE, output: { format: "iife" } },
    },
  });
  return (built as Rolldown.RolldownOutput).output[0].code;
}
