import { Trans, useLingui } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import type { AccessRequestOut, AnnouncedThreadOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { MetaItem } from "@/ui/meta-item";
import { onDemand } from "@/ui/on-demand";
import classes from "./asking.module.css";

const AskDialog = onDemand(async () => (await import("./request-dialogs")).AskDialog);
const TakeBackDialog = onDemand(async () => (await import("./request-dialogs")).TakeBackDialog);

/** Who leads a restricted thread, what became of the reader's request, and the button by which they ask. */
export function AnnouncedRow({ card, titled = true }: { card: AnnouncedThreadOut; titled?: boolean }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const ask = useDialog();
  const takeBack = useDialog();
  const title = say(card.title);
  const { facilitator, request } = card;
  const leader =
    facilitator &&
    [facilitator.person.name, facilitator.organisation?.short_name].flatMap((one) => (one ? say(one) : []));
  const names = leader?.join(", ");
  return (
    <div className={classes.row}>
      <div className={classes.about}>
        {titled && <div>{title}</div>}
        <p className="v-meta">
          <MetaItem icon={IconLock}>
            <Trans>не для всієї групи</Trans>
          </MetaItem>
          {names && (
            <span>
              <Trans>Веде: {names}</Trans>
            </span>
          )}
        </p>
        {request && <Asked request={request} />}
      </div>
      <div className={classes.buttons}>
        {request?.allowed.includes("withdraw") && (
          <Button kind="quiet" aria-label={t`Відкликати прохання: ${title}`} onClick={() => takeBack.open()}>
            <Trans>Відкликати прохання</Trans>
          </Button>
        )}
        {card.allowed.includes("ask_for_access") && (
          <Button kind="quiet" aria-label={t`Попросити доступ: ${title}`} onClick={() => ask.open()}>
            <Trans>Попросити доступ</Trans>
          </Button>
        )}
      </div>
      {ask.render((_, close) => (
        <AskDialog card={card} onClose={close} />
      ))}
      {request && takeBack.render((_, close) => <TakeBackDialog request={request} onClose={close} />)}
    </div>
  );
}

function Asked({ request }: { request: AccessRequestOut }) {
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
