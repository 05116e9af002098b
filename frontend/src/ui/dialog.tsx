import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from "react";
import { isOnline, useOutage } from "@/lib/online";
import { Button, type ButtonKind } from "./button";
import classes from "./modal.module.css";
import { useFilled } from "./use-filled";
import { useFocusFirstInvalid } from "./use-focus-first-invalid";
import { useReturnFocus } from "./use-return-focus";

export interface DialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  /** What pressing the main button means, in one line. */
  lead?: ReactNode;
  children?: ReactNode;
  submit: string;
  submitKind?: ButtonKind;
  /** The way back, in words of its own: «Не повертати», not «Ні». */
  cancel?: string;
  /** Where the way back leads to a step before, and not out. */
  onBack?: () => void;
  busy?: boolean;
  /** Something is missing that only what stands above can bring. */
  waits?: boolean;
  /** A question alone: the main answer has the focus. */
  startAtSubmit?: boolean;
  /** Something is filled in that the fields do not show, such as words that came back to be put otherwise. */
  filled?: boolean;
  onSubmit: () => void;
}

/** Leads to the first field that holds what it cannot understand, such as half a date. */
function focusFirstInvalid(form: HTMLFormElement): boolean {
  const inputs = [...form.querySelectorAll("input")];
  const unclear = inputs.filter((one) => one.validity.customError && !one.checkValidity());
  unclear[0]?.focus();
  return unclear.length > 0;
}

/** Those that are open, the last on top of the others. */
const standing: symbol[] = [];

/** Return a function that tells whether a dialog is on top: what is pressed on the keyboard is for that one. */
function useOnTop(isOpened: boolean): () => boolean {
  const [self] = useState(() => Symbol());
  useEffect(() => {
    if (!isOpened) return;
    standing.push(self);
    return () => void standing.splice(standing.indexOf(self), 1);
  }, [isOpened, self]);
  return () => standing.at(-1) === self;
}

/** Ask before a form that was filled in is closed: by Escape, beside it, or by any of its buttons. */
function useClosing({ opened, filled, onClose }: DialogProps, form: RefObject<HTMLFormElement | null>) {
  const isFilled = useFilled(form, opened);
  const isOnTop = useOnTop(opened);
  const [asked, setAsked] = useState(false);
  const place = useRef<Element | null>(null);
  const stay = () => {
    setAsked(false);
    const former = place.current?.isConnected
      ? place.current
      : form.current?.querySelector("input, textarea");
    if (former instanceof HTMLElement) former.focus();
  };
  const close = () => {
    if (!isOnTop()) return;
    if (asked) return stay();
    if (!filled && !isFilled()) return onClose();
    place.current = document.activeElement;
    setAsked(true);
  };
  const leave = () => {
    setAsked(false);
    onClose();
  };
  return { asked: asked && opened, close, stay, leave, reset: () => setAsked(false) };
}

/** Why a form could not be sent when that was tried, as long as it cannot. */
function useObstacle() {
  const outage = useOutage();
  const [tried, setTried] = useState(false);
  return { obstacle: tried ? outage : null, note: () => setTried(!isOnline()) };
}

/** One question, one main answer. Closing changes nothing, and asks first where something was filled in. */
export function Dialog(props: DialogProps) {
  const { t } = useLingui();
  useReturnFocus(props.opened);
  const repairs = useFocusFirstInvalid();
  const closing = useClosing(props, repairs.ref);
  const { obstacle, note } = useObstacle();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    closing.reset();
    if (props.busy || props.waits || focusFirstInvalid(event.currentTarget)) return;
    note();
    props.onSubmit();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={closing.close}
      title={props.title}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <form {...repairs} className={classes.form} onSubmit={submit} noValidate>
        {props.lead && <p className="v-t2">{props.lead}</p>}
        {props.children}
        <div role="status">
          {obstacle === "server" && <p>{t`Сервер не відповідає. Спробуйте за хвилину.`}</p>}
          {obstacle === "connection" && (
            <p>{t`Немає зв’язку, тож нічого не надіслано. Спробуйте, коли він з’явиться.`}</p>
          )}
        </div>
        {closing.asked ? (
          <CloseQuestion busy={props.busy} onStay={closing.stay} onLeave={closing.leave} />
        ) : (
          <Answers {...props} close={closing.close} />
        )}
      </form>
    </Modal>
  );
}

function Answers(props: DialogProps & { close: () => void }) {
  const { t } = useLingui();
  return (
    <div className={classes.buttons}>
      <Button kind="ghost" onClick={props.onBack ?? props.close}>
        {props.cancel ?? t`Скасувати`}
      </Button>
      <Button
        type="submit"
        kind={props.submitKind ?? "primary"}
        busy={props.busy}
        aria-disabled={props.waits || undefined}
        data-autofocus={props.startAtSubmit}
      >
        {props.submit}
      </Button>
    </div>
  );
}

interface CloseQuestionProps {
  /** It is being sent: to close does not call that off. */
  busy?: boolean;
  onStay: () => void;
  onLeave: () => void;
}

/** In place of the answers: whether what was filled in is to be lost. */
function CloseQuestion({ busy, onStay, onLeave }: CloseQuestionProps) {
  const { t } = useLingui();
  const id = useId();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div className={classes.buttons}>
      <p id={id} className={classes.question} role="alert">
        {busy
          ? t`Це ще надсилається. Якщо закрити, воно однаково може надійти.`
          : t`Закрити? Те, що ви заповнили, зникне.`}
      </p>
      <Button kind="ghost" onClick={onLeave}>
        {busy ? t`Закрити` : t`Закрити без збереження`}
      </Button>
      <Button ref={first} aria-describedby={id} onClick={onStay}>
        {busy ? t`Зачекати` : t`Заповнювати далі`}
      </Button>
    </div>
  );
}
