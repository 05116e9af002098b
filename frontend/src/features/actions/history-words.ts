import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { HistoryOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";

/** Steps of the workflow: shown in bold, they are what the eye looks for. */
const STEPS = new Set([
  "tasks.action_accepted",
  "tasks.action_declined",
  "tasks.action_started",
  "tasks.action_blocked",
  "tasks.action_completed",
  "tasks.completion_withdrawn",
  "tasks.action_verified",
  "tasks.verification_withdrawn",
  "tasks.action_closed",
  "tasks.action_returned",
  "tasks.action_cancelled",
]);

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function isStep({ kind }: HistoryOut): boolean {
  return STEPS.has(kind);
}

const OF_THE_PLACE = new Set<unknown>(["place_name", "latitude", "longitude"]);

const isPlaceAlone = (fields: unknown) =>
  Array.isArray(fields) && fields.length > 0 && fields.every((one) => OF_THE_PLACE.has(one));

/** An item is shown to more, never to fewer. */
const isAudienceAlone = (fields: unknown) =>
  Array.isArray(fields) && fields.length === 1 && fields[0] === "audience";

type NameOf = (id: string) => string | undefined;

/** What happened, in words. `titleOf` names a piece of evidence by its id, `lineOf` a line of the checklist. */
export function useHistoryWords(titleOf: NameOf, lineOf: NameOf) {
  const { t } = useLingui();
  const { dates } = useLocale();

  const edited = ({ data }: HistoryOut): string => {
    const [before, after] = [textOf(data.due_before), textOf(data.due_after)];
    if (isAudienceAlone(data.fields)) return t`Показано всій групі`;
    if (!before || !after) return isPlaceAlone(data.fields) ? t`Змінено місце` : t`Доручення уточнено`;
    const [from, to] = [dates.numeric(before), dates.numeric(after)];
    return t`Строк перенесено з ${from} на ${to}`;
  };

  const reminded = ({ data }: HistoryOut): string => {
    const days = Number(data.days);
    if (days === 0) return t`Надіслано нагадування: строк сьогодні`;
    if (days < 0) {
      const late = -days;
      return t`Надіслано нагадування: ${plural(late, { one: "прострочено на # день", few: "прострочено на # дні", many: "прострочено на # днів", other: "прострочено на # дня" })}`;
    }
    return t`Надіслано нагадування: ${plural(days, { one: "лишився # день", few: "лишилося # дні", many: "лишилося # днів", other: "лишилося # дня" })}`;
  };

  const step = (entry: HistoryOut): string | undefined => {
    switch (entry.kind) {
      case "tasks.action_accepted":
        return t`Прийнято виконавцем`;
      case "tasks.action_declined":
        return t`Відхилено виконавцем`;
      case "tasks.action_started":
        return entry.data.before === "blocked" ? t`Роботу відновлено` : t`Роботу почато`;
      case "tasks.action_blocked":
        return t`Заблоковано`;
      case "tasks.action_completed":
        return t`Виконано, потрібне підтвердження`;
      case "tasks.completion_withdrawn":
        return t`Ще не виконано: доручення знову в роботі`;
      case "tasks.verification_withdrawn":
        return t`Підтвердження скасовано`;
      case "tasks.action_verified":
        return t`Виконання підтверджено`;
      case "tasks.action_closed":
        return t`Закрито`;
      case "tasks.action_returned":
        return t`Повернуто із зауваженням`;
      case "tasks.action_cancelled":
        return t`Скасовано`;
    }
  };

  const evidence = ({ data }: HistoryOut): string => {
    const title = titleOf(textOf(data.evidence_id));
    return title ? t`Додано доказ «${title}»` : t`Додано доказ`;
  };

  const removed = ({ kind, data }: HistoryOut): string => {
    const number = Number(data.number);
    if (kind === "tasks.evidence_withdrawn") return t`Відкликано доказ ${number}`;
    if (kind === "tasks.evidence_restored") return t`Знову показано доказ ${number}`;
    return data.officer === true
      ? t`Доказ ${number} приховано задля захисту персональних даних`
      : t`Приховано доказ ${number}`;
  };

  const ticked = ({ data }: HistoryOut): string => {
    const line = lineOf(textOf(data.line_id));
    if (data.done === true) return line ? t`Виконано пункт «${line}»` : t`Виконано пункт переліку робіт`;
    return line ? t`Пункт «${line}» знову не виконано` : t`Пункт переліку робіт знову не виконано`;
  };

  const related = ({ data }: HistoryOut): string => {
    const words: Record<string, [string, string]> = {
      blocked_by: [t`Тепер чекає на інше доручення`, t`Більше не чекає на інше доручення`],
      blocks: [t`Тепер на нього чекає інше доручення`, t`Інше доручення на нього більше не чекає`],
      part_of: [t`Стало частиною іншого доручення`, t`Більше не є частиною іншого доручення`],
      has_part: [t`Має нову частину`, t`Частину відокремлено`],
    };
    const [holds, ended] = words[textOf(data.relation)] ?? [t`Зміна в дорученні`, t`Зміна в дорученні`];
    return data.holds ? holds : ended;
  };

  const reassigned = ({ data }: HistoryOut): string => {
    const now = textOf(data.owner_organisation_id) + textOf(data.outside_body_id);
    const before = textOf(data.owner_before) + textOf(data.outside_before);
    return now === before ? t`Змінено, хто саме виконує` : t`Передано іншому виконавцеві`;
  };

  const bodyChanged = ({ data }: HistoryOut): string => {
    const words: Record<string, string> = {
      name_uk: t`назву`,
      name_en: t`назву англійською`,
      sector: t`сектор`,
      contact_name: t`контактну особу`,
      email: t`електронну пошту`,
      phone: t`телефон`,
      language: t`мову листів`,
    };
    const named = (Array.isArray(data.fields) ? data.fields : []).flatMap((one) => words[one] ?? []);
    return t`Змінено дані виконавця: ${named.join(", ")}`;
  };

  const other = (entry: HistoryOut): string => {
    switch (entry.kind) {
      case "tasks.action_made":
        return t`Доручення створено`;
      case "tasks.action_reassigned":
        return reassigned(entry);
      case "tasks.action_taken_over":
        return t`Перейшло до наступника на посаді`;
      case "tasks.action_edited":
        return edited(entry);
      case "tasks.action_related":
        return related(entry);
      case "tasks.coowners_changed":
        return t`Змінено, хто ще виконує`;
      case "tasks.action_freed":
        return t`Більше ні на що не чекає`;
      case "tasks.action_waits_again":
        return t`Знову чекає на інше доручення`;
      case "tasks.evidence_added":
        return evidence(entry);
      case "tasks.evidence_withdrawn":
      case "tasks.evidence_hidden":
      case "tasks.evidence_restored":
        return removed(entry);
      case "tasks.reminder_set":
        return t`Поставлено нагадування`;
      case "tasks.reminder_removed":
        return t`Нагадування прибрано`;
      case "tasks.reminder_acknowledged":
        return t`Нагадування вимкнено`;
      case "tasks.reminder_due":
        return reminded(entry);
      case "tasks.checklist_changed":
        return t`Змінено перелік робіт`;
      case "tasks.checklist_ticked":
        return ticked(entry);
      case "tasks.discussion_opened":
        return t`Розпочато обговорення`;
      case "tasks.help_asked":
        return t`Потрібна допомога`;
      case "tasks.help_answered":
        return t`Відповідь на прохання про допомогу`;
      case "tasks.progress_reported":
        return t`Як ідуть справи`;
      case "tasks.action_link_made":
        return t`Створено посилання для виконавця`;
      case "tasks.action_link_revoked":
        return t`Посилання для виконавця відкликано`;
      case "tasks.letter_lost":
        return t`Лист виконавцю не доставлено`;
      case "tasks.letters_declined":
        return t`Виконавець відмовився від листів`;
      case "tasks.outside_body_changed":
        return bodyChanged(entry);
      case "tasks.promise_published":
        return t`Опубліковано на сторінці групи`;
      case "tasks.promise_taken_back":
        return t`Прибрано з публічної сторінки`;
      case "tasks.item_ladder_changed":
        return t`Змінено правила нагадувань`;
      default:
        return t`Зміна в дорученні`;
    }
  };

  return (entry: HistoryOut): string => step(entry) ?? other(entry);
}
