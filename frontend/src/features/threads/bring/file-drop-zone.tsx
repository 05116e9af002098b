import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconBan, IconPaperclip } from "@tabler/icons-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Icon } from "@/ui/icon";
import { announce, toast } from "@/ui/toast";
import type { Attaching } from "../use-attachments";
import { carriesFiles, droppedFiles, pastedFiles } from "./data-transfer";
import classes from "./file-drop-zone.module.css";
import { useWhyNoFiles } from "./why-no-files";

interface BringingProps {
  attaching: Attaching;
  /** A message is put in other words: its files stay as they are. */
  correcting: boolean;
  input: RefObject<HTMLElement | null>;
}

const hasDialog = () => document.querySelector('[aria-modal="true"]') !== null;

/** Pictures that are pasted and files that are dropped on the page go the way of the button, or it says why not. */
export function FileDropZone(props: BringingProps) {
  const { t } = useLingui();
  const [isOver, setOver] = useState(false);
  const whyNot = useWhyNot(props);
  const bring = useBring(props, whyNot);
  const paste = usePaste(props.input, bring);
  const dragging = useDragging({ setOver, whyNot, bring });
  usePageEvents({ paste, ...dragging });

  if (!isOver) return null;
  const why = whyNot();
  return (
    <div className={classes.zone} data-refused={Boolean(why)}>
      <p>
        <Icon of={why ? IconBan : IconPaperclip} size={24} />
        {why ?? t`Відпустіть, щоб додати до повідомлення`}
      </p>
    </div>
  );
}

type WhyNot = () => string | null;
type Bring = (files: File[]) => void;

function useWhyNot({ attaching, correcting, input }: BringingProps): WhyNot {
  const { t } = useLingui();
  const noFiles = useWhyNoFiles(attaching);
  const nowhere = t`Сюди зараз не можна писати, тож і файлів не додати.`;
  const changing = t`Зміненому повідомленню файлів не додати: надішліть їх новим.`;
  // For whatever reason nobody writes here now, there is no field then.
  return () => (correcting ? changing : input.current ? noFiles : nowhere);
}

function useBring({ attaching, input }: BringingProps, whyNot: WhyNot): Bring {
  return (files) => {
    if (files.length === 0) return;
    const why = whyNot();
    if (why) {
      toast(why, { kind: "failed" });
      return;
    }
    // Files over the limit show their own error.
    attaching.add(files);
    const count = Math.min(files.length, attaching.room);
    announce(
      plural(count, {
        one: "Додано # файл",
        few: "Додано # файли",
        many: "Додано # файлів",
        other: "Додано # файлу",
      }),
    );
    input.current?.focus();
  };
}

/** Elsewhere one pastes into another field, and a dialog has the page for itself. */
function usePaste(input: BringingProps["input"], bring: Bring) {
  return (event: ClipboardEvent) => {
    const target = event.target as Element | null;
    const isHere = input.current?.contains(target);
    const isElsewhere = !isHere && target?.closest?.("input, textarea, [contenteditable]");
    const files = isElsewhere || hasDialog() ? [] : pastedFiles(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    bring(files);
  };
}

interface DraggingOptions {
  setOver: (isOver: boolean) => void;
  whyNot: WhyNot;
  bring: Bring;
}

/** What is dragged over the page and dropped on it, but for a picture of the page itself, which claims to be a file. */
function useDragging({ setOver, whyNot, bring }: DraggingOptions) {
  const { t } = useLingui();
  const isOwn = useRef(false);
  const setOwn = (own: boolean) => {
    isOwn.current = own;
  };
  const drag = (event: DragEvent) => {
    if (isOwn.current || !event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
    // What is not taken here would be opened by the browser in place of the page.
    event.preventDefault();
    const isElsewhere = hasDialog();
    event.dataTransfer.dropEffect = isElsewhere || whyNot() ? "none" : "copy";
    if (!isElsewhere) setOver(true);
  };
  const leave = (event: DragEvent) => {
    if (!event.relatedTarget) setOver(false);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const own = isOwn.current;
    setOwn(false);
    if (own || !event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (hasDialog()) return;
    const { files, folders } = droppedFiles(event.dataTransfer);
    if (folders) toast(t`Теки не додаються: перетягніть файли з неї.`, { kind: "failed" });
    bring(files);
  };
  return { setOwn, drag, leave, drop };
}

type PageEvents = { paste: ReturnType<typeof usePaste> } & ReturnType<typeof useDragging>;

function usePageEvents(events: PageEvents): void {
  const heard = useRef(events);
  heard.current = events;
  useEffect(() => {
    const hearing = new AbortController();
    const { signal } = hearing;
    document.addEventListener("paste", (event) => heard.current.paste(event), { signal });
    document.addEventListener("dragstart", () => heard.current.setOwn(true), { signal });
    // What is dragged may be gone before it is let go: then nothing says that it was.
    for (const over of ["dragend", "pointerdown"])
      document.addEventListener(over, () => heard.current.setOwn(false), { signal, capture: true });
    document.addEventListener("dragenter", (event) => heard.current.drag(event), { signal });
    document.addEventListener("dragover", (event) => heard.current.drag(event), { signal });
    document.addEventListener("dragleave", (event) => heard.current.leave(event), { signal });
    document.addEventListener("drop", (event) => heard.current.drop(event), { signal });
    return () => hearing.abort();
  }, []);
}
