import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ContactPointOut, OfficeOut, TerritoryOut } from "@/api/generated/types.gen";

export const LEVELS: Record<TerritoryOut["level"], MessageDescriptor> = {
  country: msg`країна`,
  oblast: msg`область`,
  raion: msg`район`,
  hromada: msg`громада`,
  settlement: msg`населений пункт`,
};

export const CONTACT_KINDS: Record<ContactPointOut["kind"], MessageDescriptor> = {
  police: msg`Поліція`,
  rescue: msg`Рятувальники`,
  health: msg`Медична допомога`,
  council: msg`Місцеве самоврядування`,
  services: msg`Адміністративні послуги`,
  social: msg`Соціальні служби`,
  hotline: msg`Гаряча лінія`,
  other: msg`Інше`,
};

export const OFFICES: Record<OfficeOut["kind"], MessageDescriptor> = {
  coordinator: msg`Координація громади`,
  data_protection_officer: msg`Захист персональних даних`,
};
