import { Trans, useLingui } from "@lingui/react/macro";
import { IconClock } from "@tabler/icons-react";
import type { SeatAtMeeting } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import type { OutgoingCheckIn, OutgoingEntry, OutgoingNote, OutgoingReply } from "@/outbox/items";
import { useOutgoingRecords } from "@/outbox/outbox-provider";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./meetings.module.css";
import type { MeetingProps } from "./use-meeting-command";
import { ANSWERS } from "./words";

type OwnEntry = OutgoingReply | OutgoingCheckIn;
type SeatEntry = Exclude<OutgoingEntry, OutgoingNote>;

function seatOf(one: SeatEntry): string {
  if ("reply" in one) return one.reply.membership_id;
  return "check_in" in one ? one.check_in.membership_id : one.presence.membership_id;
}

/** What the reader said of a seat of their own and the server does not have, and how they say it. */
export function useOwnEntries({ id, group }: MeetingProps["meeting"], { membership_id }: SeatAtMeeting) {
  const { records, outbox } = useOutgoingRecords(id);
  const own = records
    .filter((one): one is OwnEntry => "reply" in one || "check_in" in one)
    .filter((one) => seatOf(one) === membership_id);
  /** What is said anew takes the place of what was said before and is still here. */
  const say = async (kind: "reply" | "check_in", entry: OwnContent) => {
    await outbox?.enter({ meeting_id: id, group_id: group.id, ...entry });
    // What stays here because the page was left is sent first, and holds no longer then.
    const former = own.filter((one) => kind in one);
    await Promise.all(former.map((one) => outbox?.cancel(one.client_id))).catch(() => undefined);
  };
  const waiting = own.filter(({ refusal }) => refusal === null);
  return {
    reply: waiting.filter((one) => "reply" in one).at(-1)?.reply,
    checkIn: waiting.filter((one) => "check_in" in one).at(-1),
    answer: (answer: OutgoingReply["reply"]["answer"]) => say("reply", { reply: { membership_id, answer } }),
    checkInBy: (code: string) => say("check_in", { check_in: { membership_id, code } }),
    cancel: (one: OwnEntry) => outbox?.cancel(one.client_id),
  };
}

type OwnContent = Pick<OutgoingReply, "reply"> | Pick<OutgoingCheckIn, "check_in">;

/** Something is on its way, or waits for a connection. */
export function Sending() {
  const online = useOnline();
  return (
    <span className="v-tiny v-t2">
      <Icon of={IconClock} size={16} /> {online ? <Trans>Надсилаємо…</Trans> : <Trans>Чекає зв’язку</Trans>}
    </span>
  );
}

/** What the server did not take of seats, with its reason: it stays here until that is read. */
export function RefusedEntries({ meeting }: MeetingProps) {
  const { records, outbox } = useOutgoingRecords(meeting.id);
  const wordsOf = useEntryWords(meeting);
  const refused = records
    .filter((one): one is SeatEntry => !("note" in one))
    .filter(({ refusal }) => refusal !== null);
  return refused.map((one) => (
    <div key={one.client_id} className={classes.refused} role="alert">
      <p>
        <b>{wordsOf(one)}</b> {one.refusal}
      </p>
      <Button kind="quiet" onClick={() => void outbox?.cancel(one.client_id)}>
        <Trans>Прибрати</Trans>
      </Button>
    </div>
  ));
}

function useEntryWords({ seats }: MeetingProps["meeting"]): (one: SeatEntry) => string {
  const { t, i18n } = useLingui();
  const { localize } = useLocale();
  return (one) => {
    if ("reply" in one) {
      const answer = i18n._(ANSWERS[one.reply.answer]);
      return t`Вашу відповідь «${answer}» не записано.`;
    }
    if ("check_in" in one) return t`Вашу присутність не позначено.`;
    const seat = seats.find(({ membership_id }) => membership_id === seatOf(one));
    const name = seat ? localize(seat.person.name) : "";
    return t`Присутність не записано: ${name}.`;
  };
}
