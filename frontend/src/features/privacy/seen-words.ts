import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { AccessOut } from "@/api/generated/types.gen";

/** What was seen, where the reader may not see its title. */
export const SEEN: Record<AccessOut["what"]["kind"], MessageDescriptor> = {
  thread: msg`Тема з обмеженим доступом`,
  action: msg`Доручення з обмеженим доступом`,
  dossier: msg`Справа з обмеженим доступом`,
  account: msg`Обліковий запис`,
  subject_request: msg`Запит про персональні дані`,
  access_record: msg`Журнал доступу`,
  access_request: msg`Запит на доступ до теми`,
  dossier_access_request: msg`Запит на доступ до справи`,
  guest_share: msg`Гостьовий доступ`,
  join_request: msg`Запит на місце в групі`,
  invitation: msg`Запрошення з адресою електронної пошти`,
  mandate: msg`Причина, з якої повноваження призупинено чи припинено`,
  membership: msg`Причина, з якої закінчилася участь у групі`,
  office: msg`Причина, з якої завершено роль координатора чи відповідальної особи`,
  deputyship: msg`Дні відсутності та хто тоді заступає`,
  sight: msg`Перелік того, що людина бачить, і підстав`,
  break_glass: msg`Запит на екстрений доступ`,
  member_list: msg`Список людей, яких додають до групи`,
  data_subject: msg`Перелік людей, про чиї дані дбає відповідальна особа`,
  organisation_administrator: msg`Запис про те, хто призначає представників організації`,
};

export const WAYS: Record<AccessOut["way"], MessageDescriptor> = {
  page: msg`на сторінці`,
  list: msg`у переліку`,
  live: msg`одразу, щойно з’явилося`,
  file: msg`у файлі`,
  link: msg`у файлі за посиланням`,
};

/** Why the reader could see it, where no organisation says so. */
export const GROUNDS: Record<AccessOut["ground"]["kind"], MessageDescriptor> = {
  membership: msg`Бере участь у групі`,
  deputyship: msg`Заступає відсутню людину`,
  guest_share: msg`Гостьовий доступ`,
  office: msg`Координує групи громади`,
  break_glass: msg`Екстрений доступ`,
  administrator: msg`Адмініструє систему`,
  data_protection_officer: msg`Відповідає за захист персональних даних`,
  organisation_administrator: msg`Призначає представників організації`,
  unknown: msg`Підставу не встановлено`,
};

/** One line of the record: what one person saw of one thing in one hour, in every way in which they did. */
export interface SeenLine extends Omit<AccessOut, "way"> {
  ways: AccessOut["way"][];
}

/** Neighbours that differ only in the way are one line: a thread that is opened is also heard as it goes on. */
export function linesOf(rows: AccessOut[]): SeenLine[] {
  const lines: SeenLine[] = [];
  for (const { way, ...row } of rows) {
    const last = lines.at(-1);
    if (last && isSame(last, row)) last.ways.unshift(way);
    else lines.push({ ...row, ways: [way] });
  }
  return lines;
}

const HOUR = "2026-11-25T10".length;

function isSame(line: SeenLine, row: Omit<AccessOut, "way">): boolean {
  // Without an address two things that are hidden from the reader cannot be told apart.
  return (
    line.what.url !== null &&
    line.what.url === row.what.url &&
    line.reader.id === row.reader.id &&
    line.ground.kind === row.ground.kind &&
    line.at.slice(0, HOUR) === row.at.slice(0, HOUR)
  );
}
