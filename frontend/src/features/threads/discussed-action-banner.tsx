import { Trans } from "@lingui/react/macro";
import { IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { StatusPill } from "@/modules/actions/status";
import { actionPath } from "@/modules/entities/paths";
import { actionsQuery } from "@/queries/actions";
import { AppLink } from "@/ui/app-link";
import classes from "./thread.module.css";

/** The action item that a thread is about, if it is about one that the reader sees. */
export function DiscussedActionBanner({ threadId }: { threadId: string }) {
  const { localize: say } = useLocale();
  const numbered = useItemNumber();
  const { data: [action] = [] } = useQuery(actionsQuery({ discussion: threadId }));
  if (!action) return null;
  return (
    <p className={classes.discussed}>
      <IconChecklist size={20} stroke={1.75} aria-hidden="true" />
      <span>
        <Trans>Обговорюємо доручення</Trans>{" "}
        <AppLink className="v-reach" href={actionPath(action.id)}>
          {numbered(action.number)} {say(action.title)}
        </AppLink>
      </span>
      <StatusPill state={action.state} />
    </p>
  );
}
