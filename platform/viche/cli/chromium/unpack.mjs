// Unpacks the compressed browser of @sparticuz/chromium into this folder: the program, its libraries, its font.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

const source = "node_modules/@sparticuz/chromium/bin";
const BLOCK = 512;

/** Writes the regular files of an uncompressed tar archive below `folder`. */
function untar(archive, folder) {
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const field = (from, length) => archive.toString("utf8", at + from, at + from + length).replace(/\0.*$/s, "");
    const name = join(folder, field(345, 155), field(0, 100));
    const size = Number.parseInt(field(124, 12), 8);
    const kind = field(156, 1);
    if (kind === "0" || kind === "") {
      mkdirSync(dirname(name), { recursive: true });
      writeFileSync(name, archive.subarray(at + BLOCK, at + BLOCK + size), { mode: 0o755 });
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

writeFileSync("chromium", brotliDecompressSync(readFileSync(join(source, "chromium.br"))));
chmodSync("chromium", 0o755);
for (const archive of ["al2023", "fonts", "swiftshader"]) {
  untar(brotliDecompressSync(readFileSync(join(source, `${archive}.tar.br`))), ".");
}
