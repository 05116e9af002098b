import { Trans } from "@lingui/react/macro";
import { IconEyeCheck } from "@tabler/icons-react";
import type { AwaitedOut } from "@/api/generated/types.gen";
import { ButtonLink } from "@/design/button";
import { LedgerItem } from "@/design/ledger";
import { OverduePill } from "@/design/status";
import { useReader } from "@/lib/reader";
import { useSpokenBy } from "@/widgets/voices";
import classes from "./today.module.css";

interface AwaitedEntryProps {
  item: AwaitedOut;
  /** Only the most pressing one has the honey button. */
  first: boolean;
}

/** A message that the reader is asked to acknowledge. */
export function AwaitedEntry({ item, first }: AwaitedEntryProps) {
  const { say, dates } = useReader();
  const spokenBy = useSpokenBy();
  const day = item.due_on ?? dates.day(item.marked_at);
  return (
    <LedgerItem
      you
      time={dates.dayAndMonth(day)}
      timeNote={item.due_on ? dates.weekday(day) : <Trans>чекає</Trans>}
      eyebrow={
        <>
          <IconEyeCheck size={16} stroke={1.75} aria-hidden="true" />
          <Trans>Обов’язкове до прочитання</Trans>
        </>
      }
      title={say(item.title)}
      href={item.url}
      action={
        <ButtonLink kind={first ? "call" : "quiet"} href={item.url}>
          <Trans>Ознайомитися</Trans>
          <span className="v-hidden">: {say(item.title)}</span>
        </ButtonLink>
      }
    >
      <p className={`v-small v-t2 ${classes.excerpt}`}>
        <b>{spokenBy(item.author)}:</b> {item.excerpt}
      </p>
      {item.overdue && (
        <p className="v-meta">
          <OverduePill>
            <Trans>Строк минув</Trans>
          </OverduePill>
        </p>
      )}
    </LedgerItem>
  );
}
