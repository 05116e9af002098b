import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const SOURCE = resolve(__dirname, "..");

const MAX_LINES = 50;

/** Functions that are longer, with their length: it may only shrink, and none is added. */
const LONG: Record<string, number> = {
  "features/access/share-dialog.tsx ShareDialog": 56,
  "features/actions/action-page.tsx ActionView": 54,
  "features/actions/action-page.tsx Facts": 57,
  "features/actions/history-words.ts other": 64,
  "features/actions/history-words.ts useHistoryWords": 167,
  "features/actions/log-reported-status-button.tsx LogDialog": 59,
  "features/actions/make-link-dialog.tsx MakeLinkDialog": 58,
  "features/actions/map-view.tsx OnMap": 55,
  "features/actions/month-table.tsx Day": 55,
  "features/approvals/approvals-page.tsx ApprovalsPage": 62,
  "features/break-glass/answer-dialog.tsx AnswerDialog": 60,
  "features/groups/accountability-owners.tsx OwnersTable": 62,
  "features/groups/group-page.tsx Head": 64,
  "features/groups/invite-dialog.tsx InviteDialog": 54,
  "features/groups/milestone-row.tsx MilestoneRow": 53,
  "features/groups/milestones-card.tsx Chooser": 58,
  "features/groups/required-seats-card.tsx RequiredSeatsCard": 54,
  "features/groups/threads-card.tsx ThreadLine": 54,
  "features/organisations/organisation-form.tsx OrganisationFields": 84,
  "features/providers/provider-dialog.tsx ProviderDialog": 69,
  "features/providers/providers-page.tsx Row": 59,
  "features/public/public-group-page.tsx Sheet": 57,
  "features/public/public-thread-page.tsx Sheet": 62,
  "features/settings/preferences-card.tsx PreferencesCard": 65,
  "features/sign-in/second-step.tsx SecondStep": 55,
  "features/system/reset-card.tsx ResetCard": 58,
  "features/territories/place-dialog.tsx PlaceDialog": 53,
  "kit/reauthentication/proof-dialog.tsx ProofDialog": 55,
  "kit/use-form.ts useForm": 51,
  "modules/actions/details-fields.tsx DetailsFields": 56,
  "modules/actions/owner-field.tsx OwnerField": 71,
  "modules/actions/use-add-evidence.ts useAddEvidence": 58,
  "modules/factors/factors-card.tsx AppCodesRow": 59,
  "modules/registers/give-office-dialog.tsx GiveOfficeDialog": 53,
  "offline/query-persistence.ts persistQueries": 72,
  "style/compositions.tsx Decision": 53,
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
