import { describe, expect, it } from "vitest";
import { importFunctions, splitClient } from "./split-api.ts";

const CLIENT = `import { client } from './client.gen';

/**
 * Return the account
 */
export const getMe = (options) => client.get({ url: '/api/v1/me' });

/**
 * Upload a file
 */
export const postFiles = (options) => client.post({ ...formDataBodySerializer, url: '/api/v1/files' });
`;

describe("functions of the generated client", () => {
  it("are modules of their own, each with what it needs", () => {
    const functions = splitClient(CLIENT);
    expect([...functions.keys()]).toEqual(["getMe", "postFiles"]);
    expect(functions.get("getMe")).not.toContain("formDataBodySerializer");
    expect(functions.get("postFiles")).toContain('import { formDataBodySerializer } from "./client";');
    expect(functions.get("postFiles")).toContain("url: '/api/v1/files'");
  });

  it("are imported one by one, and nothing else is", () => {
    const source =
      'import {\n  getMe,\n  postFiles,\n} from "@/api/generated/sdk.gen";\nimport { t } from "x";';
    const imported = importFunctions(source, "/client.ts");
    expect(imported).toMatch(/import { getMe } from "\/client\.ts\?function=getMe";/);
    expect(imported).toMatch(/import { postFiles } from "\/client\.ts\?function=postFiles";/);
    expect(imported).toContain('import { t } from "x";');
    expect(imported).not.toContain('"@/api/generated/sdk.gen"');
  });
});
