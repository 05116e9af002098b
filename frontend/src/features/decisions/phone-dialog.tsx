import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useState } from "react";
import { putDecisionPhoneVote } from "@/api/generated/sdk.gen";
import type { DecisionOut, VoterOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useLocale } from "@/lib/locale";
import { type DecisionDialogProps, useVoteCommand } from "@/modules/decisions/use-decision-command";
import { VoteFields } from "@/modules/decisions/vote-fields";
import { useVoteForm, type VoteForm, voteOf } from "@/modules/decisions/vote-form";

/** Return the seats whose answer may be recorded: those of others, with the person who holds them. */
const recordable = ({ voters, mine }: DecisionOut) =>
  voters.filter(({ id, seat, lost_at }) => seat && !lost_at && !mine.some((one) => one.id === id));

/** Record what somebody answered by phone; who said it and who recorded it is seen by all. */
export function PhoneDialog({ decision, onClose }: DecisionDialogProps) {
  const voters = recordable(decision);
  const first = voters.find(({ has_voted }) => !has_voted) ?? voters[0];
  const [chosen, setChosen] = useState(first?.id);
  const voter = voters.find(({ id }) => id === chosen);
  if (!voter) return null;
  return <VoterForm key={voter.id} {...{ decision, voter, voters, onClose }} onChoose={setChosen} />;
}

interface VoterFormProps extends DecisionDialogProps {
  voter: VoterOut;
  voters: VoterOut[];
  onChoose: (voter: string) => void;
}

function VoterForm({ decision, voter, voters, onChoose, onClose }: VoterFormProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const command = useVoteCommand<VoteForm>(decision, {
    run: (form, { confirmed }) =>
      unwrap(
        putDecisionPhoneVote({
          path: { decision_id: decision.id, voter_id: voter.id },
          body: {
            ...voteOf(form),
            said_by: voter.seat?.person.id ?? "",
            ...(confirmed ? { confirmed } : {}),
          },
        }),
      ),
    success: t`Телефонну відповідь записано`,
    anyway: t`Усе одно записати`,
    onSuccess: onClose,
  });
  const form = useVoteForm(decision, voter, { ...command, begin: () => undefined });
  const nameOf = ({ organisation, seat }: VoterOut) =>
    [localize(organisation.short_name), seat && localize(seat.person.name)].filter(Boolean).join(", ");
  return (
    <FormDialog
      form={form}
      title={t`Записати телефонну відповідь`}
      lead={<Trans>Усі побачать, хто це сказав і хто записав. Людина дістане сповіщення.</Trans>}
      submit={t`Записати`}
      onClose={onClose}
    >
      <Select
        label={t`Хто відповів`}
        data={voters.map((one) => ({ value: one.id, label: nameOf(one) }))}
        allowDeselect={false}
        value={voter.id}
        onChange={(id) => id && onChoose(id)}
      />
      <VoteFields decision={decision} form={form} label={t`Що сказано`} />
    </FormDialog>
  );
}
