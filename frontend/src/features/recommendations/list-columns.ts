import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { RecommendationFaultOut } from "@/api/generated/types.gen";

/** The columns of a table of recommendations that are read, as its heading has them. */
export const COLUMNS: Record<RecommendationFaultOut["column"], MessageDescriptor> = {
  title: msg`Назва`,
  title_en: msg`Назва англійською`,
  text: msg`Текст`,
  text_en: msg`Текст англійською`,
  cause: msg`З чого випливає`,
  cause_en: msg`З чого випливає, англійською`,
  addressee: msg`Адресат`,
  theme: msg({ message: "Тема", context: "theme" }),
  target_groups: msg`Кого стосується`,
};
