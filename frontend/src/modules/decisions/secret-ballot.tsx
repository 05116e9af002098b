import { Trans, useLingui } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import { putDecisionBallot } from "@/api/generated/sdk.gen";
import type { DecisionOut, VoterOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { InlineForm } from "@/kit/inline-form";
import { useDialog } from "@/kit/use-dialog";
import { Icon } from "@/ui/icon";
import classes from "./decision.module.css";
import { useVoteCommand } from "./use-decision-command";
import { VoteFields } from "./vote-fields";
import { ballotOf, useVoteForm, type VoteForm } from "./vote-form";

interface Props {
  decision: DecisionOut;
  voter: VoterOut;
}

/** A secret ballot: what it means is said before it is cast, and then it is asked once more. */
export function SecretBallot({ decision, voter }: Props) {
  if (voter.has_voted) {
    return (
      <p className={classes.note}>
        <Icon of={IconLock} size={16} />
        <Trans>Ваш бюлетень подано. Змінити його чи побачити знову не може ніхто, і ви теж.</Trans>
      </p>
    );
  }
  return <BallotForm decision={decision} voter={voter} />;
}

function BallotForm({ decision, voter }: Props) {
  const { t } = useLingui();
  const asking = useDialog<VoteForm>();
  const command = useVoteCommand<VoteForm>(decision, {
    run: (form) =>
      unwrap(
        putDecisionBallot({
          path: { decision_id: decision.id, voter_id: voter.id },
          body: ballotOf(form),
        }),
      ),
    success: t`Бюлетень подано`,
  });
  const form = useVoteForm(decision, voter, { ...command, begin: () => undefined });
  return (
    <>
      <p className={classes.note}>
        <Icon of={IconLock} size={16} />
        <span>
          <Trans>
            Голосування таємне. Бюлетень остаточний: його не змінити й не забрати, він лишиться, навіть якщо
            ви втратите місце. Усі побачать лише те, що ви взяли участь.
          </Trans>
        </span>
      </p>
      <InlineForm
        form={form}
        className={classes.form}
        submit={<Trans>Подати бюлетень…</Trans>}
        submitKind="call"
        onSubmit={asking.open}
      >
        <VoteFields decision={decision} form={form} label={t`Ваш вибір`} />
      </InlineForm>
      {asking.render((values, close) => (
        <ConfirmDialog
          title={t`Подати бюлетень?`}
          text={<Trans>Змінити його потім не вийде.</Trans>}
          submit={t`Подати бюлетень`}
          cancel={t`Ще подумаю`}
          command={{ ...command, mutate: () => command.mutate(values, { onSuccess: close }) }}
          onClose={close}
        />
      ))}
    </>
  );
}
