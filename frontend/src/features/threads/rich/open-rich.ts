import { getSchema, type JSONContent } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { EXTENSIONS } from "./extensions";
import { readRich } from "./read-rich";
import { runsOf } from "./runs";
import { writeRich } from "./write-rich";

const schema = getSchema(EXTENSIONS);

/** What a document says, without how it was written: signs of lists, empty lines. */
export function semanticOf({ type, attrs, content = [] }: JSONContent): unknown {
  if (type === "paragraph")
    return runsOf(content).map(({ kind, text, key, marks }) => [kind, text, key, marks]);
  if (type === "codeBlock") return [type, attrs?.language ?? null, content.map(({ text }) => text).join("")];
  const said = content.map(semanticOf).filter((one) => !(Array.isArray(one) && one.length === 0));
  return [type, attrs?.start ?? null, said];
}

/** Letters and figures, but for those that number lists. */
function lettersOf(text: string): string {
  return text.replace(/(^|[\s>*+-])\d{1,9}[.)](?=\s|$)/gm, "$1").replace(/[^\p{L}\p{N}]/gu, "");
}

/** The document of a text; null where not each letter and each mark of it would come back as Markdown. */
export function openRich(source: string): JSONContent | null {
  const content = readRich(source);
  try {
    const node = Node.fromJSON(schema, content);
    node.check();
    const text = writeRich(node);
    const isSame =
      lettersOf(text) === lettersOf(source) &&
      JSON.stringify(semanticOf(readRich(text))) === JSON.stringify(semanticOf(content));
    return isSame ? withEnd(content, source) : null;
  } catch {
    return null;
  }
}

/** With the blank or the new line at which somebody was about to go on. */
function withEnd(doc: JSONContent, source: string): JSONContent {
  const end = /\S(\s+)$/.exec(source)?.[1] ?? "";
  if (/\n.*\n/s.test(end)) return { ...doc, content: [...(doc.content ?? []), { type: "paragraph" }] };
  const last = end && lastLine(doc);
  if (!last) return doc;
  const before = last.content?.at(-1);
  if (end.includes("\n")) last.content?.push({ type: "hardBreak" });
  else if (before?.type === "text" && !before.marks?.length) before.text += end;
  else last.content?.push({ type: "text", text: end });
  return doc;
}

function lastLine(block: JSONContent): JSONContent | null {
  if (block.type === "paragraph") return block.content?.length ? block : null;
  const last = block.type === "codeBlock" ? undefined : block.content?.at(-1);
  return last ? lastLine(last) : null;
}
