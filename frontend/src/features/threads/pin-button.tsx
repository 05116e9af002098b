import type { ThreadOut } from "@/api/generated/types.gen";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { usePin } from "./use-pin";

export function PinButton({ thread }: { thread: ThreadOut }) {
  const { label, icon, isPending, toggle } = usePin(thread);
  return (
    <ToolButton label={label} aria-busy={isPending} onClick={toggle}>
      <Icon of={icon} />
    </ToolButton>
  );
}
