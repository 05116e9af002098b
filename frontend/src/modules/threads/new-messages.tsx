import { plural } from "@lingui/core/macro";
import { Count } from "@/modules/actions/status";

/** How many messages wait to be read, in honey; read out with its words. */
export function NewMessages({ value }: { value: number }) {
  const label = plural(value, {
    one: "нове повідомлення",
    few: "нові повідомлення",
    many: "нових повідомлень",
    other: "нового повідомлення",
  });
  return <Count value={value} label={label} />;
}
