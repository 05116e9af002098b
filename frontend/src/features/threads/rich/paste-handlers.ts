import { DOMParser as Reader, type Schema, Slice } from "@tiptap/pm/model";
import { Selection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { displayText } from "@/lib/mentions";
import { carriesFiles, pastedFiles } from "../bring/data-transfer";
import { openRich } from "./open-rich";
import { parsePasted } from "./parse-pasted";
import { writeRich } from "./write-rich";

/** Whether somebody is pasting or dropping what the page takes as a file. */
const isFile = (carried: DataTransfer | null) =>
  pastedFiles(carried).length > 0 || (carriesFiles(carried) && !carried?.getData("text/plain"));

/** Return what the schema takes of pasted or dropped HTML; plain text is read as Markdown. */
function sliceOf(schema: Schema, carried: DataTransfer): Slice | null {
  const html = carried.getData("text/html");
  if (html) return Reader.fromSchema(schema).parseSlice(parsePasted(html));
  const text = carried.getData("text/plain").replace(/\r\n?/g, "\n");
  if (!text) return null;
  const lines = text.split("\n").map((line) => ({
    type: "paragraph",
    content: line ? [{ type: "text", text: line }] : [],
  }));
  return Slice.maxOpen(schema.nodeFromJSON(openRich(text) ?? { type: "doc", content: lines }).content);
}

function put(view: EditorView, carried: DataTransfer): void {
  const { state } = view;
  const text = carried.getData("text/plain");
  const isCode = state.selection.$from.parent.type.spec.code;
  const slice = isCode ? null : sliceOf(state.schema, carried);
  if (!slice && text === "") return;
  const change = slice ? state.tr.replaceSelection(slice) : state.tr.insertText(text);
  view.dispatch(change.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
}

/** The editor’s own reader would make markup of a string, which the page’s policy refuses. */
const handleDOMEvents = {
  paste: (view: EditorView, event: ClipboardEvent): boolean => {
    const carried = event.clipboardData;
    // The page takes files.
    if (!carried || isFile(carried)) return true;
    event.preventDefault();
    put(view, carried);
    return true;
  },
  drop: (view: EditorView, event: DragEvent): boolean => {
    const carried = event.dataTransfer;
    if (view.dragging) return false;
    if (!carried || carriesFiles(carried)) return true;
    event.preventDefault();
    const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (place) {
      const { state } = view;
      const at = state.doc.resolve(place.pos);

      view.dispatch(state.tr.setSelection(Selection.near(at)));
      put(view, carried);
      view.focus();
    }
    return true;
  },
};

/** What goes in and out by the clipboard and by dragging. */
export const PASTE_PROPS = {
  handleDOMEvents,
  clipboardTextSerializer: ({ content }: Slice, { state }: EditorView) =>
    displayText(writeRich(state.schema.topNodeType.create(null, content))),
};
