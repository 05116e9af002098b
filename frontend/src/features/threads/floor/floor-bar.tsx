import { Trans, useLingui } from "@lingui/react/macro";
import { IconHourglass, IconPlayerPause } from "@tabler/icons-react";
import type { ReactNode, RefObject } from "react";
import { deleteThreadLock } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { paceOf } from "@/modules/threads/slow-mode-options";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { announce } from "@/ui/toast";
import { formatCountdown, speaksNextAt, useSecondsUntil } from "./countdown";
import classes from "./floor.module.css";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

type Input = RefObject<HTMLElement | null>;

const leads = (thread: ThreadOut) => thread.allowed.includes("keep_floor");

/** Whether the discussion is paused for this reader, who would speak here otherwise. */
export function isLockedOut(thread: ThreadOut): boolean {
  return Boolean(thread.lock) && !leads(thread) && thread.allowed.includes("support");
}

/** In place of the composer: the discussion is paused, and nothing that was begun is lost. */
export function LockedOut({ thread, hasDraft }: { thread: ThreadOut; hasDraft: boolean }) {
  return (
    <span role="status">
      <Trans>Обговорення на паузі: нові повідомлення поки що додають лише ті, хто веде тему.</Trans>{" "}
      <Why why={thread.lock?.why} />
      {hasDraft && (
        <span className={classes.line}>
          <Trans>Ваш текст збережено: він чекатиме тут.</Trans>
        </span>
      )}
    </span>
  );
}

function Why({ why }: { why?: string }) {
  if (!why) return null;
  return (
    <span className={classes.line}>
      <Trans>Причина: {why}</Trans>
    </span>
  );
}

/** What stays in sight at the foot of a phone: where one writes, and what holds there. */
export function Foot({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>;
}

/** Above the composer: what holds for who speaks now, and until when. */
export function FloorBar({ thread, input }: { thread: ThreadOut; input: Input }) {
  return (
    <>
      {thread.lock && leads(thread) && <Paused thread={thread} input={input} />}
      {Boolean(thread.slow_seconds) && <Slow thread={thread} />}
    </>
  );
}

function Bar({ icon, act, children }: { icon: ReactNode; act?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.bar}>
      {icon}
      <div className={classes.words}>{children}</div>
      {act}
    </div>
  );
}

function Paused({ thread, input }: { thread: ThreadOut; input: Input }) {
  const { t } = useLingui();
  const said = t`Обговорення продовжено`;
  const going = useCommand({
    version: thread.version,
    run: (_, { ifMatch, idempotencyKey }) => {
      const headers = { ...ifMatch, ...idempotencyKey };
      return unwrap(deleteThreadLock({ path: { thread_id: thread.id }, headers }));
    },
    onSuccess: () => {
      announce(said);
      // The button goes with the pause.
      input.current?.focus();
    },
    invalidates: [keys.thread(thread.id)],
  });
  return (
    <Bar
      icon={<IconPlayerPause {...ICON} />}
      act={
        <Button kind="quiet" busy={going.isPending} onClick={() => going.mutate()}>
          <Trans>Продовжити обговорення</Trans>
        </Button>
      }
    >
      <p role="status">
        <Trans>Обговорення на паузі: пишуть лише ті, хто веде тему, тобто й ви.</Trans>{" "}
        <Why why={thread.lock?.why} />
      </p>
    </Bar>
  );
}

/** The moment is told once; what counts down is for the eyes alone. */
function Slow({ thread }: { thread: ThreadOut }) {
  const { i18n } = useLingui();
  const { dates } = useLocale();
  const next = speaksNextAt(thread);
  const left = useSecondsUntil(next);
  const often = i18n._(paceOf(thread.slow_seconds)?.often ?? { id: "" });
  const time = next === null ? "" : dates.time(new Date(next).toISOString());
  return (
    <Bar icon={<IconHourglass {...ICON} />}>
      <p role="status">
        <Trans>Повільний режим: кожен пише не частіше ніж {often}.</Trans>{" "}
        {leads(thread) && <Trans>Ви ведете тему, тож вас це не обмежує.</Trans>}
      </p>
      {left > 0 && (
        <p className={classes.next}>
          <Trans>Ваше наступне повідомлення піде о {time}: надішлете раніше, зачекає саме.</Trans>{" "}
          <span aria-hidden="true" className={classes.clock}>
            {formatCountdown(left)}
          </span>
        </p>
      )}
    </Bar>
  );
}
