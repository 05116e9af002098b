import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ThreadOut } from "@/api/generated/types.gen";
import { type Form, useForm } from "@/kit/use-form";
import { TransitionForm, type TransitionWords } from "@/kit/workflow/transition-dialog";
import { htmlToText } from "@/lib/html-to-text";
import { VoiceField } from "@/modules/mandates/voice-field";
import { PublicNotice, publicVisibility } from "@/modules/threads/public-notice";
import { gistQuery } from "@/queries/gist";
import { Button } from "@/ui/button";
import { EnglishFields } from "@/ui/english-fields";
import { usePublicConsent } from "./publishing/use-public-consent";
import { MAX_OUTCOME, type ThreadStep, useMoveThread } from "./thread-step";

/** Offers the summary of the thread as a draft of its outcome. */
function TakeSummary({ threadId, onTake }: { threadId: string; onTake: (summary: string) => void }) {
  const { data: gist } = useQuery(gistQuery(threadId));
  if (!gist?.summary.body) return null;
  return (
    <p>
      <Button kind="quiet" onClick={() => onTake(htmlToText(gist.summary.html, MAX_OUTCOME))}>
        <Trans>Почати з підсумку розмови</Trans>
      </Button>
    </p>
  );
}

interface Answer extends TransitionWords {
  english: string;
  mandateId: string | null;
}

interface ThreadStepDialogProps {
  thread: ThreadOut;
  step: ThreadStep;
  onClose: () => void;
}

/** The dialog of a step: its confirmation, and the text that all readers see where it takes one. */
export function ThreadStepDialog({ thread, step, onClose }: ThreadStepDialogProps) {
  const { t, i18n } = useLingui();
  const { field, reason } = step;
  const command = useMoveThread(thread, onClose);
  const anyway = field === "reason" ? t`Усе одно відкрити` : t`Усе одно закрити`;
  const form = useForm<Answer>({
    initial: { reason: "", english: "", mandateId: null },
    command: {
      ...command,
      personalData: { anyway },
      mutate: (answer) => command.mutate({ step, ...answer, knowing }),
    },
    required: { reason: reason?.missing && i18n._(reason.missing) },
    pointers: { reason: [`/${field}`], english: ["/outcome_en"] },
  });
  const knowing = usePublicConsent(thread, !form.values.reason && !form.values.english);
  const toAll = publicVisibility(thread.public?.open);
  return (
    <TransitionForm
      transition={step}
      form={form}
      onClose={onClose}
      after={
        field && (
          <>
            {field === "outcome" && <OutcomeFields threadId={thread.id} form={form} />}
            <VoiceField groupId={thread.group.id} {...form.value("mandateId")} />
          </>
        )
      }
    >
      {toAll && field === "outcome" && <PublicNotice when={toAll} />}
    </TransitionForm>
  );
}

function OutcomeFields({ threadId, form }: { threadId: string; form: Form<Answer> }) {
  const { t } = useLingui();
  return (
    <>
      {!form.values.reason && (
        <TakeSummary threadId={threadId} onTake={(reason) => form.change({ reason })} />
      )}
      <EnglishFields opened={false}>
        <Textarea
          label={t`Підсумок англійською`}
          rows={3}
          maxLength={MAX_OUTCOME}
          {...form.text("english")}
        />
      </EnglishFields>
    </>
  );
}
