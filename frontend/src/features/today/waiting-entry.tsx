import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconChecklist, IconPaperclip, IconRosetteDiscountCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { WaitingOut } from "@/api/generated/types.gen";
import { ButtonLink } from "@/design/button";
import { LedgerItem } from "@/design/ledger";
import { NumberSign } from "@/design/number-sign";
import { SectorLabel } from "@/design/sector";
import { OverduePill, StatusGlyph } from "@/design/status";
import { useReader } from "@/lib/reader";
import { useDueWords } from "@/widgets/due-words";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

function Eyebrow({ item }: { item: WaitingOut }): ReactNode {
  const { number } = item.action;
  switch (item.kind) {
    case "verify":
      return (
        <>
          <IconRosetteDiscountCheck {...ICON} />
          <Trans>Підтвердження · доручення № {number}</Trans>
        </>
      );
    case "accept":
      return (
        <>
          <IconChecklist {...ICON} />
          <Trans>Нове доручення № {number}</Trans>
        </>
      );
    case "overdue":
      return (
        <>
          <StatusGlyph state="overdue" />
          <Trans>Строк минув · доручення № {number}</Trans>
        </>
      );
    case "work":
      return (
        <>
          <StatusGlyph state={item.action.state} />
          <Trans>Ваше доручення № {number}</Trans>
        </>
      );
  }
}

function ButtonWords({ kind }: { kind: WaitingOut["kind"] }) {
  if (kind === "verify") return <Trans>Перевірити</Trans>;
  return kind === "accept" ? <Trans>Розглянути</Trans> : <Trans>Відкрити</Trans>;
}

interface Margin {
  time: string;
  note: ReactNode;
}

/** For the margin: how long somebody has waited for an answer since a moment. */
export function useWaited(): (at: string) => Margin {
  const { t } = useLingui();
  const { dates } = useReader();
  return (at) => {
    const days = -dates.daysUntil(dates.day(at));
    if (days <= 0) return { time: dates.time(at), note: t`сьогодні` };
    const waited = t`${plural(days, { one: "# день", few: "# дні", many: "# днів", other: "# дня" })}`;
    return { time: waited, note: t`чекає` };
  };
}

/** In the margin: how long somebody waits for an answer, or the day by which something is due. */
function useMargin(item: WaitingOut): Margin {
  const { dates } = useReader();
  const waited = useWaited();
  const waitsForAnswer = item.kind === "verify" || item.kind === "accept";
  if (waitsForAnswer && item.at) return waited(item.at);
  return { time: dates.dayAndMonth(item.due_on), note: dates.weekday(item.due_on) };
}

interface WaitingEntryProps {
  item: WaitingOut;
  /** Only the most pressing one has the honey button. */
  first: boolean;
}

export function WaitingEntry({ item, first }: WaitingEntryProps) {
  const { say } = useReader();
  const due = useDueWords();
  const { time, note } = useMargin(item);
  const { action } = item;
  const late = due.overdue(action);
  return (
    <LedgerItem
      you
      time={time}
      timeNote={note}
      eyebrow={<Eyebrow item={item} />}
      title={say(item.title)}
      href={item.url}
      action={
        <ButtonLink kind={first ? "call" : "quiet"} href={item.url}>
          <ButtonWords kind={item.kind} />
          <span className="v-hidden">
            : <NumberSign number={action.number} />
          </span>
        </ButtonLink>
      }
    >
      <p className="v-meta">
        <SectorLabel sector={action.owner.sector}>{say(action.owner.short_name)}</SectorLabel>
        {late ? <OverduePill>{late}</OverduePill> : <span>{due.short(action)}</span>}
        {action.evidence_count > 0 && (
          <span>
            <IconPaperclip {...ICON} />
            <Plural
              value={action.evidence_count}
              one="# доказ"
              few="# докази"
              many="# доказів"
              other="# доказу"
            />
          </span>
        )}
      </p>
    </LedgerItem>
  );
}
