import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { putMeetingCurrentItem } from "@/api/generated/sdk.gen";
import type { AgendaItemOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useLocale } from "@/lib/locale";
import { useNow } from "@/lib/use-now";
import { useVeryWide } from "@/lib/use-wide";
import { ItemWords } from "@/modules/meetings/agenda-card";
import { layOutAgenda, listItems } from "@/modules/meetings/clock";
import classes from "@/modules/meetings/meetings.module.css";
import { PresenceCard } from "@/modules/meetings/presence-card";
import { type MeetingProps, useMeetingCommand } from "@/modules/meetings/use-meeting-command";
import { useItemTitle } from "@/modules/meetings/words";
import { Button } from "@/ui/button";
import { Card, CardFoot } from "@/ui/card";
import { Segments } from "@/ui/choice";
import { CodeCard } from "./code-card";
import { FloorCard, Speaking, SpokenCard } from "./floor-card";
import { ItemOutcomes } from "./item-outcomes";
import { NoteForm } from "./note-form";
import { RecordList } from "./record-list";

/** A meeting that runs: three columns at a desk, tabs on a phone. */
export function Desk({ meeting }: MeetingProps) {
  const isWide = useVeryWide();
  const current = meeting.agenda.find(({ id }) => id === meeting.current_item_id);
  const record = current ? <CurrentItem meeting={meeting} item={current} /> : <NoItem />;
  const floor = current && <FloorCard meeting={meeting} item={current} />;
  const plan = (
    <>
      <PlanCard meeting={meeting} />
      {current && <SpokenCard meeting={meeting} item={current} />}
    </>
  );
  if (!isWide) return <Phone meeting={meeting} record={record} floor={floor} plan={plan} />;
  return (
    <div className={classes.desk}>
      <div>{plan}</div>
      <div>{record}</div>
      <div>
        {floor}
        <PresenceCard meeting={meeting} />
        <CodeCard meeting={meeting} />
      </div>
    </div>
  );
}

type Tab = "now" | "here" | "plan" | "notes";

interface PhoneProps extends MeetingProps {
  record: ReactNode;
  floor: ReactNode;
  plan: ReactNode;
}

function Phone({ meeting, record, floor, plan }: PhoneProps) {
  const { t } = useLingui();
  const [tab, setTab] = useState<Tab>("now");
  const segments: { value: Tab; label: string }[] = [
    { value: "now", label: t`Зараз` },
    { value: "here", label: t`Хто тут` },
    { value: "plan", label: t`План` },
    { value: "notes", label: t`Записи` },
  ];
  return (
    <>
      <div className={classes.gutter}>
        <Segments label={t`Розділи засідання`} segments={segments} value={tab} onChange={setTab} />
      </div>
      <div className={classes.stack}>
        {tab === "now" && (
          <>
            {record}
            {floor}
            <NextItem meeting={meeting} carded />
          </>
        )}
        {tab === "here" && (
          <>
            <CodeCard meeting={meeting} />
            <PresenceCard meeting={meeting} opened />
          </>
        )}
        {tab === "plan" && plan}
        {tab === "notes" &&
          meeting.agenda
            .filter(({ started_at }) => started_at !== null)
            .map((item) => <RecordList key={item.id} meeting={meeting} item={item} titled />)}
      </div>
    </>
  );
}

function NoItem() {
  return (
    <Card title={<Trans>Зараз</Trans>} padded>
      <p>
        <Trans>Жодного питання ще не почали.</Trans>
      </p>
    </Card>
  );
}

/** The item at which the meeting is, with its record and who speaks. */
function CurrentItem({ meeting, item }: MeetingProps & { item: AgendaItemOut }) {
  const titleOf = useItemTitle();
  return (
    <Card title={titleOf(item)}>
      <Speaking meeting={meeting} item={item} />
      <RecordList meeting={meeting} item={item} />
      <ItemOutcomes meeting={meeting} item={item} />
      <NoteForm key={item.id} meeting={meeting} item={item} />
    </Card>
  );
}

/** How the meeting stands against its plan, in words. */
function useLateText(): (late: number) => string {
  const { t } = useLingui();
  return (late) => {
    if (late === 0) return t`ідемо за планом`;
    const minutes = Math.abs(late);
    return late > 0 ? t`ідемо на ${minutes} хв пізніше плану` : t`ідемо на ${minutes} хв раніше плану`;
  };
}

/** The agenda with the clock: the times that now follow from the delay. */
function PlanCard({ meeting }: MeetingProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const lateText = useLateText();
  const now = useNow();
  const { lines, late } = layOutAgenda(meeting, now);
  const timeOf = (at: number) => dates.time(new Date(at).toISOString());
  return (
    <Card title={<Trans>Порядок денний</Trans>} aside={<b className="v-num">{timeOf(now)}</b>}>
      <p className={classes.foot}>{lateText(late)}</p>
      <ol className={classes.agenda}>
        {lines.map(({ item, at, seconds }) => {
          const isNow = item.id === meeting.current_item_id;
          const spent = Math.round(seconds / 60);
          const { minutes } = item;
          const used = minutes === null ? t`${spent} хв` : t`${spent} хв із ${minutes}`;
          return (
            <li
              key={item.id}
              aria-current={isNow ? "step" : undefined}
              className={item.state === "done" ? classes.done : undefined}
            >
              <time>{timeOf(at)}</time>
              <i />
              <ItemWords item={item} note={item.started_at ? used : undefined} />
            </li>
          );
        })}
      </ol>
      <NextItem meeting={meeting} />
    </Card>
  );
}

/** The step to the next item; `carded`: where no card is around it. */
function NextItem({ meeting, carded = false }: MeetingProps & { carded?: boolean }) {
  const titleOf = useItemTitle();
  const next = listItems(meeting).find(
    ({ state, started_at }) => state === "accepted" && started_at === null,
  );
  const command = useMeetingCommand<string | null>(meeting, {
    run: (item_id) => unwrap(putMeetingCurrentItem({ path: { meeting_id: meeting.id }, body: { item_id } })),
    tellsErrors: true,
  });
  if (!meeting.allowed.includes("keep_floor") || (!next && !meeting.current_item_id)) return null;
  const title = next ? titleOf(next) : "";
  const button = (
    <Button
      kind="quiet"
      wide
      className={classes.wraps}
      busy={command.isPending}
      onClick={() => command.mutate(next?.id ?? null)}
    >
      {next ? <Trans>Далі: {title}</Trans> : <Trans>Завершити питання</Trans>}
    </Button>
  );
  return carded ? <Card padded>{button}</Card> : <CardFoot>{button}</CardFoot>;
}
