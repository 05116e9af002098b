import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const SOURCE = resolve(__dirname, "..");

const MAX_LINES = 50;

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

/** Return the functions of a file above the limit; lines of markup count, which the linter leaves out. */
function longFunctions(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const lines = lineAt(node.end) - lineAt(node.getStart()) + 1;
    if (ts.isFunctionLike(node) && lines > MAX_LINES) found.push(`${file} ${nameOf(node)}: ${lines}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it("no function is longer than 50 lines", () => {
  expect(sourceFiles().flatMap(longFunctions)).toEqual([]);
});
