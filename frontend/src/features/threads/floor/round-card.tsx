import { Trans, useLingui } from "@lingui/react/macro";
import { postThreadRoundEnd } from "@/api/generated/sdk.gen";
import type { RoundOut, ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { threadPath } from "@/modules/entities/paths";
import type { Speaker } from "@/modules/mandates/use-voices";
import { SECTOR_LABELS, SectorShape } from "@/modules/organisations/sector";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { keys } from "@/queries/keys";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { announce } from "@/ui/toast";
import { useSummaryEditing } from "../gist/summary-editing";
import { formatCountdown, useSecondsUntil } from "./countdown";
import classes from "./floor.module.css";
import { roleInRound, turnOf, useRound } from "./use-round";

const HOUR = 3600;

/** A moment as the reader reads it: the hour where it is today, else the day with it. */
function useMoment(): (at: string) => string {
  const { dates } = useLocale();
  return (at) => {
    const day = dates.day(at);
    return day === dates.today() ? dates.time(at) : dates.full(at);
  };
}

/** Above the composer: what each sector is asked, which have spoken, and how much time is left. */
export function RoundCard({ thread, speaker }: { thread: ThreadOut; speaker: Speaker }) {
  const { t } = useLingui();
  const moment = useMoment();
  const wide = useWide();
  // Who sums the talk up reads it meanwhile: on a low page there is no room for all three.
  const isWriting = useSummaryEditing().text !== null;
  const round = useRound(thread);
  if (!round) return null;
  const { question } = round;
  const until = moment(round.ends_at);
  const leads = thread.allowed.includes("keep_floor");
  const [spoke, all] = [round.turns.length, round.sectors.length];
  return (
    <section className={classes.round} aria-label={t`Коло`}>
      <details open={wide && !isWriting}>
        <summary className={classes.question}>
          <b>
            <Trans>Коло: {question}</Trans>
          </b>{" "}
          <span className="v-small v-t2">
            <Trans>
              {spoke} з {all}
            </Trans>
          </span>
        </summary>
        <p className="v-small v-t2">
          <Trans>Від кожного сектору говорять один раз, до {until}.</Trans>{" "}
          <Countdown until={round.ends_at} />
        </p>
        <Sectors round={round} threadId={thread.id} />
        <Own round={round} speaker={speaker} leads={leads} />
        {leads && <EndButton round={round} threadId={thread.id} />}
      </details>
    </section>
  );
}

/** For the eyes alone, and by itself: what stands around it does not change each second. */
function Countdown({ until }: { until: string }) {
  const left = useSecondsUntil(Date.parse(until));
  if (left >= HOUR) return null;
  return (
    <span aria-hidden="true" className={classes.clock}>
      {formatCountdown(left)}
    </span>
  );
}

/** Each sector by shape, colour and name: one that has spoken leads to what it said. */
export function Sectors({ round, threadId }: { round: RoundOut; threadId: string }) {
  const { t } = useLingui();
  return (
    <ul className={classes.sectors} aria-label={t`Сектори кола`}>
      {round.sectors.map((sector) => (
        <li key={sector}>
          <SectorTurn round={round} sector={sector} threadId={threadId} />
        </li>
      ))}
    </ul>
  );
}

function SectorTurn({ round, sector, threadId }: { round: RoundOut; sector: Sector; threadId: string }) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const name = i18n._(SECTOR_LABELS[sector]);
  const turn = turnOf(round, sector);
  if (!turn) {
    return (
      <span className={classes.badge}>
        <SectorShape sector={sector} size={20} empty />
        {name}
        <span className="v-hidden">{round.over_at ? t`: не висловився` : t`: ще не висловився`}</span>
      </span>
    );
  }
  const { number } = turn;
  const who = say(turn.author.person.name);
  return (
    <AppLink className={`${classes.badge} ${classes.spoken} v-reach`} href={threadPath(threadId, number)}>
      <SectorShape sector={sector} size={20} />
      {name}
      <span className="v-hidden">{t`: слово було, ${who}, повідомлення`}</span>
      <span className="v-t2">{turn.state === "said" ? t`№ ${number}` : t`№ ${number}, знято`}</span>
    </AppLink>
  );
}

function Own({ round, speaker, leads }: { round: RoundOut; speaker: Speaker; leads: boolean }) {
  const { i18n } = useLingui();
  if (leads) {
    return (
      <p className="v-small v-t2">
        <Trans>Ви ведете тему й пишете будь-коли. Від імені організації — як слово її сектору.</Trans>
      </p>
    );
  }
  const part = roleInRound(round, speaker);
  if (part.does !== "speaks") return null;
  const sector = i18n._(SECTOR_LABELS[part.sector]);
  return (
    <p role="status" className="v-small">
      <Trans>Ваш сектор ще не висловився: {sector}. Слово за вами.</Trans>
    </p>
  );
}

/** In place of the composer: the sector of the reader has spoken, or they sit for none. */
export function RoundOver({
  round,
  speaker,
  hasDraft,
}: {
  round: RoundOut;
  speaker: Speaker;
  hasDraft: boolean;
}) {
  const { localize: say } = useLocale();
  const part = roleInRound(round, speaker);
  const who = part.does === "waits" ? say(part.turn.author.person.name) : "";
  return (
    <span role="status">
      {part.does === "waits" ? (
        <Trans>Ваш сектор уже висловився: {who}. Писати знову можна, коли коло завершиться.</Trans>
      ) : (
        <Trans>Триває коло: говорять сектори. Писати можна, коли воно завершиться.</Trans>
      )}
      {hasDraft && (
        <span className={classes.line}>
          <Trans>Ваш текст збережено: він чекатиме тут.</Trans>
        </span>
      )}
    </span>
  );
}

function EndButton({ round, threadId }: { round: RoundOut; threadId: string }) {
  const { t } = useLingui();
  const said = t`Коло завершено`;
  const ending = useCommand({
    run: (_, { idempotencyKey }) => {
      const path = { thread_id: threadId };
      return unwrap(postThreadRoundEnd({ path, body: { round: round.id }, headers: idempotencyKey }));
    },
    onSuccess: () => announce(said),
    invalidates: [keys.thread(threadId), keys.rounds(threadId)],
  });
  return (
    <Button kind="quiet" busy={ending.isPending} onClick={() => ending.mutate()}>
      <Trans>Завершити коло</Trans>
    </Button>
  );
}
