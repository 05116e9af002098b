import { IconAlertTriangle, IconCircleCheck, IconClock } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { Icon } from "./icon";
import classes from "./toast.module.css";

export interface ToastMessage {
  id: number;
  text: string;
  kind: "done" | "later" | "failed";
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6000;
/** Long enough to find what can be done, also by keyboard. */
const OFFERED_MS = 20_000;
let shown: ToastMessage[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: ToastMessage[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

export function dismiss(id: number): void {
  change(shown.filter((toast) => toast.id !== id));
}

/** Says what has just happened where the reader cannot see it by itself; never for what is visible anyway. */
export function toast(text: string, options: Partial<Pick<ToastMessage, "kind" | "action">> = {}): void {
  lastId += 1;
  const id = lastId;
  change([...shown.slice(-2), { id, text, kind: "done", ...options }]);
  setTimeout(() => dismiss(id), options.action ? OFFERED_MS : SHOWN_MS);
}

let said = "";

/** What was said on a page goes with it. */
function forget(): void {
  shown = [];
  said = "";
}

/** Tells a screen reader what everybody else sees happen. */
export function announce(text: string): void {
  said = text;
  for (const listener of listeners) listener();
}

const ICONS = { done: IconCircleCheck, later: IconClock, failed: IconAlertTriangle };

export function ToastView({ message }: { message: ToastMessage }) {
  const { action } = message;
  return (
    <div className={classes.toast}>
      <Icon of={ICONS[message.kind]} size={24} />
      <span>{message.text}</span>
      {action && (
        <button
          type="button"
          onClick={() => {
            dismiss(message.id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) forget();
  };
}

/** The one place where toasts appear; always in the document, so that a screen reader hears the first one too. */
export function ToastRegion() {
  const messages = useSyncExternalStore(subscribe, () => shown);
  const announced = useSyncExternalStore(subscribe, () => said);
  return (
    <>
      <p className="v-hidden" role="status">
        {announced}
      </p>
      <div className={classes.region} role="status" aria-live="polite">
        {messages.map((message) => (
          <ToastView key={message.id} message={message} />
        ))}
      </div>
    </>
  );
}
