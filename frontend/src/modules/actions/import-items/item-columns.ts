import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ItemFaultOut } from "@/api/generated/types.gen";

/** The columns of a table of action items. */
export const COLUMNS: Record<ItemFaultOut["column"], MessageDescriptor> = {
  title: msg`Назва`,
  title_en: msg`Назва англійською`,
  description: msg`Опис`,
  priority: msg`Важливість`,
  owner: msg`Виконавець`,
  coowners: msg`Співвиконавці`,
  verifier: msg`Хто підтверджує`,
  due_on: msg`Строк`,
  criteria: msg`Критерії`,
  target_groups: msg`Для кого`,
  tags: msg`Теги`,
  place_name: msg`Місце`,
  place: msg`Координати`,
  effort_hours: msg`Скільки годин роботи`,
  budget: msg`Кошти`,
  budget_source: msg`Чиї кошти`,
};
