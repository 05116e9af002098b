import { type Extensions, Mark, mergeAttributes, Node } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { BulletList } from "@tiptap/extension-list/bullet-list";
import { ListItem } from "@tiptap/extension-list/item";
import { ListKeymap } from "@tiptap/extension-list/keymap";
import { OrderedList } from "@tiptap/extension-list/ordered-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Text } from "@tiptap/extension-text";
import { Gapcursor } from "@tiptap/extensions/gap-cursor";
import { UndoRedo } from "@tiptap/extensions/undo-redo";

// What messages can say (dialogue/messages/markdown.py), and nothing else.

/** Where a link may lead; others are shown without an address. */
export const SAFE = /^(?:https?|mailto|tel):/i;

const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: "" }, title: { default: null } }),
  parseHTML: () => [
    {
      tag: "a[href]",
      getAttrs: (link) => {
        const href = link.getAttribute("href") ?? "";
        return SAFE.test(href) && { href, title: null };
      },
    },
  ],
  renderHTML: ({ HTMLAttributes: { href } }) => [
    "a",
    SAFE.test(href) ? { href, rel: "nofollow noopener noreferrer" } : {},
    0,
  ],
});

const KEY = /^(?:person|organisation|sector|role):[a-z0-9_-]{1,40}$/;

const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({ key: { default: "" }, words: { default: "" } }),
  parseHTML: () => [
    {
      tag: "span[data-mention]",
      getAttrs: (span) => {
        const key = span.getAttribute("data-mention") ?? "";
        const words = span.textContent.replace(/^@/, "").replace(/[[\]\n]/g, "");
        return KEY.test(key) && words !== "" && words.length <= 200 && { key, words };
      },
    },
  ],
  renderHTML: ({ node }) => ["span", { "data-mention": node.attrs.key }, `@${node.attrs.words}`],
  renderText: ({ node }) => `@${node.attrs.words}`,
});

/** How a list is written: by which sign, and whether its items stand apart. */
const written = {
  sign: { default: null, rendered: false },
  tight: {
    default: true,
    parseHTML: (list: HTMLElement) => list.querySelector(":scope > li > p") === null,
    renderHTML: ({ tight }: { tight?: boolean }) => (tight ? {} : { "data-apart": "" }),
  },
};

const ORDERED_START = {
  default: 1,
  parseHTML: (list: HTMLElement) =>
    Math.min(Math.max(Number(list.getAttribute("start") ?? 1) || 1, 0), 999_999),
  renderHTML: ({ start }: { start?: number }) => (start === 1 ? {} : { start }),
};

export const EXTENSIONS: Extensions = [
  Document,
  Paragraph,
  Text,
  Link,
  Bold,
  Italic,
  Strike,
  Code.extend({ excludes: "" }),
  CodeBlock,
  Blockquote,
  HardBreak,
  HorizontalRule,
  BulletList.extend({ addAttributes: () => written }),
  OrderedList.extend({
    addAttributes: () => ({ ...written, start: ORDERED_START }),
    renderHTML: ({ HTMLAttributes }) => ["ol", mergeAttributes(HTMLAttributes), 0],
    addProseMirrorPlugins: () => [],
  }),
  ListItem.extend({ content: "block+" }),
  ListKeymap,
  Mention,
  Gapcursor,
  UndoRedo,
];
