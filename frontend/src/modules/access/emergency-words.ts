import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { EmergencyOut, EmergencyRequestOut } from "@/api/generated/types.gen";
import { entityAt } from "@/lib/entity-address";

export const STANDINGS: Record<EmergencyRequestOut["standing"], MessageDescriptor> = {
  asked: msg`Очікує відповіді`,
  expired: msg`Вчасно не відповіли`,
  active: msg`Триває`,
  over: msg`Завершено`,
  refused: msg`Відмовлено`,
  withdrawn: msg`Відкликано`,
};

/** As what somebody asked or answered. */
export const CAPACITIES: Record<EmergencyOut["asked_as"], MessageDescriptor> = {
  administrator: msg`адмініструє систему`,
  data_protection_officer: msg`відповідає за захист персональних даних`,
  coordinator: msg`координує групи громади`,
};

export const THINGS: Record<EmergencyRequestOut["container_type"], MessageDescriptor> = {
  thread: msg`Тема з обмеженим доступом`,
  action: msg`Доручення з обмеженим доступом`,
  dossier: msg`Справа з обмеженим доступом`,
};

const MINUTE_MS = 60_000;
const LOOK_AGAIN_MS = 5_000;

/** Whole minutes that are left until a moment, begun ones too; 0 when it has passed. It goes on by itself. */
export function useMinutesLeft(until: string | null): number {
  const [now, setNow] = useState(Date.now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new end is looked at at once
  useEffect(() => {
    const look = () => setNow(Date.now());
    look();
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - now) / MINUTE_MS));
}

/** «лишилося 42 хвилини» */
export function useLeftWords(): (minutes: number) => string {
  const { t } = useLingui();
  return (minutes) =>
    t`${plural(minutes, {
      one: "лишилася # хвилина",
      few: "лишилися # хвилини",
      many: "лишилося # хвилин",
      other: "лишилося # хвилини",
    })}`;
}

/** The thread, action item or dossier that an address leads to; null for any other. */
export function thingAt(
  address: string,
): { container_type: "thread" | "action" | "dossier"; container_id: string } | null {
  const found = entityAt(address);
  if (!found || found.kind === "group" || found.kind === "recommendation" || found.kind === "decision")
    return null;
  return { container_type: found.kind, container_id: found.id };
}
