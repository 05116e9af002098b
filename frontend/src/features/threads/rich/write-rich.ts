import type { Node } from "@tiptap/pm/model";
import { writeLine } from "./write-line";

/** A block that did not change is not written anew. */
const written = new WeakMap<Node, string>();

/** The Markdown of a document, as the server reads it. */
export function writeRich(doc: Node): string {
  return blocksOf(doc).join("\n\n");
}

const isEmptyLine = (node: Node) => node.type.name === "paragraph" && writeBlock(node) === "";

/** Nothing tells empty lines between paragraphs. */
function said(node: Node): Node[] {
  return node.children.filter((one) => !isEmptyLine(one));
}

function blocksOf(node: Node): string[] {
  const blocks = said(node);
  return blocks.map((block, nth) => {
    const before = blocks[nth - 1];
    // Two lists in a row would be one.
    const joins = before?.type === block.type && before.type.spec.group?.includes("list");
    return joins ? writeList(block, otherThan(signBefore(blocks, nth))) : writeBlock(block);
  });
}

/** The sign of the list before: of several in a row each has another one than that before it. */
function signBefore(blocks: Node[], nth: number): string {
  const before = blocks[nth - 1];
  const first = before ? signOf(before) : "";
  const twoBefore = blocks[nth - 2];
  return twoBefore?.type === before?.type && nth > 1 ? otherThan(signBefore(blocks, nth - 1)) : first;
}

const OTHERS: Record<string, string> = { "-": "*", "*": "-", "+": "-", ".": ")", ")": "." };
const otherThan = (sign: string) => OTHERS[sign] ?? "*";

function signOf(list: Node): string {
  return list.attrs.sign ?? (list.type.name === "bulletList" ? "-" : ".");
}

function writeBlock(node: Node): string {
  const known = written.get(node);
  if (known !== undefined) return known;
  const text = writeAnew(node);
  written.set(node, text);
  return text;
}

function writeAnew(node: Node): string {
  switch (node.type.name) {
    case "paragraph":
      return writeLine(node.toJSON().content);
    case "codeBlock":
      return writeCode(node);
    case "horizontalRule":
      // Within an item of a list hyphens alone would be one line with its sign.
      return "___";
    case "blockquote":
      return blocksOf(node).join("\n\n").replace(/^/gm, "> ").replace(/^> $/gm, ">");
    default:
      return writeList(node, signOf(node));
  }
}

function writeCode(node: Node): string {
  const text = node.textContent;
  const info: string = node.attrs.language ?? "";
  const sign = info.includes("`") ? "~" : "`";
  const runs = text.match(sign === "`" ? /`+/g : /~+/g) ?? [];
  const fence = sign.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return `${fence}${info}\n${text}${text && "\n"}${fence}`;
}

function writeList(list: Node, sign: string): string {
  const isTight = list.attrs.tight !== false && list.children.every(canBeTight);
  const items = list.children.map((item, nth) => {
    const start = list.type.name === "bulletList" ? sign : `${(list.attrs.start ?? 1) + nth}${sign}`;
    const body = blocksOf(item).join(isTight ? "\n" : "\n\n");
    const indent = " ".repeat(start.length + 1);
    return `${start} ${body.replace(/\n(?=[^\n])/g, `\n${indent}`)}`.trimEnd();
  });
  return items.join(isTight ? "\n" : "\n\n");
}

/** What follows a line without a blank one is a list that can begin there. */
function canBeTight(item: Node): boolean {
  const [first, ...more] = said(item);
  if (!first) return true;
  const startsWell = first.type.name === "paragraph" || isList(first);
  return startsWell && more.every((one) => isList(one) && beginsInside(one));
}

const isList = ({ type }: Node) => type.name === "bulletList" || type.name === "orderedList";

function beginsInside(list: Node): boolean {
  const first = list.firstChild;
  return (list.attrs.start ?? 1) === 1 && first !== null && said(first).length > 0;
}
