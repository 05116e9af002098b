import type { JSONContent } from "@tiptap/core";
import type { Token } from "markdown-it";
import { markdownReader } from "@/lib/markdown/read-markdown";

// Addresses stay as they were written.
const reader = markdownReader();
reader.normalizeLink = (address: string) => address;

type Mark = NonNullable<JSONContent["marks"]>[number];

const BLOCKS: Record<string, string> = {
  paragraph_open: "paragraph",
  blockquote_open: "blockquote",
  bullet_list_open: "bulletList",
  ordered_list_open: "orderedList",
  list_item_open: "listItem",
};
const MARKS: Record<string, string> = { strong: "bold", em: "italic", s: "strike", link: "link" };

/** In this order the marks of a word are kept, and the outer ones written first. */
export const ORDER = ["link", "bold", "italic", "strike", "code"];

/** Markdown as the document that the rich editor shows. */
export function readRich(source: string): JSONContent {
  const open: JSONContent[] = [{ type: "doc", content: [] }];
  for (const token of reader.parse(source, {})) {
    const inner = open.at(-1);
    if (token.type === "inline") put(inner, ...readLine(token.children ?? []));
    else if (token.nesting === 0) put(inner, leafOf(token));
    else if (token.nesting === -1) open.pop();
    else begin(open, token);
  }
  return filled(open[0] ?? { type: "doc" });
}

/** What stands apart in one of its items makes the whole list stand so. */
function begin(open: JSONContent[], token: Token): void {
  const block = { type: BLOCKS[token.type] ?? token.type, attrs: attributesOf(token), content: [] };
  const [list, item] = open.slice(-2);
  put(open.at(-1), block);
  const isApart = block.type === "paragraph" && !token.hidden && item?.type === "listItem";
  if (isApart && list?.attrs) list.attrs.tight = false;
  open.push(block);
}

function put(into: JSONContent | undefined, ...pieces: JSONContent[]): void {
  into?.content?.push(...pieces);
}

function attributesOf(token: Token): JSONContent["attrs"] {
  const sign = token.markup;
  if (token.type === "bullet_list_open") return { tight: true, sign };
  if (token.type !== "ordered_list_open") return undefined;
  return { tight: true, sign, start: Number(token.attrGet("start") ?? 1) };
}

/** Where something can be written, there is a line for it. */
function filled(block: JSONContent): JSONContent {
  const content = block.content?.map(filled);
  const isEmpty = content?.length === 0 && ["doc", "blockquote", "listItem"].includes(block.type ?? "");
  return { ...block, ...(content && { content: isEmpty ? [{ type: "paragraph" }] : content }) };
}

function leafOf({ type, info, content }: Token): JSONContent {
  if (type === "hr") return { type: "horizontalRule" };
  const text = content.replace(/\n$/, "");
  return {
    type: "codeBlock",
    attrs: { language: info || null },
    content: text ? [{ type: "text", text }] : [],
  };
}

/** What stands in a line or paragraph. */
function readLine(tokens: Token[]): JSONContent[] {
  const pieces: JSONContent[] = [];
  let open: Mark[] = [];
  let mention: string | null = null;
  for (const token of tokens) {
    const type = MARKS[token.type.replace(/_(?:open|close)$/, "")];
    if (type && token.nesting === 1) open = [...open, { type, ...addressOf(token) }];
    else if (type) open = open.toSpliced(open.map((one) => one.type).lastIndexOf(type), 1);
    else if (token.type === "mention_open") mention = String(token.attrGet("data-mention"));
    else if (token.type === "mention_close") mention = null;
    else pieces.push(...pieceOf(token, inOrder(open), mention));
  }
  return pieces;
}

/** Each once, as the editor keeps them. */
function inOrder(open: Mark[]): Mark[] {
  return ORDER.flatMap((type) => open.find((one) => one.type === type) ?? []);
}

function addressOf(token: Token): { attrs?: Mark["attrs"] } {
  if (token.type !== "link_open") return {};
  return { attrs: { href: token.attrGet("href"), title: token.attrGet("title") } };
}

function pieceOf({ type, content }: Token, marks: Mark[], key: string | null): JSONContent[] {
  if (key) return [{ type: "mention", attrs: { key, words: content.slice(1) }, marks }];
  if (type === "softbreak" || type === "hardbreak") return [{ type: "hardBreak", marks }];
  const all = type === "code_inline" ? [...marks, { type: "code" }] : marks;
  return content ? [{ type: "text", text: content, marks: all }] : [];
}
