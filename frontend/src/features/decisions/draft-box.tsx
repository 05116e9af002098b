import { Trans } from "@lingui/react/macro";
import { useId } from "react";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import classes from "@/modules/decisions/decision.module.css";
import { EditProposalDialog } from "@/modules/decisions/propose-dialog";
import { Button } from "@/ui/button";
import { OpenDialog } from "./step-dialogs";

/** A draft: what has to happen before anybody answers. */
export function DraftBox({ decision }: { decision: DecisionOut }) {
  const id = useId();
  const opening = useDialog();
  const editing = useDialog();
  const { state, allowed } = decision;
  if (state !== "draft") return null;
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <h2 id={id}>
        <Trans>Це ще чернетка</Trans>
      </h2>
      <p>
        <Trans>Відповідати можна, щойно рішення відкриє той, хто веде. Тоді правило вже не змінити.</Trans>
      </p>
      <div className={classes.buttons}>
        {allowed.includes("open") && (
          <Button onClick={() => opening.open()}>
            <Trans>Почати збирати відповіді</Trans>
          </Button>
        )}
        {allowed.includes("edit") && (
          <Button kind="quiet" onClick={() => editing.open()}>
            <Trans>Змінити чернетку</Trans>
          </Button>
        )}
      </div>
      {opening.render((_, close) => (
        <OpenDialog decision={decision} onClose={close} />
      ))}
      {editing.render((_, close) => (
        <EditProposalDialog decision={decision} onClose={close} />
      ))}
    </section>
  );
}
