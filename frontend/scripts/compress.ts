// Puts beside each file of the build what a browser gets that takes it packed: the server does not pack anew.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXT = /\.(js|css|html|svg|json|webmanifest)$/;
/** Below it the headers weigh more than what is saved. */
const SMALLEST = 300;

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const ways = [
  {
    ending: ".br",
    pack: (raw: Buffer) =>
      promisify(brotliCompress)(raw, {
        params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
      }),
  },
  { ending: ".gz", pack: (raw: Buffer) => promisify(gzip)(raw, { level: 9 }) },
];

async function pack(file: string): Promise<void> {
  const raw = readFileSync(file);
  if (raw.length < SMALLEST) return;
  await Promise.all(
    ways.map(async ({ ending, pack }) => {
      const packed = await pack(raw);
      if (packed.length < raw.length * 0.95) writeFileSync(file + ending, packed);
    }),
  );
}

const files = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((name) => TEXT.test(name) && !name.startsWith(".vite"))
  .map((name) => join(dist, name));
await Promise.all(files.map(pack));
