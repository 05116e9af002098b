import { type Editor, Extension, type JSONContent } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { EditorState, Plugin, Selection } from "@tiptap/pm/state";
import type { Format } from "@/lib/markdown/formatting";
import { type MentionQuery, mentionQueryAt, REST } from "@/lib/mentions";
import type { MentionCandidate } from "../use-mention-suggestions";
import { writeRich } from "./write-rich";

const NAMES: Record<Format, string> = {
  bold: "bold",
  italic: "italic",
  link: "link",
  list: "bulletList",
  numbers: "orderedList",
  quote: "blockquote",
};

/** In which formats the chosen words are. */
export function formatsIn(editor: Editor): Format[] {
  return (Object.keys(NAMES) as Format[]).filter((format) => editor.isActive(NAMES[format]));
}

/** Puts the chosen words into a format or out of it; where a link leads is asked. */
export function press(editor: Editor, format: Format, ask: () => void): void {
  if (format === "link" && !editor.isActive("link")) {
    ask();
    return;
  }
  const chain = editor.chain().focus();
  if (format === "bold") chain.toggleBold().run();
  else if (format === "italic") chain.toggleItalic().run();
  else if (format === "list") chain.toggleBulletList().run();
  else if (format === "numbers") chain.toggleOrderedList().run();
  else if (format === "quote") chain.toggleBlockquote().run();
  else chain.extendMarkRange("link").unsetMark("link").run();
}

/** Makes a link of what is chosen, or of the address itself. */
export function link(editor: Editor, address: string | null): void {
  const chain = editor.chain().focus();
  const mark = { type: "link", attrs: { href: address, title: null } };
  if (!address) chain.run();
  else if (!editor.state.selection.empty) chain.setMark("link", mark.attrs).run();
  else {
    const words = { type: "text", text: address.replace(/^mailto:/, ""), marks: [mark] };
    chain.insertContent([words, { type: "text", text: " " }]).run();
  }
}

/** What is being looked for behind an at sign in front of the caret. */
export function soughtIn({ state: { selection } }: Editor): MentionQuery | null {
  const { $from, empty } = selection;
  const isCode = $from.parent.type.spec.code || $from.marks().some(({ type }) => type.name === "code");
  if (!empty || isCode || !$from.parent.isTextblock) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, "\n", "\n");
  const found = mentionQueryAt(before, before.length);
  return found && { ...found, from: $from.start() + found.from };
}

/** Names somebody in place of what was typed of the name. */
export function mention(editor: Editor, { key, name }: MentionCandidate, { from }: MentionQuery): void {
  const { $from, from: caret } = editor.state.selection;
  const after = $from.parent.textBetween($from.parentOffset, $from.parent.content.size, "\n", "\n");
  const words = name.replace(/[[\]]/g, "").slice(0, 200);
  editor
    .chain()
    .focus()
    .insertContentAt({ from, to: caret + (REST.exec(after)?.[0].length ?? 0) }, [
      { type: "mention", attrs: { key, words } },
      { type: "text", text: " " },
    ])
    .run();
}

/** Another text altogether: what was there before cannot be undone into it. */
export function replaceAll(editor: Editor, content: JSONContent): void {
  const { schema, plugins } = editor.state;
  const doc = schema.nodeFromJSON(content);
  editor.view.updateState(EditorState.create({ doc, plugins, selection: Selection.atEnd(doc) }));
}

const LONGEST = 10_000;
const isLong = (doc: Node) => doc.content.size > LONGEST / 2 && writeRich(doc).length > LONGEST;

/** As long as the server takes it, and no longer. */
export function maxLength(onTooLong: () => void): Extension {
  return Extension.create({
    name: "limited",
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction: (change, { doc }) => {
          const isRefused =
            change.docChanged && isLong(change.doc) && change.doc.content.size > doc.content.size;
          if (isRefused && change.getMeta("paste")) onTooLong();
          return !isRefused;
        },
      }),
    ],
  });
}
