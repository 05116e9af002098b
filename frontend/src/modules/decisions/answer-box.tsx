import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { deleteDecisionVote, putDecisionVote } from "@/api/generated/sdk.gen";
import type { DecisionOut, VoterOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { InlineForm } from "@/kit/inline-form";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useLocale } from "@/lib/locale";
import { threadPath } from "@/modules/entities/paths";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { Button, ButtonLink } from "@/ui/button";
import { ANSWER } from "./anchors";
import classes from "./decision.module.css";
import { waitsForReader } from "./marks";
import { isSectorMet } from "./seats";
import { SecretBallot } from "./secret-ballot";
import { useVoteCommand } from "./use-decision-command";
import { useOptionName } from "./use-option-name";
import { VoteFields } from "./vote-fields";
import { useVoteForm, type VoteForm, voteOf } from "./vote-form";
import { ANSWERS } from "./words";

interface Props {
  decision: DecisionOut;
}

/** The answer of the reader: honey while it waits, calm once it is given and may be changed. */
export function AnswerBox({ decision }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const voters = decision.mine.filter(({ lost_at }) => !lost_at);
  const first = voters.find(({ has_voted }) => !has_voted) ?? voters[0];
  const voter = voters.find(({ id }) => id === chosen) ?? first;
  if (!voter || !decision.allowed.includes("vote")) return null;
  return (
    <AnswerPanel decision={decision} voter={voter}>
      {voters.length > 1 && <SeatField voters={voters} value={voter.id} onChange={setChosen} />}
      {decision.rule.secret ? (
        <SecretBallot key={voter.id} decision={decision} voter={voter} />
      ) : (
        <OpenVote key={voter.id} decision={decision} voter={voter} onAnswered={() => setChosen(voter.id)} />
      )}
    </AnswerPanel>
  );
}

function AnswerPanel({ decision, voter, children }: Props & { voter: VoterOut; children: ReactNode }) {
  const { localize } = useLocale();
  const id = useId();
  const name = localize(voter.organisation.on_behalf);
  return (
    <section
      id={ANSWER}
      tabIndex={-1}
      className={waitsForReader(decision) ? classes.call : classes.panel}
      aria-labelledby={id}
    >
      <h2 id={id}>
        {decision.rule.capacity === "personal" ? (
          <Trans>Ваша особиста відповідь</Trans>
        ) : (
          <Trans>Ваша відповідь від імені {name}</Trans>
        )}
      </h2>
      {children}
    </section>
  );
}

interface SeatFieldProps {
  voters: VoterOut[];
  value: string;
  onChange: (voter: string) => void;
}

/** Who sits for two answers for each seat apart. */
function SeatField({ voters, value, onChange }: SeatFieldProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const label = ({ organisation, seat, has_voted }: VoterOut) => {
    const holder = seat?.acting_for && localize(seat.acting_for.name);
    return [localize(organisation.short_name), holder, has_voted && t`уже відповіли`]
      .filter(Boolean)
      .join(", ");
  };
  return (
    <Select
      label={t`Яке місце відповідає`}
      data={voters.map((one) => ({ value: one.id, label: label(one) }))}
      allowDeselect={false}
      value={value}
      onChange={(id) => id && onChange(id)}
    />
  );
}

interface VoterProps extends Props {
  voter: VoterOut;
  onAnswered: () => void;
}

/** An open answer is shown once it is given, with the way to change it. */
function OpenVote({ decision, voter, onAnswered }: VoterProps) {
  const [changing, setChanging] = useState(false);
  if (voter.vote && !changing)
    return <GivenAnswer decision={decision} voter={voter} onChange={() => setChanging(true)} />;
  const done = () => {
    setChanging(false);
    onAnswered();
  };
  return <OpenForm decision={decision} voter={voter} onDone={done} />;
}

function GivenAnswer({ decision, voter, onChange }: Props & { voter: VoterOut; onChange: () => void }) {
  const { t, i18n } = useLingui();
  const nameOf = useOptionName(decision.options);
  const withdrawing = useVoteCommand(decision, {
    run: () => unwrap(deleteDecisionVote({ path: { decision_id: decision.id, voter_id: voter.id } })),
    success: t`Відповідь забрано`,
  });
  const { vote } = voter;
  if (!vote) return null;
  return (
    <>
      <p>
        <b>
          {vote.answer === "choose" ? vote.ranking.map(nameOf).join(", ") : i18n._(ANSWERS[vote.answer].name)}
        </b>
        {vote.reason && `. ${vote.reason}`}
      </p>
      <p className="v-small v-t2">
        <Trans>До строку відповідь можна змінити.</Trans>
      </p>
      <div className={classes.buttons}>
        <Button kind="quiet" onClick={onChange}>
          <Trans>Змінити відповідь</Trans>
        </Button>
        <Button kind="ghost" busy={withdrawing.isPending} onClick={() => withdrawing.mutate()}>
          <Trans>Забрати відповідь</Trans>
        </Button>
      </div>
    </>
  );
}

function OpenForm({ decision, voter, onDone }: Props & { voter: VoterOut; onDone: () => void }) {
  const { t } = useLingui();
  const command = useVoteCommand<VoteForm>(decision, {
    run: (form, { confirmed }) =>
      unwrap(
        putDecisionVote({
          path: { decision_id: decision.id, voter_id: voter.id },
          body: { ...voteOf(form), ...(confirmed ? { confirmed } : {}) },
        }),
      ),
    success: t`Відповідь записано`,
    anyway: t`Усе одно надіслати`,
    onSuccess: onDone,
  });
  const form = useVoteForm(decision, voter, { ...command, begin: () => undefined });
  const objects = form.values.choice === "object";
  return (
    <PersonalDataGuard
      change={{ error: command.error, reset: command.reset, mutate: command.confirm }}
      texts={form.texts()}
      anyway={t`Усе одно надіслати`}
    >
      <p>
        <Weight decision={decision} voter={voter} /> <Trans>До строку відповідь можна змінити.</Trans>
      </p>
      <InlineForm
        form={form}
        className={classes.form}
        submit={objects ? <Trans>Подати заперечення</Trans> : <Trans>Надіслати відповідь</Trans>}
        submitKind={waitsForReader(decision) ? "call" : "primary"}
      >
        <VoteFields decision={decision} form={form} label={t`Що ви відповісте`} />
      </InlineForm>
      {decision.thread_id && (
        <ButtonLink kind="ghost" href={threadPath(decision.thread_id)}>
          <Trans>Спитати в темі</Trans>
        </ButtonLink>
      )}
    </PersonalDataGuard>
  );
}

/** That there is no decision without an answer of this sector: where asking it is enough, there may be one. */
function Weight({ decision, voter }: Props & { voter: VoterOut }): ReactNode {
  const { i18n } = useLingui();
  const own = decision.quorum?.sectors.find(({ sector }) => sector === voter.sector);
  if (own?.demand !== "present" || isSectorMet(own, decision.rule)) return null;
  const name = i18n._(SECTOR_LABELS[voter.sector]);
  return <Trans>Без відповіді сектору {name} рішення не ухвалити.</Trans>;
}
