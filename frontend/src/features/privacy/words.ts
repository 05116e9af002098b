import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RequestOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";

export const KINDS: Record<RequestOut["kind"], MessageDescriptor> = {
  access: msg`Доступ до даних`,
  rectification: msg`Виправлення`,
  erasure: msg`Стирання`,
  objection: msg`Заперечення проти обробки`,
  other: msg`Інше`,
};

export const STATES: Record<RequestOut["state"], MessageDescriptor> = {
  received: msg`Надійшов`,
  identity_checked: msg`Особу встановлено`,
  in_progress: msg`На розгляді`,
  answered: msg`З відповіддю`,
  refused: msg`Відмовлено`,
  appealed: msg`Оскаржено`,
  withdrawn: msg`Відкликано`,
};

/** The buttons of the officer: what each step does. */
export const STEPS: Partial<Record<RequestOut["state"], MessageDescriptor>> = {
  identity_checked: msg`Особу встановлено`,
  in_progress: msg`Взяти до розгляду`,
  answered: msg`Відповісти`,
  refused: msg`Відмовити`,
};

export function isOpen(request: RequestOut): boolean {
  return request.closed_at === null;
}

/** «до 20 січня, лишилося 3 дні» of an open request; when it was closed otherwise. */
export function useDueWords(): (request: RequestOut) => string {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (request) => {
    if (request.closed_at) {
      const closed = dates.long(dates.day(request.closed_at));
      return t`закрито ${closed}`;
    }
    if (request.waits_for_second) return t`стирання чекає на другу людину`;
    if (request.erase_at) {
      const moment = dates.full(request.erase_at);
      return t`стирання ${moment}`;
    }
    const day = dates.day(request.due_at);
    const until = dates.long(day);
    const left = dates.daysUntil(day);
    if (left < 0) return t`строк минув ${until}`;
    const days = t`${plural(left, { one: "лишився # день", few: "лишилося # дні", many: "лишилося # днів", other: "лишилося # дня" })}`;
    return t`відповісти до ${until} · ${days}`;
  };
}
