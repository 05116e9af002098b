import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type {
  AgendaItemOut,
  ItemNoteOut,
  MeetingCard,
  MeetingOut,
  SeatAtMeeting,
} from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";

export type MeetingState = MeetingOut["state"];
export type Answer = NonNullable<SeatAtMeeting["answer"]>;
export type NoteKind = ItemNoteOut["kind"];

export const STATES: Record<MeetingState, MessageDescriptor> = {
  planned: msg`Заплановано`,
  convened: msg`Скликано`,
  running: msg`Триває`,
  ended: msg`Відбулося`,
  cancelled: msg`Скасовано`,
};

export const ANSWERS: Record<Answer, MessageDescriptor> = {
  comes: msg`Прийду`,
  by_video: msg`Буду на відеозв’язку`,
  deputy: msg`Прийде заступник`,
  not: msg`Не прийду`,
};

export const ITEM_KINDS: Record<AgendaItemOut["kind"], MessageDescriptor> = {
  question: msg({ message: "Питання", context: "one" }),
  decision: msg`Рішення`,
  action: msg({ message: "Доручення", context: "one" }),
  report: msg`Звіт`,
  other: msg`Інше`,
};

export const NOTE_KINDS: Record<NoteKind, MessageDescriptor> = {
  listened: msg`Слухали`,
  spoke: msg`Виступили`,
  resolved: msg`Ухвалили`,
  action: msg({ message: "Доручення", context: "one" }),
};

/** Return what a meeting is called: its number from the founding, once it is convened. */
export function useMeetingTitle(): (meeting: Pick<MeetingCard, "number" | "title">) => string {
  const { t } = useLingui();
  const { localize } = useLocale();
  const numbered = useItemNumber();
  return ({ number, title }) => {
    if (number === null) return localize(title);
    const no = numbered(number);
    return t`Засідання ${no}`;
  };
}

/** Return when it is held: «8 грудня, 15:00–16:30». */
export function useTimeText(): (meeting: Pick<MeetingCard, "starts_at" | "ends_at">) => string {
  const { dates } = useLocale();
  return ({ starts_at, ends_at }) => `${dates.full(starts_at)}–${dates.time(ends_at)}`;
}

/** Return the title of an item with its place; of one that the reader may not read, the place alone. */
export function useItemTitle(): (item: AgendaItemOut) => string {
  const { t } = useLingui();
  return ({ position, title }) => {
    const words = title ?? t`Питання закритої теми`;
    return position === null ? words : `${position}. ${words}`;
  };
}
