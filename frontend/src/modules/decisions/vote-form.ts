import { useLingui } from "@lingui/react/macro";
import type { BallotInRequest, DecisionOut, VoteInRequest, VoterOut } from "@/api/generated/types.gen";
import { type FormCommand, useForm } from "@/kit/use-form";
import type { Answer } from "./words";

/** What is filled in for one seat. */
export interface VoteForm {
  /** An answer, or `choose:` with the id of an option. */
  choice: string;
  ranking: string[];
  harm: string;
  condition: string;
  reason: string;
  wantsName: boolean;
}

const CHOOSE = "choose:";

/** Whether options are chosen one at a time, each by a radio button of its own. */
export const choosesOne = ({ rule, options }: DecisionOut) => rule.method !== "ranked" && options.length > 0;

/** Return the answers as radio buttons have them. */
export function listChoices(decision: DecisionOut): string[] {
  const { rule, options } = decision;
  return rule.answers.flatMap((answer) =>
    answer === "choose" && choosesOne(decision) ? options.map(({ id }) => CHOOSE + id) : [answer],
  );
}

export const optionOf = (choice: string) => (choice.startsWith(CHOOSE) ? choice.slice(CHOOSE.length) : null);

/** Return the answer and ranking as the API takes them. */
export function ballotOf({ choice, ranking }: VoteForm): BallotInRequest {
  const option = optionOf(choice);
  if (option) return { answer: "choose", ranking: [option] };
  return choice === "choose" ? { answer: "choose", ranking } : { answer: choice as Answer };
}

/** Return an open answer as the API takes it: nothing of what belongs to another answer. */
export function voteOf(form: VoteForm): VoteInRequest {
  const ballot = ballotOf(form);
  const named = form.wantsName && ballot.answer !== "abstain" ? { wants_name: true } : {};
  if (ballot.answer === "object") {
    return { ...ballot, ...named, harm: form.harm, condition: form.condition };
  }
  return { ...ballot, ...named, ...(form.reason ? { reason: form.reason } : {}) };
}

/** What the seat has answered so far. */
function initialOf(decision: DecisionOut, { vote }: VoterOut): VoteForm {
  if (!vote) return { choice: "", ranking: [], harm: "", condition: "", reason: "", wantsName: false };
  const { answer, ranking, harm, condition, reason, wants_name } = vote;
  const choice = answer === "choose" && choosesOne(decision) ? CHOOSE + (ranking[0] ?? "") : answer;
  return { choice, ranking, harm, condition, reason, wantsName: wants_name };
}

/** The form of an answer: an objection names its harm and its condition, a ranking at least one option. */
export function useVoteForm(decision: DecisionOut, voter: VoterOut, command: FormCommand<VoteForm>) {
  const { t } = useLingui();
  return useForm<VoteForm>({
    initial: initialOf(decision, voter),
    command,
    required: { choice: t`Виберіть відповідь` },
    validate: ({ choice, ranking, harm, condition }) => ({
      ranking: choice === "choose" && ranking.length === 0 && t`Поставте хоча б один варіант`,
      harm: choice === "object" && !harm && t`Напишіть, що завдасть шкоди`,
      condition: choice === "object" && !condition && t`Напишіть, за якої умови знімете заперечення`,
    }),
    pointers: { choice: ["/answer"], wantsName: ["/wants_name"] },
  });
}
