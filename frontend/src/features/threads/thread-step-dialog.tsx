import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { ApiProblem, type PersonalDataKind } from "@/api/problem";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { htmlToText } from "@/lib/html-to-text";
import { VoiceField } from "@/modules/mandates/voice-field";
import { PublicNotice, publicVisibility } from "@/modules/threads/public-notice";
import { gistQuery } from "@/queries/gist";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";
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

interface ThreadStepDialogProps {
  thread: ThreadOut;
  step: ThreadStep;
  onClose: () => void;
}

/** A step before which something is asked. */
export function ThreadStepDialog({ thread, step, onClose }: ThreadStepDialogProps) {
  const { t, i18n } = useLingui();
  const move = useMoveThread(thread);
  const [words, setWords] = useState("");
  const [english, setEnglish] = useState("");
  const [mandateId, setMandateId] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const knowing = usePublicConsent(thread, !words && !english);
  const toAll = publicVisibility(thread.public?.open);
  const said = { words: words.trim(), english: english.trim(), mandateId };
  const send = (confirmed?: PersonalDataKind[]) =>
    move.mutate({ step, ...said, confirmed }, { onSuccess: onClose });
  const submit = () => {
    setTried(true);
    if (said.words) send(knowing);
  };
  const refused = move.error instanceof ApiProblem ? move.error.fields[0]?.message : undefined;
  return (
    <PersonalDataGuard
      change={{ error: move.error, reset: move.reset, mutate: send }}
      texts={{ [`/${step.asks?.field}`]: said.words, "/outcome_en": said.english }}
      anyway={step.asks?.field === "reason" ? t`Усе одно відкрити` : t`Усе одно закрити`}
    >
      <Dialog
        opened
        title={i18n._(step.label)}
        lead={step.asks && i18n._(step.asks.lead)}
        submit={i18n._(step.label)}
        busy={move.isPending}
        onClose={onClose}
        onSubmit={submit}
      >
        {toAll && step.asks?.field === "outcome" && <PublicNotice when={toAll} />}
        <Textarea
          label={step.asks && i18n._(step.asks.question)}
          rows={3}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={fieldError((tried && !words.trim() && t`Напишіть кілька слів: їх побачать усі`) || refused)}
        />
        {step.asks?.field === "outcome" && !words && <TakeSummary threadId={thread.id} onTake={setWords} />}
        {step.asks?.field === "outcome" && (
          <EnglishFields opened={false}>
            <Textarea
              label={t`Підсумок англійською`}
              rows={3}
              maxLength={5000}
              value={english}
              onChange={(event) => setEnglish(event.currentTarget.value)}
            />
          </EnglishFields>
        )}
        <VoiceField groupId={thread.group.id} value={mandateId} onChange={setMandateId} />
      </Dialog>
    </PersonalDataGuard>
  );
}
