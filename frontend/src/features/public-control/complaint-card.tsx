import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { putDossierComplaint } from "@/api/generated/sdk.gen";
import type { ComplaintOut, ControlOut, DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { complaintQuery } from "@/queries/controls";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { MetaItem } from "@/ui/meta-item";
import classes from "./control.module.css";

interface ComplaintCardProps {
  dossier: DossierPageOut;
  control: ControlOut;
}

/** Who complained and of what: for who leads and the monitors alone, for ever. */
export function ComplaintCard({ dossier, control }: ComplaintCardProps) {
  const complaint = useQuery(complaintQuery(dossier.id));
  return (
    <Card title={<Trans>Звернення</Trans>} padded>
      <p className="v-meta">
        <MetaItem icon={IconEyeOff}>
          <Trans>Бачать лише той, хто веде справу, і монітори. Так лишиться й після звіту.</Trans>
        </MetaItem>
      </p>
      <QueryBoundary query={complaint}>
        {(data) => (
          <Words
            dossierId={dossier.id}
            complaint={data}
            mayWrite={control.allowed.includes("write_complaint")}
          />
        )}
      </QueryBoundary>
    </Card>
  );
}

interface WordsProps {
  dossierId: string;
  complaint: ComplaintOut;
  mayWrite: boolean;
}

function Words({ dossierId, complaint, mayWrite }: WordsProps) {
  const writing = useDialog();
  const { words } = complaint;
  return (
    <>
      <p className={words ? classes.said : "v-small v-t2"}>{words || <Trans>Нічого не записано.</Trans>}</p>
      {mayWrite && (
        <Button kind="ghost" onClick={() => writing.open()}>
          {words ? <Trans>Змінити</Trans> : <Trans>Записати звернення</Trans>}
        </Button>
      )}
      {writing.render((_, close) => (
        <WriteDialog dossierId={dossierId} complaint={complaint} onClose={close} />
      ))}
    </>
  );
}

function WriteDialog({
  dossierId,
  complaint,
  onClose,
}: Omit<WordsProps, "mayWrite"> & { onClose: () => void }) {
  const { t } = useLingui();
  const command = useCommand({
    version: complaint.version,
    run: (body: { words: string }, { ifMatch }) =>
      unwrap(putDossierComplaint({ path: { dossier_id: dossierId }, body, headers: ifMatch })),
    success: t`Звернення збережено`,
    invalidates: [keys.complaint(dossierId)],
    onSuccess: (saved, _words, client) => {
      client.setQueryData(keys.complaint(dossierId), saved);
      onClose();
    },
  });
  const form = useForm({ initial: { words: complaint.words }, command });
  return (
    <FormDialog
      form={form}
      title={t`Звернення`}
      lead={<Trans>Цього немає у звіті, пошуку й історії. Порожнє поле прибирає записане.</Trans>}
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <Textarea
        label={t`Хто звернувся і на що скаржиться`}
        rows={5}
        maxLength={2000}
        {...form.text("words")}
      />
    </FormDialog>
  );
}
