import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import classes from "./importing.module.css";

interface Step {
  words: string;
  /** On a page. */
  icon?: ReactNode;
  busy: boolean;
  run: () => void;
}

interface ImportFrameProps {
  title: string;
  lead: ReactNode;
  main?: Step;
  /** The way to another file, where one was chosen. */
  another?: () => void;
  /** Beside the buttons. */
  note?: ReactNode;
  children?: ReactNode;
  /** The rows that were read, each part with its head. */
  parts?: ReactNode;
  onClose?: () => void;
}

/** One step in a dialog, which can be closed. */
function DialogFrame(props: ImportFrameProps & { onClose: () => void }) {
  const { t } = useLingui();
  const { title, lead, main, another, note, children, parts, onClose } = props;
  return (
    <Dialog
      opened
      title={title}
      lead={lead}
      submit={main?.words ?? t`Вибрати інший файл`}
      cancel={main && another ? t`Інший файл` : undefined}
      busy={main?.busy}
      onBack={main && another}
      onClose={onClose}
      onSubmit={() => (main?.run ?? another)?.()}
    >
      {children}
      {note && <p className="v-small v-t2">{note}</p>}
      {parts}
    </Dialog>
  );
}

/** One step on a page: the rows stand below in cards of their own. */
function PageFrame({ title, lead, main, another, note, children, parts }: ImportFrameProps) {
  const head = useRef<HTMLDivElement>(null);
  const isFurther = another !== undefined;
  // The page has become another one under the same address.
  useEffect(() => {
    if (isFurther) head.current?.focus();
  }, [isFurther]);
  return (
    <div className={classes.page} ref={head} tabIndex={isFurther ? -1 : undefined}>
      <Card title={title} padded>
        <div className="v-stack">
          <p>{lead}</p>
          {children}
          <div className={classes.buttons}>
            {main && (
              <Button busy={main.busy} onClick={main.run}>
                {main.icon}
                {main.words}
              </Button>
            )}
            {another && (
              <Button kind="quiet" onClick={another}>
                <Trans>Вибрати інший файл</Trans>
              </Button>
            )}
            {note && <span className="v-small v-t2">{note}</span>}
          </div>
        </div>
      </Card>
      {parts}
    </div>
  );
}

/** Show a step of an import: in a dialog where it can be closed, on the page elsewhere. */
export function ImportFrame({ onClose, ...rest }: ImportFrameProps) {
  return onClose ? <DialogFrame {...rest} onClose={onClose} /> : <PageFrame {...rest} />;
}

interface ImportPartProps {
  id: string;
  title: ReactNode;
  count?: ReactNode;
  inDialog: boolean;
  className?: string;
  children: ReactNode;
}

/** A part of what was read, with its head. */
export function ImportPart({ id, title, count, inDialog, className = "", children }: ImportPartProps) {
  if (inDialog) {
    return (
      <section aria-labelledby={id}>
        <h3 id={id} className={classes.head}>
          {title}
        </h3>
        <ul className={classes.lines}>{children}</ul>
      </section>
    );
  }
  return (
    <Card title={title} count={count}>
      <div className={`${classes.rows} ${className}`}>
        <CardList>{children}</CardList>
      </div>
    </Card>
  );
}
