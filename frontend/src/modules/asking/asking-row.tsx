import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { AccessRequestFacts } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { onDemand } from "@/ui/on-demand";
import classes from "./asking.module.css";
import type { Asking } from "./use-asking";

const AskDialog = onDemand(async () => (await import("./dialogs")).AskDialog);
const TakeBackDialog = onDemand(async () => (await import("./dialogs")).TakeBackDialog);

interface AskingRowProps {
  title: string;
  asking: Asking;
  request: AccessRequestFacts | null;
  mayAsk: boolean;
  mayTakeBack: boolean;
  /** To ask is what the page is for. */
  isMain?: boolean;
  /** What is known of it. */
  children?: ReactNode;
}

/** What the reader only knows of, what became of their request, and the button by which they ask. */
export function AskingRow({ title, asking, request, isMain = false, children, ...may }: AskingRowProps) {
  const { t } = useLingui();
  const ask = useDialog();
  const takeBack = useDialog();
  return (
    <div className={classes.row}>
      <div className={classes.about}>
        {children}
        {request && <Asked request={request} />}
      </div>
      <div className={classes.buttons}>
        {may.mayTakeBack && (
          <Button kind="quiet" aria-label={t`Відкликати прохання: ${title}`} onClick={() => takeBack.open()}>
            <Trans>Відкликати прохання</Trans>
          </Button>
        )}
        {may.mayAsk && (
          <Button
            kind={isMain ? "primary" : "quiet"}
            aria-label={t`Попросити доступ: ${title}`}
            onClick={() => ask.open()}
          >
            <Trans>Попросити доступ</Trans>
          </Button>
        )}
      </div>
      {ask.render((_, close) => (
        <AskDialog asking={asking} title={title} onClose={close} />
      ))}
      {takeBack.render((_, close) => (
        <TakeBackDialog asking={asking} onClose={close} />
      ))}
    </div>
  );
}

function Asked({ request }: { request: AccessRequestFacts }) {
  const { dates } = useLocale();
  const { state, answer } = request;
  const asked = dates.long(dates.day(request.asked_at));
  const again = request.again_at && dates.full(request.again_at);
  if (state === "pending") {
    return (
      <p className="v-small v-t2">
        <Trans>Ви попросили доступ {asked}. Відповідь прийде у «Вхідні».</Trans>
      </p>
    );
  }
  if (state === "declined") {
    return (
      <>
        <p className="v-small v-t2">
          <Trans>Вам відмовили. Причина:</Trans>
        </p>
        <p className={`v-small ${classes.quote}`}>{answer}</p>
        {again && !isPast(request.again_at) && (
          <p className="v-small v-t2">
            <Trans>Попросити ще раз можна з {again}.</Trans>
          </p>
        )}
      </>
    );
  }
  if (state === "withdrawn" && again && !isPast(request.again_at)) {
    return (
      <p className="v-small v-t2">
        <Trans>Ви відкликали прохання. Попросити ще раз можна з {again}.</Trans>
      </p>
    );
  }
  return null;
}

const isPast = (moment: string | null) => moment !== null && Date.parse(moment) <= Date.now();
