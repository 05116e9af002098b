import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { postDossierTransitions } from "@/api/generated/sdk.gen";
import type { DossierPageOut, OpenTransition, TakeTransitionInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { VoiceField } from "@/modules/mandates/voice-field";
import { Button } from "@/ui/button";
import { InfoDialog } from "@/ui/info-dialog";
import { Missing } from "./conditions";
import classes from "./lifecycle.module.css";
import { useDossierCommand } from "./use-dossier-command";

interface TransitionDialogProps {
  dossier: DossierPageOut;
  transition: OpenTransition;
  onClose: () => void;
}

/** The dialog of a step: why, and for whom it is taken; or what it still needs. */
export function TransitionDialog(props: TransitionDialogProps) {
  return props.transition.missing.length > 0 ? <NotYet {...props} /> : <TakeTransition {...props} />;
}

function NotYet({ dossier, transition, onClose }: TransitionDialogProps) {
  const { localize: say } = useLocale();
  return (
    <InfoDialog
      title={say(transition.label)}
      onClose={onClose}
      foot={
        <Button kind="quiet" onClick={onClose}>
          <Trans>Зрозуміло</Trans>
        </Button>
      }
    >
      <p>
        <Trans>Для цього кроку ще бракує:</Trans>
      </p>
      <ul className={classes.conditions}>
        {transition.missing.map((one) => (
          <li key={one.code}>
            <Missing kind={dossier.kind} missing={one} onLeave={onClose} />
          </li>
        ))}
      </ul>
    </InfoDialog>
  );
}

function TakeTransition({ dossier, transition, onClose }: TransitionDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const label = say(transition.label);
  const needsReason = transition.requires.includes("reason");
  const command = useDossierCommand<{ reason: string; mandateId: string | null }>(dossier, {
    run: ({ reason, mandateId }, attempt) =>
      unwrap(
        postDossierTransitions({
          path: { dossier_id: dossier.id },
          body: {
            to: transition.to as TakeTransitionInRequest["to"],
            ...(reason ? { reason } : {}),
            ...(mandateId ? { on_behalf_of: mandateId } : {}),
          },
          headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
        }),
      ),
    success: label,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { reason: "", mandateId: null as string | null },
    command,
    required: { reason: needsReason && t`Напишіть причину` },
    pointers: { mandateId: ["/on_behalf_of"] },
  });
  return (
    <FormDialog form={form} title={label} submit={label} onClose={onClose}>
      <Textarea
        label={needsReason ? t`Причина` : t`Примітка (необов’язково)`}
        description={t`Побачать усі, хто бачить справу`}
        rows={needsReason ? 3 : 2}
        maxLength={1000}
        data-autofocus={needsReason || undefined}
        {...form.text("reason")}
      />
      <VoiceField groupId={dossier.group.id} {...form.value("mandateId")} />
    </FormDialog>
  );
}
