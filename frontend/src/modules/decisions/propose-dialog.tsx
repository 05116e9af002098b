import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { patchOneDecision, postGroupDecisions, postThreadDecisions } from "@/api/generated/sdk.gen";
import type { DecisionOut, ProposeDecisionInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { type Attempt, useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { decisionPath } from "@/modules/entities/paths";
import { VoiceField } from "@/modules/mandates/voice-field";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { charterQuery } from "@/queries/decisions";
import { invalidateDecision, keys } from "@/queries/keys";
import { ProposalFields } from "./proposal-fields";
import { NO_PROPOSAL, type ProposalForm, proposalBody, proposalOf, useProposalForm } from "./proposal-form";
import { useDecisionCommand } from "./use-decision-command";

/** Where a decision is proposed, and of what it is made. */
export interface DecisionOrigin {
  groupId: string;
  threadId?: string;
  source?: ProposeDecisionInRequest["source"];
  /** Words that are proposed, where there are some already. */
  text?: string;
  /** The decision that this one would replace. */
  supersedes?: DecisionOut;
}

interface ProposeDialogProps {
  origin: DecisionOrigin;
  onClose: () => void;
  /** What follows; by default its page opens. */
  onMade?: (decision: DecisionOut) => void;
}

/** Draft a decision: nobody answers before who leads opens it. */
export function ProposeDialog({ origin, onClose, onMade }: ProposeDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const router = useRouter();
  const command = useCommand({
    run: (form: ProposalForm, attempt) => propose(origin, form, dates.timeZone, attempt),
    success: t`Пропозицію створено`,
    personalData: { anyway: t`Усе одно запропонувати` },
    invalidates: (client) => invalidateDecision(client),
    onSuccess: (decision, _form, client) => {
      client.setQueryData(keys.decision(decision.id), decision);
      onClose();
      if (onMade) onMade(decision);
      else void router.navigate({ href: decisionPath(decision.id) });
    },
  });
  const form = useProposalForm({ ...NO_PROPOSAL, ...firstWords(origin) }, command);
  return (
    <FormDialog
      form={form}
      title={t`Запропонувати рішення`}
      lead={<Trans>Спершу це чернетка. Відповідати почнуть, коли її відкриє той, хто веде.</Trans>}
      submit={t`Запропонувати`}
      onClose={onClose}
    >
      <ProposalFields form={form} />
      <CharterNote groupId={origin.groupId} unit={form.values.unit} />
      <VoiceField groupId={origin.groupId} {...form.value("mandateId")} />
    </FormDialog>
  );
}

function firstWords({ text = "", supersedes }: DecisionOrigin): Partial<ProposalForm> {
  if (!supersedes) return { text };
  const { title, rule } = supersedes;
  return { title: title.uk, text: supersedes.text, method: rule.method };
}

function propose(
  { groupId, threadId, source, supersedes }: DecisionOrigin,
  form: ProposalForm,
  timeZone: string,
  { idempotencyKey: headers, confirmed }: Attempt,
): Promise<DecisionOut> {
  const body: ProposeDecisionInRequest = {
    ...proposalBody(form, timeZone),
    ...(source ? { source } : {}),
    ...(supersedes ? { supersedes: supersedes.id } : {}),
    ...(form.mandateId ? { mandate_id: form.mandateId } : {}),
    ...(confirmed ? { confirmed } : {}),
  };
  return threadId
    ? unwrap(postThreadDecisions({ path: { thread_id: threadId }, body, headers }))
    : unwrap(postGroupDecisions({ path: { group_id: groupId }, body, headers }));
}

/** What the charter of the group adds to every rule. */
function CharterNote({ groupId, unit }: { groupId: string; unit: ProposalForm["unit"] }) {
  const { i18n } = useLingui();
  const { data: charter } = useQuery(charterQuery(groupId));
  if (!charter) return null;
  const names = charter.present_sectors.map((sector) => i18n._(SECTOR_LABELS[sector])).join(", ");
  const { quorum } = charter;
  return (
    <p className="v-small v-t2">
      {names ? (
        <Trans>
          За правилами групи потрібно щонайменше {quorum} відповідей, серед них {names}.
        </Trans>
      ) : (
        <Trans>За правилами групи потрібно щонайменше {quorum} відповідей.</Trans>
      )}{" "}
      {unit === "organisation" && <Trans>Це число місць: від організацій потрібна така сама частка.</Trans>}
    </p>
  );
}

/** Change a draft. */
export function EditProposalDialog({ decision, onClose }: { decision: DecisionOut; onClose: () => void }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const command = useDecisionCommand<ProposalForm>(decision, {
    run: (form, { ifMatch, confirmed }) =>
      unwrap(
        patchOneDecision({
          path: { decision_id: decision.id },
          body: { ...proposalBody(form, dates.timeZone), ...(confirmed ? { confirmed } : {}) },
          headers: ifMatch,
        }),
      ),
    success: t`Чернетку змінено`,
    anyway: t`Усе одно зберегти`,
    onSuccess: onClose,
  });
  const initial = proposalOf(
    decision,
    (at) => dates.day(at),
    (at) => dates.time(at),
  );
  const form = useProposalForm(initial, command);
  return (
    <FormDialog form={form} title={t`Змінити чернетку`} submit={t`Зберегти`} onClose={onClose}>
      <ProposalFields form={form} />
    </FormDialog>
  );
}
