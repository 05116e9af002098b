import { Trans, useLingui } from "@lingui/react/macro";
import { IconTypography } from "@tabler/icons-react";
import { type KeyboardEvent, lazy, type ReactNode, type RefObject, Suspense, useState } from "react";
import { type Format, nextLine, toggle } from "@/lib/markdown/formatting";
import { fieldOf, write } from "@/lib/markdown/write-field";
import { ToolButton } from "@/ui/button";
import { FormatBar, type Formatter, useFieldFormatter } from "./format-bar";

// An old page may ask for a file that a new release has no more, or have no line.
const Preview = lazy(() => import("./preview").catch(() => ({ default: NoPreview })));

const KEY = "viche-formatting";

/** Whether the formatting buttons are shown; remembered on this device. */
function useShown(): [boolean, (shown: boolean) => void] {
  const [shown, setShown] = useState(() => localStorage.getItem(KEY) === "on");
  const choose = (shown: boolean) => {
    localStorage.setItem(KEY, shown ? "on" : "off");
    setShown(shown);
  };
  return [shown, choose];
}

const SHORTCUTS: Record<string, Format> = { b: "bold", i: "italic", k: "link" };

/** By its letter, or in a layout of other letters by the place of the key. */
export function formatOf(event: KeyboardEvent): Format | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return undefined;
  const letter = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "");
  return SHORTCUTS[letter.toLowerCase()];
}

const isPlainEnter = (event: KeyboardEvent) =>
  event.key === "Enter" &&
  !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing);

/** What the keys of the field do to its text. */
function pressed(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const input = event.currentTarget;
  const format = formatOf(event);
  const next = format
    ? toggle(fieldOf(input), format)
    : isPlainEnter(event)
      ? nextLine(fieldOf(input))
      : null;
  if (!next) return;
  event.preventDefault();
  write(input, next);
}

function NoPreview() {
  return (
    <p role="status" className="v-small v-t2">
      <Trans>Не вдалося завантажити перегляд. Писати й надсилати можна без нього.</Trans>
    </p>
  );
}

interface FormattingProps {
  input: RefObject<HTMLElement | null>;
  text: string;
  /** The same as it is sent. */
  body: string;
  /** What the buttons do where formats are shown at once; null where they are written as marks. */
  rich: Formatter | null;
  /** Below the buttons: what a link asks, and why something is not shown. */
  below: ReactNode;
}

/** Buttons, keys, and how it will look, for whoever does not know the marks of Markdown. */
export function useFormatting({ input, text, body, rich, below }: FormattingProps) {
  const { t } = useLingui();
  const [shown, show] = useShown();
  const [looking, setLooking] = useState(false);
  const written = useFieldFormatter(input, text);
  return {
    onKeyDown: pressed,
    parts: {
      tools: (
        <ToolButton label={t`Оформлення тексту`} aria-expanded={shown} onClick={() => show(!shown)}>
          <IconTypography size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      ),
      bar: (
        <>
          {shown && (
            <FormatBar
              formatter={rich ?? written}
              look={rich ? undefined : { looking, onLook: setLooking }}
            />
          )}
          {below}
          {shown && looking && !rich && (
            <Suspense>
              <Preview body={body} />
            </Suspense>
          )}
        </>
      ),
    },
  };
}
