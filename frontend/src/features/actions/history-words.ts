import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { HistoryOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";

/** Names that an entry does not hold itself: of a piece of evidence, of a line of the checklist, of a day. */
interface Names {
  titleOf: (evidenceId: string) => string | undefined;
  lineOf: (lineId: string) => string | undefined;
  dateOf: (day: string) => string;
}

type Data = HistoryOut["data"];
/** The words for an entry, or a function that picks them by what the entry holds. */
type Words = MessageDescriptor | ((data: Data, names: Names) => MessageDescriptor);

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

const PLACE_FIELDS = new Set<unknown>(["place_name", "latitude", "longitude"]);

const hasOnlyPlace = (fields: unknown) =>
  Array.isArray(fields) && fields.length > 0 && fields.every((one) => PLACE_FIELDS.has(one));

/** An item is shown to more, never to fewer. */
const hasOnlyAudience = (fields: unknown) =>
  Array.isArray(fields) && fields.length === 1 && fields[0] === "audience";

function describeEdit(data: Data, { dateOf }: Names) {
  const [before, after] = [textOf(data.due_before), textOf(data.due_after)];
  if (hasOnlyAudience(data.fields)) return msg`Показано всій групі`;
  if (!before || !after) return hasOnlyPlace(data.fields) ? msg`Змінено місце` : msg`Доручення уточнено`;
  const [from, to] = [dateOf(before), dateOf(after)];
  return msg`Строк перенесено з ${from} на ${to}`;
}

function describeReminder(data: Data) {
  const days = Number(data.days);
  if (days === 0) return msg`Надіслано нагадування: строк сьогодні`;
  if (days < 0) {
    const late = -days;
    return msg`Надіслано нагадування: ${plural(late, { one: "прострочено на # день", few: "прострочено на # дні", many: "прострочено на # днів", other: "прострочено на # дня" })}`;
  }
  return msg`Надіслано нагадування: ${plural(days, { one: "лишився # день", few: "лишилося # дні", many: "лишилося # днів", other: "лишилося # дня" })}`;
}

function describeEvidence(data: Data, { titleOf }: Names) {
  const title = titleOf(textOf(data.evidence_id));
  return title ? msg`Додано доказ «${title}»` : msg`Додано доказ`;
}

function describeHiding(data: Data) {
  const number = Number(data.number);
  return data.officer === true
    ? msg`Доказ ${number} приховано задля захисту персональних даних`
    : msg`Приховано доказ ${number}`;
}

function describeWithdrawal(data: Data) {
  const number = Number(data.number);
  return msg`Відкликано доказ ${number}`;
}

function describeRestoration(data: Data) {
  const number = Number(data.number);
  return msg`Знову показано доказ ${number}`;
}

function describeTick(data: Data, { lineOf }: Names) {
  const line = lineOf(textOf(data.line_id));
  if (data.done === true) return line ? msg`Виконано пункт «${line}»` : msg`Виконано пункт переліку робіт`;
  return line ? msg`Пункт «${line}» знову не виконано` : msg`Пункт переліку робіт знову не виконано`;
}

const CHANGED = msg`Зміна в дорученні`;

const RELATIONS: Record<string, [added: MessageDescriptor, removed: MessageDescriptor]> = {
  blocked_by: [msg`Тепер чекає на інше доручення`, msg`Більше не чекає на інше доручення`],
  blocks: [msg`Тепер на нього чекає інше доручення`, msg`Інше доручення на нього більше не чекає`],
  part_of: [msg`Стало частиною іншого доручення`, msg`Більше не є частиною іншого доручення`],
  has_part: [msg`Має нову частину`, msg`Частину відокремлено`],
};

function describeRelation(data: Data) {
  const [added, removed] = RELATIONS[textOf(data.relation)] ?? [CHANGED, CHANGED];
  return data.holds ? added : removed;
}

function describeReassignment(data: Data) {
  const now = textOf(data.owner_organisation_id) + textOf(data.outside_body_id);
  const before = textOf(data.owner_before) + textOf(data.outside_before);
  return now === before ? msg`Змінено, хто саме виконує` : msg`Передано іншому виконавцеві`;
}

/** Steps of the workflow: shown in bold, they are what the eye looks for. */
const STEPS: Record<string, Words> = {
  "tasks.action_accepted": msg`Прийнято виконавцем`,
  "tasks.action_declined": msg`Відхилено виконавцем`,
  "tasks.action_started": ({ before }) =>
    before === "blocked" ? msg`Роботу відновлено` : msg`Роботу почато`,
  "tasks.action_blocked": msg`Заблоковано`,
  "tasks.action_completed": msg`Виконано, потрібне підтвердження`,
  "tasks.completion_withdrawn": msg`Ще не виконано: доручення знову в роботі`,
  "tasks.verification_withdrawn": msg`Підтвердження скасовано`,
  "tasks.action_verified": msg`Виконання підтверджено`,
  "tasks.action_closed": msg`Закрито`,
  "tasks.action_returned": msg`Повернуто із зауваженням`,
  "tasks.action_cancelled": msg`Скасовано`,
};

const OTHERS: Record<string, Words> = {
  "tasks.action_made": msg`Доручення створено`,
  "tasks.action_reassigned": describeReassignment,
  "tasks.action_taken_over": msg`Перейшло до наступника на посаді`,
  "tasks.action_edited": describeEdit,
  "tasks.action_related": describeRelation,
  "tasks.coowners_changed": msg`Змінено, хто ще виконує`,
  "tasks.action_freed": msg`Більше ні на що не чекає`,
  "tasks.action_waits_again": msg`Знову чекає на інше доручення`,
  "tasks.evidence_added": describeEvidence,
  "tasks.evidence_withdrawn": describeWithdrawal,
  "tasks.evidence_hidden": describeHiding,
  "tasks.evidence_restored": describeRestoration,
  "tasks.reminder_set": msg`Поставлено нагадування`,
  "tasks.reminder_removed": msg`Нагадування прибрано`,
  "tasks.reminder_acknowledged": msg`Нагадування вимкнено`,
  "tasks.reminder_due": describeReminder,
  "tasks.checklist_changed": msg`Змінено перелік робіт`,
  "tasks.checklist_ticked": describeTick,
  "tasks.discussion_opened": msg`Розпочато обговорення`,
  "tasks.help_asked": msg`Потрібна допомога`,
  "tasks.help_answered": msg`Відповідь на прохання про допомогу`,
  "tasks.progress_reported": msg`Як ідуть справи`,
  "tasks.action_link_made": msg`Створено посилання для виконавця`,
  "tasks.action_link_revoked": msg`Посилання для виконавця відкликано`,
  "tasks.letter_lost": msg`Лист виконавцю не доставлено`,
  "tasks.letters_declined": msg`Виконавець відмовився від листів`,
  "tasks.promise_published": msg`Опубліковано на сторінці групи`,
  "tasks.promise_taken_back": msg`Прибрано з публічної сторінки`,
  "tasks.item_ladder_changed": msg`Змінено правила нагадувань`,
};

const OWNER_FIELDS: Record<string, MessageDescriptor> = {
  name_uk: msg`назву`,
  name_en: msg`назву англійською`,
  sector: msg`сектор`,
  contact_name: msg`контактну особу`,
  email: msg`електронну пошту`,
  phone: msg`телефон`,
  language: msg`мову листів`,
};

export function isStep({ kind }: HistoryOut): boolean {
  return kind in STEPS;
}

/** Return what tells in words what happened. */
export function useHistoryWords(names: Omit<Names, "dateOf">): (entry: HistoryOut) => string {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const nameFields = (fields: unknown[]) =>
    fields.flatMap((one) => OWNER_FIELDS[String(one)] ?? []).map((one) => i18n._(one));
  return ({ kind, data }) => {
    if (kind === "tasks.outside_body_changed") {
      const named = nameFields(Array.isArray(data.fields) ? data.fields : []);
      return t`Змінено дані виконавця: ${named.join(", ")}`;
    }
    const words = STEPS[kind] ?? OTHERS[kind] ?? CHANGED;
    return i18n._(
      typeof words === "function" ? words(data, { ...names, dateOf: (day) => dates.numeric(day) }) : words,
    );
  };
}
