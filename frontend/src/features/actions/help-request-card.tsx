import { Trans } from "@lingui/react/macro";
import { IconLifebuoy } from "@tabler/icons-react";
import type { ActionOut, HelpOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { HelpDialog } from "@/modules/actions/help-dialog";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";

/** That the owner cannot go on alone, and the answer of who leads the group. */
export function HelpRequestCard({ action }: { action: ActionOut }) {
  const asking = useDialog<"ask" | "answer">();
  const asks = action.allowed.includes("ask_help");
  const answers = action.help_asked !== null && action.allowed.includes("answer_help");
  if (!action.help_asked && !asks) return null;
  return (
    <>
      {action.help_asked && <Asked help={action.help_asked} />}
      <div className={classes.buttons}>
        {answers && (
          <Button kind="quiet" onClick={() => asking.open("answer")}>
            <Trans>Відповісти на прохання</Trans>
          </Button>
        )}
        {asks && !action.help_asked && (
          <Button kind="ghost" onClick={() => asking.open("ask")}>
            <Icon of={IconLifebuoy} />
            <Trans>Потрібна допомога</Trans>
          </Button>
        )}
      </div>
      {asking.render((about, close) => (
        <HelpDialog
          actionId={action.id}
          answers={about === "answer" ? action.version : undefined}
          onClose={close}
        />
      ))}
    </>
  );
}

function Asked({ help }: { help: HelpOut }) {
  const { localize: say, dates } = useLocale();
  const who = say(help.by.person.name);
  const day = dates.dayAndMonth(dates.day(help.at));
  return (
    <blockquote className={classes.reason}>
      <p className="v-tiny v-t2">
        <Trans>
          Потрібна допомога: {who}, {day}
        </Trans>
      </p>
      <p>{help.text}</p>
    </blockquote>
  );
}
