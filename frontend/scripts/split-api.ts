// The generated client is one module with a function for each address, which the first file would carry whole. Here each
// function is a module of its own, so that it is in the file of the pages that call it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const IMPORT = /import \{([^}]*)\} from "@\/api\/generated\/sdk\.gen";/g;
const FUNCTION = /^export const (\w+) = /;
const QUERY = "?function=";

/** Return the source of each function of the generated client, by its name. */
export function splitClient(source: string): Map<string, string> {
  const [, ...functions] = source.split(/^(?=export const )/m);
  return new Map(
    functions.map((text) => {
      const [, name = ""] = FUNCTION.exec(text) ?? [];
      const serializer = text.includes("formDataBodySerializer")
        ? 'import { formDataBodySerializer } from "./client";\n'
        : "";
      return [name, `${serializer}import { client } from "./client.gen";\n${text}`];
    }),
  );
}

/** Return a module with each of its imports from the generated client taken from the function's own module. */
export function importFunctions(source: string, client: string): string {
  return source.replace(IMPORT, (_, names: string) =>
    names
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one && !one.startsWith("type "))
      .map((one) => `import { ${one} } from "${client}${QUERY}${one.replace(/ as .*/, "")}";`)
      .join(" "),
  );
}

export function splitApi(): Plugin {
  const client = fileURLToPath(new URL("../src/api/generated/sdk.gen.ts", import.meta.url));
  let functions: Map<string, string> | undefined;
  return {
    name: "split-api",
    enforce: "pre",
    resolveId: (id) => (id.startsWith(client + QUERY) ? id : undefined),
    load(id) {
      if (!id.startsWith(client + QUERY)) return undefined;
      functions ??= splitClient(readFileSync(client, "utf8"));
      return functions.get(id.slice(client.length + QUERY.length));
    },
    transform: (code, id) =>
      /\.tsx?$/.test(id) && code.includes("/sdk.gen") ? importFunctions(code, client) : undefined,
  };
}
