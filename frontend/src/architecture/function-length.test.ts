import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const SOURCE = resolve(__dirname, "..");

const MAX_LINES = 50;

/** Functions that are longer, with their length: it may only shrink, and none is added. */
const LONG: Record<string, number> = {
  "features/access/share-dialog.tsx ShareDialog": 56,
  "features/approvals/approvals-page.tsx ApprovalsPage": 62,
  "features/break-glass/answer-dialog.tsx AnswerDialog": 60,
  "features/organisations/organisation-form.tsx OrganisationFields": 84,
  "features/providers/provider-dialog.tsx ProviderDialog": 69,
  "features/providers/providers-page.tsx Row": 59,
  "features/public/public-group-page.tsx Sheet": 57,
  "features/public/public-thread-page.tsx Sheet": 62,
  "features/settings/preferences-card.tsx PreferencesCard": 65,
  "features/sign-in/second-step.tsx SecondStep": 55,
  "features/system/reset-card.tsx ResetCard": 58,
  "kit/reauthentication/proof-dialog.tsx ProofDialog": 55,
  "modules/actions/details-fields.tsx DetailsFields": 56,
  "modules/actions/owner-field.tsx OwnerField": 71,
  "modules/actions/use-add-evidence.ts useAddEvidence": 58,
  "modules/factors/factors-card.tsx AppCodesRow": 59,
  "offline/query-persistence.ts persistQueries": 72,
  "style/controls.tsx Choices": 71,
  "style/sections.tsx Sections": 81,
  "ui/date-field.tsx DateField": 56,
};

function sourceFiles(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.|^api\/generated\//.test(file),
  );
}

/** Return the name of a function: its own, or that of what it is assigned to. */
function nameOf(node: ts.SignatureDeclaration): string {
  const { name = undefined } = ts.isVariableDeclaration(node.parent) ? node.parent : node;
  return name?.getText() ?? "anonymous";
}

/** Return the functions of a file above the limit; lines inside of markup count like all others. */
function longFunctions(file: string): [string, number][] {
  const text = readFileSync(join(SOURCE, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const found: [string, number][] = [];
  const visit = (node: ts.Node) => {
    const lines = lineAt(node.end) - lineAt(node.getStart()) + 1;
    if (ts.isFunctionLike(node) && lines > MAX_LINES) found.push([`${file} ${nameOf(node)}`, lines]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it("no function is longer than 50 lines, but for those that are named here", () => {
  expect(Object.fromEntries(sourceFiles().flatMap(longFunctions))).toEqual(LONG);
});
