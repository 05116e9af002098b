/**
 * Check the descriptions of the API with the recommended rules of Redocly and Spectral.
 *
 * Prints each finding; exits 1 when there is one.
 */
import { readFile } from "node:fs/promises";
import { createConfig, lint } from "@redocly/openapi-core";
import { type RulesetDefinition, Spectral } from "@stoplight/spectral-core";
import { asyncapi, oas } from "@stoplight/spectral-rulesets";

const DOCS = new URL("../../docs/", import.meta.url);

/** Rules that are not followed, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  "asyncapi-info-contact-properties": "who runs an installation answers for it",
  "no-ambiguous-paths": "an id is a UUID, which the words beside it (links, directory) are not",
};

interface Finding {
  rule: string;
  place: string;
  text: string;
}

async function lintWithRedocly(file: URL): Promise<Finding[]> {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lint({ ref: file.pathname, config });
  return problems.map(({ ruleId, location, message }) => ({
    rule: ruleId,
    place: location[0]?.pointer ?? "",
    text: message,
  }));
}

async function lintWithSpectral(file: URL, rules: RulesetDefinition): Promise<Finding[]> {
  const spectral = new Spectral();
  spectral.setRuleset({ extends: [[rules, "recommended"]] } as RulesetDefinition);
  const problems = await spectral.run(JSON.parse(await readFile(file, "utf8")));
  return problems.map(({ code, path, message }) => ({
    rule: String(code),
    place: path.join("/"),
    text: message,
  }));
}

const openApi = new URL("openapi.json", DOCS);
const asyncApi = new URL("asyncapi.json", DOCS);
const findings = [
  ...(await lintWithRedocly(openApi)),
  ...(await lintWithRedocly(asyncApi)),
  ...(await lintWithSpectral(openApi, oas as RulesetDefinition)),
  ...(await lintWithSpectral(asyncApi, asyncapi as RulesetDefinition)),
].filter(({ rule }) => !(rule in EXCEPTIONS));
for (const { rule, place, text } of findings) {
  process.stdout.write(`${rule}: ${place}: ${text}\n`);
}
process.exitCode = findings.length > 0 ? 1 : 0;
