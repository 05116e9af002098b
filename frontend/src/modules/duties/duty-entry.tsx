import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconCalendarTime,
  IconChecklist,
  IconEyeCheck,
  IconMessage2,
  IconRosetteDiscountCheck,
  IconUserCheck,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DutyOut } from "@/api/generated/types.gen";
import { entityAt } from "@/lib/entity-address";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { OverduePill } from "@/modules/actions/status";
import { useDueText } from "@/modules/actions/use-due-text";
import { useEntityNumber } from "@/modules/entities/use-entity-number";
import { SectorLabel } from "@/modules/organisations/sector";
import { ActivityItem } from "@/ui/activity-list";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./duty-entry.module.css";

const ICONS: Record<DutyOut["step"], typeof IconChecklist> = {
  answer: IconUserCheck,
  verify: IconRosetteDiscountCheck,
  read: IconEyeCheck,
  speak: IconMessage2,
  work: IconChecklist,
  renew: IconCalendarTime,
};

interface Margin {
  time: string;
  note: ReactNode;
}

/** In the margin: the day or hour by which it is due, or else how long it has waited. */
function useMargin(): (duty: DutyOut) => Margin {
  const { t } = useLingui();
  const { dates } = useLocale();
  const waited = (since: string): Margin => {
    const days = -dates.daysUntil(dates.day(since));
    if (days <= 0) return { time: dates.time(since), note: t`сьогодні` };
    const time = t`${plural(days, { one: "# день", few: "# дні", many: "# днів", other: "# дня" })}`;
    return { time, note: t`чекає` };
  };
  return ({ due_on, due_at, since }) => {
    const day = due_on ?? (due_at && dates.day(due_at));
    if (!day) return waited(since);
    const today = !due_on && due_at && dates.daysUntil(day) === 0;
    return today
      ? { time: dates.time(due_at), note: t`сьогодні` }
      : { time: dates.dayAndMonth(day), note: dates.weekday(day) };
  };
}

/** How much of the term is left, or that it has passed; nothing where there is no term. */
function Term({ duty }: { duty: DutyOut }) {
  const { dates } = useLocale();
  const words = useDueText();
  const { due_on, due_at, overdue } = duty;
  if (!due_at) return null;
  const day = due_on ?? dates.day(due_at);
  if (overdue) {
    return (
      <OverduePill>{due_on ? words.overdue({ due_on, overdue }) : <Trans>Строк минув</Trans>}</OverduePill>
    );
  }
  const hour = dates.time(due_at);
  return (
    <span>{!due_on && dates.daysUntil(day) === 0 ? <Trans>сьогодні до {hour}</Trans> : words.term(day)}</span>
  );
}

interface DutyEntryProps {
  duty: DutyOut;
  /** Only the newest need has the honey button. */
  first: boolean;
}

/** Something that waits for the reader, of whichever kind: the server says what it is and what leads to it. */
export function DutyEntry({ duty, first }: DutyEntryProps) {
  const { localize: say } = useLocale();
  const margin = useMargin()(duty);
  const { number, organisation } = duty;
  const [label, title] = [say(duty.label), say(duty.title)];
  const numbered = useEntityNumber();
  return (
    <ActivityItem
      you
      time={margin.time}
      timeNote={margin.note}
      eyebrow={
        <>
          <Icon of={ICONS[duty.step]} size={16} />
          {number === null ? label : `${label} · ${numbered(entityAt(duty.url)?.kind, number)}`}
        </>
      }
      title={title}
      href={givenPath(duty.url)}
      action={
        <ButtonLink kind={first ? "call" : "quiet"} href={givenPath(duty.url)}>
          {say(duty.button)}
          <span className="v-hidden">: {title}</span>
        </ButtonLink>
      }
    >
      {duty.note && <p className={`v-small v-t2 ${classes.note}`}>{say(duty.note)}</p>}
      {(organisation || duty.due_at) && (
        <p className="v-meta">
          {organisation && (
            <SectorLabel sector={organisation.sector}>{say(organisation.short_name)}</SectorLabel>
          )}
          <Term duty={duty} />
        </p>
      )}
    </ActivityItem>
  );
}
