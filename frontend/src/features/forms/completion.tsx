import { Trans, useLingui } from "@lingui/react/macro";
import { deleteFormCompletion, putFormCompletion } from "@/api/generated/sdk.gen";
import type { FormOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useOnline } from "@/lib/online";
import { keys } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";
import { Button } from "@/ui/button";
import type { FormPlace } from "./use-answering";

/** Complete a form, or open it again: it is shown as it is by then. */
function useCompletion({ dossierId, submissionId }: FormPlace, run: () => Promise<FormOut>, success: string) {
  return useCommand({
    run,
    success,
    onSuccess: (form, _nothing, client) => client.setQueryData(keys.form(dossierId, submissionId), form),
    invalidates: staleAfter("dossier", { dossier: dossierId }),
    tellsErrors: true,
  });
}

const pathOf = ({ dossierId, submissionId }: FormPlace) => ({
  path: { dossier_id: dossierId, submission_id: submissionId },
});

/** Shown when nothing is missing; it needs a line. */
export function CompleteButton({ place, kind }: { place: FormPlace; kind: "primary" | "quiet" }) {
  const { t } = useLingui();
  const online = useOnline();
  const command = useCompletion(
    place,
    () => unwrap(putFormCompletion({ ...pathOf(place), body: {} })),
    t`Протокол завершено`,
  );
  const asking = useConfirm({
    command,
    title: t`Завершити протокол?`,
    text: t`Після цього на його запитання ніхто не відповідає. Хто веде справу, може відкрити його знову.`,
    submit: t`Завершити`,
  });
  if (!online)
    return (
      <p className="v-small v-t2">
        <Trans>Завершити можна, коли буде зв’язок.</Trans>
      </p>
    );
  return (
    <>
      <Button kind={kind} wide onClick={asking.open}>
        <Trans>Завершити протокол</Trans>
      </Button>
      {asking.dialog}
    </>
  );
}

export function ReopenButton({ place }: { place: FormPlace }) {
  const { t } = useLingui();
  const command = useCompletion(
    place,
    () => unwrap(deleteFormCompletion(pathOf(place))),
    t`Протокол знову відкрито`,
  );
  return (
    <Button kind="quiet" busy={command.isPending} onClick={() => command.mutate()}>
      <Trans>Відкрити знову</Trans>
    </Button>
  );
}
