import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { putDecisionPhoneVote } from "@/api/generated/sdk.gen";
import type { DecisionOut, MembershipOut, PersonRef, VoterOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useLocale } from "@/lib/locale";
import { type DecisionDialogProps, useVoteCommand } from "@/modules/decisions/use-decision-command";
import { VoteFields } from "@/modules/decisions/vote-fields";
import { useVoteForm, type VoteForm, voteOf } from "@/modules/decisions/vote-form";
import { membersQuery } from "@/queries/groups";

/** Return the seats and organisations whose answer may be recorded: those of others. */
const recordable = ({ voters, mine }: DecisionOut) =>
  voters.filter(({ id, lost_at }) => !lost_at && !mine.some((one) => one.id === id));

/** Return who speaks for a voter now: whoever has the seat or one of the organisation, then acting deputies. */
function listSpeakers({ seat, organisation }: VoterOut, members: MembershipOut[]): PersonRef[] {
  const seats = members.filter((one) =>
    seat
      ? one.person.id === seat.person.id && one.organisation.id === organisation.id
      : one.role !== "observer" && one.organisation.id === organisation.id,
  );
  const people = [
    ...(seat ? [seat.person] : []),
    ...seats.map(({ person }) => person),
    ...seats.flatMap(({ deputy }) => deputy ?? []),
  ];
  // A deputy may have a seat of their own.
  return [...new Map(people.map((one) => [one.id, one])).values()];
}

/** Return who may have answered for a voter, and who did: the first of them until another one is chosen. */
function useSpeaker(decision: DecisionOut, voter: VoterOut) {
  const { data: members = [] } = useQuery(membersQuery(decision.group.id));
  const speakers = listSpeakers(voter, members);
  const [named, setSpeaker] = useState<string | null>(null);
  return { speakers, speaker: named ?? speakers[0]?.id ?? "", setSpeaker };
}

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
  const { speakers, speaker, setSpeaker } = useSpeaker(decision, voter);
  const command = useVoteCommand<VoteForm>(decision, {
    run: (form, { confirmed }) =>
      unwrap(
        putDecisionPhoneVote({
          path: { decision_id: decision.id, voter_id: voter.id },
          body: { ...voteOf(form), said_by: speaker, ...(confirmed ? { confirmed } : {}) },
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
        label={t`Чия відповідь`}
        data={voters.map((one) => ({ value: one.id, label: nameOf(one) }))}
        allowDeselect={false}
        value={voter.id}
        onChange={(id) => id && onChoose(id)}
      />
      {(speakers.length > 1 || !voter.seat) && (
        <Select
          label={t`Хто це сказав`}
          data={speakers.map(({ id, name }) => ({ value: id, label: localize(name) }))}
          allowDeselect={false}
          value={speaker}
          onChange={setSpeaker}
        />
      )}
      <VoteFields decision={decision} form={form} label={t`Що сказано`} />
    </FormDialog>
  );
}
