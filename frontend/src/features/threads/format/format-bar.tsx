import { useLingui } from "@lingui/react/macro";
import {
  IconBlockquote,
  IconBold,
  IconEye,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
} from "@tabler/icons-react";
import { type ComponentType, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type Format, isOn, toggle } from "@/lib/markdown/formatting";
import { fieldOf, isPlain, write } from "@/lib/markdown/write-field";
import { ToolButton } from "@/ui/button";
import classes from "./format.module.css";

interface Tool {
  format: Format;
  label: string;
  keys?: string;
  Icon: ComponentType<{ size: number; stroke: number; "aria-hidden": "true" }>;
}

function useTools(): Tool[] {
  const { t } = useLingui();
  return [
    { format: "bold", label: t`Жирний`, keys: "B", Icon: IconBold },
    { format: "italic", label: t`Курсив`, keys: "I", Icon: IconItalic },
    { format: "link", label: t`Посилання`, keys: "K", Icon: IconLink },
    { format: "list", label: t`Список`, Icon: IconList },
    { format: "numbers", label: t`Нумерований список`, Icon: IconListNumbers },
    { format: "quote", label: t`Цитата`, Icon: IconBlockquote },
  ];
}

const FORMATS: Format[] = ["bold", "italic", "link", "list", "numbers", "quote"];

/** What the buttons do, and in which formats the chosen words are. */
export interface Formatter {
  on: ReadonlySet<Format>;
  press: (format: Format) => void;
}

/** The same of a text with its marks. */
export function useFieldFormatter(input: RefObject<HTMLElement | null>, text: string): Formatter {
  const [on, setOn] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written changes what is on
  useEffect(() => {
    const look = () => {
      const field = isPlain(input.current) && fieldOf(input.current);
      setOn(field ? FORMATS.filter((format) => isOn(field, format)).join(" ") : "");
    };
    look();
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [input, text]);
  return {
    on: new Set(on.split(" ") as Format[]),
    press: (format) => {
      if (isPlain(input.current)) write(input.current, toggle(fieldOf(input.current), format));
    },
  };
}

interface FormatBarProps {
  formatter: Formatter;
  /** Where marks are written, one may look what will become of them. */
  look?: { looking: boolean; onLook: (looking: boolean) => void };
}

/** Buttons for the chosen words: one stop of the Tab key, arrows go from one to the next. */
export function FormatBar({ formatter: { on, press }, look }: FormatBarProps) {
  const { t } = useLingui();
  const bar = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const tools = useTools();
  const step = (event: KeyboardEvent) => {
    const last = tools.length - (look ? 0 : 1);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const nth = (next + last + 1) % (last + 1);
    setAt(nth);
    bar.current?.querySelectorAll("button")[nth]?.focus();
  };
  const stop = (nth: number) => ({ tabIndex: nth === at ? 0 : -1, onFocus: () => setAt(nth) });
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t`Оформлення тексту`}
      className={classes.bar}
      onKeyDown={step}
      // A press leaves the words chosen, and the keyboard of a phone where it is.
      onMouseDown={(event) => event.preventDefault()}
    >
      {tools.map(({ format, label, keys, Icon }, nth) => (
        <ToolButton
          key={format}
          {...stop(nth)}
          label={keys ? `${label} (Ctrl+${keys})` : label}
          aria-keyshortcuts={keys && `Control+${keys} Meta+${keys}`}
          aria-pressed={on.has(format)}
          onClick={() => press(format)}
        >
          <Icon size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      ))}
      {look && (
        <ToolButton
          {...stop(tools.length)}
          label={t`Показати, як це виглядатиме`}
          aria-pressed={look.looking}
          onClick={() => look.onLook(!look.looking)}
        >
          <IconEye size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      )}
    </div>
  );
}
