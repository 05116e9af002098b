import { Trans, useLingui } from "@lingui/react/macro";
import { IconCopy } from "@tabler/icons-react";
import type { GroupOut } from "@/api/generated/types.gen";
import { useCopy } from "@/kit/copy-button";
import { pathTo } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { toast } from "@/ui/toast";
import classes from "./groups.module.css";

/** Whether anybody reads of the group without signing in: one that is merely proposed shows itself to nobody. */
export function hasPublicPage({ visibility, state }: GroupOut): boolean {
  return visibility === "public" && state !== "proposed";
}

/** The page of a group that is open to everybody: to look at, and to pass on. */
export function PublicPageLink({ groupId }: { groupId: string }) {
  const { t } = useLingui();
  const path = pathTo("/public/groups/$groupId", { groupId });
  const copy = useCopy();
  const copyLink = async () => {
    if (await copy(`${location.origin}${path}`)) toast(t`Посилання скопійовано`);
  };
  return (
    <span className={classes.publicPage}>
      <AppLink className="v-reach" href={path}>
        <Trans>Публічна сторінка</Trans>
      </AppLink>
      <ToolButton label={t`Копіювати посилання на публічну сторінку`} onClick={() => void copyLink()}>
        <Icon of={IconCopy} />
      </ToolButton>
    </span>
  );
}
