import { relative } from "node:path";
import type { Rolldown } from "vite";
import type { BuiltChunk, BuiltChunks } from "./first-pages.ts";

type ViteChunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } };

/** Return the chunks of a bundle by file, and by source where a chunk stands for one, as the manifest names it. */
export function readBuiltChunks(bundle: Rolldown.OutputBundle, root: string): BuiltChunks {
  const chunks: Record<string, BuiltChunk> = {};
  for (const output of Object.values(bundle)) {
    if (output.type !== "chunk") continue;
    const chunk = output as ViteChunk;
    const css = [...(chunk.viteMetadata?.importedCss ?? [])];
    const { fileName: file, isEntry, imports, dynamicImports } = chunk;
    const built = { file, isEntry, imports, dynamicImports, css };
    chunks[chunk.fileName] = built;
    if (chunk.facadeModuleId) chunks[nameSource(chunk.facadeModuleId, root)] = built;
  }
  return chunks;
}

function nameSource(id: string, root: string): string {
  return id.startsWith("\0") ? id.slice(1) : relative(root, id);
}
