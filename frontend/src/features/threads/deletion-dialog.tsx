import { useLingui } from "@lingui/react/macro";
import type { ComponentProps } from "react";
import { ConfirmDialog } from "@/kit/confirm-dialog";

/** Ask before something is deleted for everybody. */
export function DeletionDialog(
  props: Omit<ComponentProps<typeof ConfirmDialog>, "submit" | "cancel" | "danger">,
) {
  const { t } = useLingui();
  return <ConfirmDialog danger submit={t`Видалити`} cancel={t`Залишити`} {...props} />;
}
