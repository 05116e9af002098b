import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconBan, IconPaperclip } from "@tabler/icons-react";
import { type RefObject, useEffect, useRef, useState } from "react";
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
export function FileDropZone({ attaching, correcting, input }: BringingProps) {
  const { t } = useLingui();
  const [isOver, setOver] = useState(false);
  const noFiles = useWhyNoFiles(attaching);
  const nowhere = t`Сюди зараз не можна писати, тож і файлів не додати.`;
  const changing = t`Зміненому повідомленню файлів не додати: надішліть їх новим.`;
  // For whatever reason nobody writes here now, there is no field then.
  const whyNot = () => (correcting ? changing : input.current ? noFiles : nowhere);

  const bring = (files: File[]) => {
    if (files.length === 0) return;
    const why = whyNot();
    if (why) {
      toast(why, { kind: "failed" });
      return;
    }
    // Those that are too many say so themselves.
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

  /** Elsewhere one pastes into another field, and a dialog has the page for itself. */
  const paste = (event: ClipboardEvent) => {
    const target = event.target as Element | null;
    const isHere = input.current?.contains(target);
    const isElsewhere = !isHere && target?.closest?.("input, textarea, [contenteditable]");
    const files = isElsewhere || hasDialog() ? [] : pastedFiles(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    bring(files);
  };
  /** A picture of the page itself that somebody drags says that it is a file. */
  const isOwn = useRef(false);
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
    isOwn.current = false;
    if (own || !event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (hasDialog()) return;
    const { files, folders } = droppedFiles(event.dataTransfer);
    if (folders) toast(t`Теки не додаються: перетягніть файли з неї.`, { kind: "failed" });
    bring(files);
  };

  const heard = useRef({ paste, drag, leave, drop });
  heard.current = { paste, drag, leave, drop };
  useEffect(() => {
    const hearing = new AbortController();
    const { signal } = hearing;
    document.addEventListener("paste", (event) => heard.current.paste(event), { signal });
    document.addEventListener("dragstart", () => (isOwn.current = true), { signal });
    // What is dragged may be gone before it is let go: then nothing says that it was.
    for (const over of ["dragend", "pointerdown"])
      document.addEventListener(over, () => (isOwn.current = false), { signal, capture: true });
    document.addEventListener("dragenter", (event) => heard.current.drag(event), { signal });
    document.addEventListener("dragover", (event) => heard.current.drag(event), { signal });
    document.addEventListener("dragleave", (event) => heard.current.leave(event), { signal });
    document.addEventListener("drop", (event) => heard.current.drop(event), { signal });
    return () => hearing.abort();
  }, []);

  if (!isOver) return null;
  const why = whyNot();
  const Icon = why ? IconBan : IconPaperclip;
  return (
    <div className={classes.zone} data-refused={Boolean(why)}>
      <p>
        <Icon size={24} stroke={1.75} aria-hidden="true" />
        {why ?? t`Відпустіть, щоб додати до повідомлення`}
      </p>
    </div>
  );
}
