import { useLingui } from "@lingui/react/macro";
import { Editor } from "@tiptap/core";
import { type AriaAttributes, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Format } from "@/lib/markdown/formatting";
import type { MentionQuery } from "@/lib/mentions";
import { useStableCallbacks } from "@/lib/use-stable-callbacks";
import type { RichPlace } from "@/modules/threads/composer";
import message from "@/modules/threads/message-view.module.css";
import html from "@/modules/threads/safe-html.module.css";
import { toast } from "@/ui/toast";
import type { Formatter } from "../format/format-bar";
import { formatOf } from "../format/use-formatting";
import type { MentionCandidate } from "../use-mention-suggestions";
import { formatsIn, link, maxLength, mention, press, replaceAll, soughtIn } from "./commands";
import { EXTENSIONS } from "./extensions";
import { openRich } from "./open-rich";
import { PASTE_PROPS } from "./paste-handlers";
import classes from "./rich.module.css";
import { writeRich } from "./write-rich";

/** What stands around the field does with what is in it. */
export interface RichTools extends Formatter {
  sought: MentionQuery | null;
  mention: (one: MentionCandidate, sought: MentionQuery) => void;
  /** Somebody is asked where a link leads. */
  linking: boolean;
  link: (address: string | null) => void;
}

interface RichFieldProps extends RichPlace {
  body: string;
  onBody: (body: string) => void;
  input: RefObject<HTMLElement | null>;
  /** What it says of the list of names. */
  said: AriaAttributes;
  /** The text says more than can be shown here; whether it was to have the focus. */
  onUnfit: (focused: boolean) => void;
  onTools: (tools: RichTools | null) => void;
  onSought: (sought: MentionQuery | null) => void;
  onBlur: () => void;
}

/** What is being written, with its formats as they will be seen. Its text is Markdown all the same. */
export default function RichField(props: RichFieldProps) {
  const [linking, setLinking] = useState(false);
  const [look, setLook] = useState("");
  /** The text as this field knows it. */
  const known = useRef<string | null>(null);
  const does = useDoings(props, known, setLook);
  const { place, editor } = useEditor(props, known, does);
  useTextFromElsewhere(editor, props.body, known, does, setLinking);
  useAttributes(editor, props);
  useTools({ editor, look, linking, setLinking, onTools: does.onTools });
  return (
    <div
      ref={place}
      className={classes.place}
      onKeyDownCapture={(event) => {
        props.onKeyDown(event);
        const format = event.isDefaultPrevented() ? undefined : formatOf(event);
        if (format && editor) press(editor, format, () => setLinking(true));
        if (!format && !event.isDefaultPrevented()) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

type Known = RefObject<string | null>;

function useDoings(props: RichFieldProps, known: Known, setLook: (look: string) => void) {
  const { t } = useLingui();
  const { onBody, onUnfit, onTools, onSought, onBlur } = props;
  return useStableCallbacks({
    onUnfit,
    onTools,
    onBlur,
    name: () => props.label,
    changed: (now: Editor) => {
      known.current = writeRich(now.state.doc);
      onBody(known.current);
    },
    moved: (now: Editor) => {
      const sought = soughtIn(now);
      onSought(sought);
      setLook(JSON.stringify([formatsIn(now), sought]));
    },
    tooLong: () => toast(t`Повідомлення може мати щонайбільше 10 000 знаків: вставлене не вмістилося.`),
  });
}

type Doings = ReturnType<typeof useDoings>;

function useEditor({ body, input }: RichFieldProps, known: Known, does: Doings) {
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  // With its text at once: what is typed before the next render must find it there.
  const atFirst = useRef(body);
  useEffect(() => {
    const content = openRich(atFirst.current);
    if (!content) {
      does.onUnfit(false);
      return;
    }
    known.current = atFirst.current;
    const made = new Editor({
      element: place.current,
      extensions: [...EXTENSIONS, maxLength(does.tooLong)],
      content,
      injectCSS: false,
      enablePasteRules: false,
      editorProps: {
        ...PASTE_PROPS,
        attributes: { class: `${classes.rich} ${message.text} ${html.said}`, "aria-label": does.name() },
      },
      onUpdate: () => does.changed(made),
      onTransaction: () => does.moved(made),
      onBlur: () => does.onBlur(),
    });
    setEditor(made);
    input.current = made.view.dom;
    does.moved(made);
    return () => {
      if (input.current === made.view.dom) input.current = null;
      made.destroy();
      does.onTools(null);
    };
  }, [does, input, known]);
  return { place, editor };
}

/** What comes from elsewhere takes the place of what is there; what was typed here comes back as it is known. */
function useTextFromElsewhere(
  editor: Editor | null,
  body: string,
  known: Known,
  does: Doings,
  setLinking: (linking: boolean) => void,
) {
  // As a layout effect: a later one could compare an old text with what was typed meanwhile, and undo that.
  useLayoutEffect(() => {
    if (!editor || body === known.current) return;
    const content = openRich(body);
    if (!content) {
      does.onUnfit(editor.isFocused);
      return;
    }
    known.current = body;
    // Where a link was to lead was asked of words that are gone.
    setLinking(false);
    replaceAll(editor, content);
    does.moved(editor);
  }, [editor, body, known, does, setLinking]);
}

interface ToolsOptions {
  editor: Editor | null;
  /** What is on at the caret, as text: it is told only when it changes. */
  look: string;
  linking: boolean;
  setLinking: (linking: boolean) => void;
  onTools: RichFieldProps["onTools"];
}

function useTools({ editor, look, linking, setLinking, onTools }: ToolsOptions) {
  useEffect(() => {
    if (!editor || !look) return;
    const [formats, sought]: [Format[], MentionQuery | null] = JSON.parse(look);
    onTools({
      on: new Set(formats),
      press: (format) => press(editor, format, () => setLinking(true)),
      sought,
      mention: (one, found) => mention(editor, one, found),
      linking,
      link: (address) => {
        setLinking(false);
        link(editor, address);
      },
    });
  }, [editor, look, linking, setLinking, onTools]);
}

/** As a field for text says it to a screen reader. */
function useAttributes(
  editor: Editor | null,
  { className, label, describedBy, hint, said, body }: RichFieldProps,
) {
  useEffect(() => {
    if (!editor) return;
    const { dom } = editor.view;
    dom.classList.add(...className.split(" "));
    const attributes = {
      role: "textbox",
      "aria-multiline": true,
      "aria-label": label,
      "aria-describedby": describedBy,
      "aria-placeholder": hint,
      "data-empty": body === "" ? hint : undefined,
      ...said,
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) dom.removeAttribute(name);
      else dom.setAttribute(name, String(value));
    }
  }, [editor, className, label, describedBy, hint, said, body]);
}
