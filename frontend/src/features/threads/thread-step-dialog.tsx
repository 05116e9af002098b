import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ThreadOut } from "@/api/generated/types.gen";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { htmlToText } from "@/lib/html-to-text";
import { VoiceField } from "@/modules/mandates/voice-field";
import { PublicNotice, publicVisibility } from "@/modules/threads/public-notice";
import { gistQuery } from "@/queries/gist";
import { Button } from "@/ui/button";
import { EnglishFields } from "@/ui/english-fields";
import { usePublicConsent } from "./publishing/use-public-consent";
import { type ThreadStep, useMoveThread } from "./thread-step";

const LONGEST_OUTCOME = 5000;

/** What the talk came to may be its outcome: a start to write on from. */
function TakeSummary({ threadId, onTake }: { threadId: string; onTake: (words: string) => void }) {
  const { data: gist } = useQuery(gistQuery(threadId));
  if (!gist?.summary.body) return null;
  return (
    <p>
      <Button kind="quiet" onClick={() => onTake(htmlToText(gist.summary.html, LONGEST_OUTCOME))}>
        <Trans>Почати з підсумку розмови</Trans>
      </Button>
    </p>
  );
}

interface Answer {
  words: string;
  english: string;
  mandateId: string | null;
}

interface ThreadStepDialogProps {
  thread: ThreadOut;
  step: ThreadStep;
  onClose: () => void;
}

/** The dialog of a step that needs a confirmation, or a text that all readers see. */
export function ThreadStepDialog({ thread, step, onClose }: ThreadStepDialogProps) {
  const { i18n } = useLingui();
  const command = useMoveThread(thread, onClose);
  const { asks, lead } = step;
  if (asks) return <AskingDialog thread={thread} step={{ ...step, asks }} onClose={onClose} />;
  return (
    <ConfirmDialog
      title={i18n._(step.label)}
      text={lead && i18n._(lead)}
      submit={i18n._(step.label)}
      command={{ ...command, mutate: () => command.mutate({ step }) }}
      onClose={onClose}
    />
  );
}

interface AskingDialogProps extends ThreadStepDialogProps {
  step: ThreadStep & Required<Pick<ThreadStep, "asks">>;
}

function AskingDialog({ thread, step, onClose }: AskingDialogProps) {
  const { t, i18n } = useLingui();
  const { field } = step.asks;
  const command = useMoveThread(thread, onClose);
  const anyway = field === "reason" ? t`Усе одно відкрити` : t`Усе одно закрити`;
  const form = useForm<Answer>({
    initial: { words: "", english: "", mandateId: null },
    command: {
      ...command,
      personalData: { anyway },
      mutate: (answer) => command.mutate({ step, ...answer, knowing }),
    },
    required: { words: t`Напишіть кілька слів: їх побачать усі` },
    pointers: { words: [`/${field}`], english: ["/outcome_en"] },
  });
  const { words, english } = form.values;
  const knowing = usePublicConsent(thread, !words && !english);
  const toAll = publicVisibility(thread.public?.open);
  return (
    <FormDialog
      form={form}
      title={i18n._(step.label)}
      lead={step.lead && i18n._(step.lead)}
      submit={i18n._(step.label)}
      onClose={onClose}
    >
      {toAll && field === "outcome" && <PublicNotice when={toAll} />}
      <Textarea label={i18n._(step.asks.question)} rows={3} data-autofocus {...form.text("words")} />
      {field === "outcome" && (
        <>
          {!words && <TakeSummary threadId={thread.id} onTake={(taken) => form.change({ words: taken })} />}
          <EnglishFields opened={false}>
            <Textarea
              label={t`Підсумок англійською`}
              rows={3}
              maxLength={LONGEST_OUTCOME}
              {...form.text("english")}
            />
          </EnglishFields>
        </>
      )}
      <VoiceField
        groupId={thread.group.id}
        value={form.values.mandateId}
        onChange={(mandateId) => form.change({ mandateId })}
      />
    </FormDialog>
  );
}
