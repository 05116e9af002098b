import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { MinutesOut, MinutesSignatureOut } from "@/api/generated/types.gen";

export const STATES: Record<MinutesOut["state"], MessageDescriptor> = {
  draft: msg({ message: "Проєкт", context: "minutes" }),
  remarks: msg`Збираємо зауваження`,
  signing: msg`На підписі`,
  signed: msg({ message: "Підписано", context: "minutes" }),
};

export const ROLES: Record<MinutesSignatureOut["role"], MessageDescriptor> = {
  chair: msg`Головує`,
  secretary: msg`Веде протокол`,
};

export const WAYS: Record<NonNullable<MinutesSignatureOut["way"]>, MessageDescriptor> = {
  proof: msg`підтверджено особу`,
  paper: msg`підписано на папері`,
  container: msg`кваліфікований підпис`,
};
