import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack } from "@mantine/core";
import { IconCheck, IconCircleDashed } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { putMinutesSignatures } from "@/api/generated/sdk.gen";
import type { MinutesOut, MinutesSignatureOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { uploadFile } from "@/api/upload";
import { FormDialog } from "@/kit/form-dialog";
import { useDialog } from "@/kit/use-dialog";
import { useDownload } from "@/kit/use-download";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { FileField } from "@/modules/actions/file-field";
import { type MinutesDialogProps, useMinutesCommand } from "@/modules/minutes/use-minutes-command";
import { ROLES, WAYS } from "@/modules/minutes/words";
import { meQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ConfirmedButton } from "./confirmed-button";
import classes from "./minutes.module.css";

interface Props {
  minutes: MinutesOut;
  signature: MinutesSignatureOut;
}

/** Who signs, how they signed, and the way to do it. */
export function SignaturesCard({ minutes }: { minutes: MinutesOut }) {
  if (minutes.state === "draft" || minutes.state === "remarks") return null;
  return (
    <Card title={<Trans>Підписи</Trans>}>
      <ul>
        {minutes.signatures.map((one) => (
          <Signature key={one.role} minutes={minutes} signature={one} />
        ))}
      </ul>
    </Card>
  );
}

function Signature({ minutes, signature }: Props) {
  const { t, i18n } = useLingui();
  const { localize, dates } = useLocale();
  const { role, signer, way, signed_at } = signature;
  return (
    <li className={classes.signature}>
      <Icon of={signed_at ? IconCheck : IconCircleDashed} label={signed_at ? t`є` : t`ще немає`} />
      <div>
        <p>
          <b>{localize(signer.person.name)}</b>
        </p>
        <p className="v-small v-t2">
          {i18n._(ROLES[role])}
          {signed_at && way && [DOT, i18n._(WAYS[way]), DOT, dates.full(signed_at)].join("")}
        </p>
        <SignedFile signature={signature} />
        {!signed_at && minutes.allowed.includes("sign") && (
          <SignButtons minutes={minutes} signature={signature} />
        )}
      </div>
    </li>
  );
}

/** What was signed elsewhere, and whoever brought it. */
function SignedFile({ signature: { file_id, file_name, recorded_by } }: Pick<Props, "signature">) {
  const { localize } = useLocale();
  const download = useDownload();
  if (!file_id) return null;
  const name = recorded_by && localize(recorded_by.name);
  return (
    <>
      {name && (
        <p className="v-small v-t2">
          <Trans>Хто додав файл: {name}</Trans>
        </p>
      )}
      <Button kind="ghost" busy={download.isPending} onClick={() => download.mutate(file_id)}>
        {file_name}
      </Button>
    </>
  );
}

function SignButtons({ minutes, signature }: Props) {
  const { t } = useLingui();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const bringing = useDialog();
  const { role, signer } = signature;
  return (
    <div className={classes.buttons}>
      {me?.id === signer.person.id && (
        <ConfirmedButton
          minutes={minutes}
          kind="call"
          label={<Trans>Підписати</Trans>}
          run={({ ifMatch }) =>
            unwrap(
              putMinutesSignatures({
                path: { minutes_id: minutes.id, role },
                body: { way: "proof" },
                headers: ifMatch,
              }),
            )
          }
          success={t`Підписано`}
          title={t`Підписати протокол?`}
          text={t`Ви підтверджуєте, що протокол правильний. Спитаємо ще раз, хто ви.`}
          submit={t`Підписати`}
        />
      )}
      <Button kind="quiet" onClick={() => bringing.open()}>
        <Trans>Додати підписаний файл…</Trans>
      </Button>
      {bringing.render((_, close) => (
        <BringDialog minutes={minutes} signature={signature} onClose={close} />
      ))}
    </div>
  );
}

interface BringForm {
  way: "paper" | "container";
  file: File | null;
}

function useBringForm({ minutes, signature: { role }, onClose }: MinutesDialogProps & Props) {
  const { t } = useLingui();
  const [progress, setProgress] = useState<number | null>(null);
  const command = useMinutesCommand<BringForm>(minutes, {
    run: async ({ way, file }, { ifMatch }) => {
      const stored = await uploadFile(file as File, {
        onProgress: setProgress,
        signal: new AbortController().signal,
      });
      return unwrap(
        putMinutesSignatures({
          path: { minutes_id: minutes.id, role },
          body: { way, file_id: stored.id },
          headers: ifMatch,
        }),
      );
    },
    success: t`Підпис додано`,
    onSuccess: onClose,
  });
  const form = useForm<BringForm>({
    initial: { way: "paper", file: null },
    command,
    required: { file: t`Виберіть файл` },
    pointers: { file: ["/file_id"] },
  });
  return { form, progress: command.isPending ? progress : null };
}

/** Bring what was signed elsewhere: the scan of the paper, or the container with the signature. */
function BringDialog(props: MinutesDialogProps & Props) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { form, progress } = useBringForm(props);
  const name = localize(props.signature.signer.person.name);
  const file = form.value("file");
  return (
    <FormDialog
      form={form}
      title={t`Підписаний файл`}
      lead={<Trans>За кого: {name}. Файл побачать усі, хто бачить протокол.</Trans>}
      submit={t`Додати`}
      onClose={props.onClose}
    >
      <Radio.Group label={t`Як підписано`} {...form.choice("way")}>
        <Stack gap={4} mt={8}>
          <Radio value="paper" label={t`На папері: скан або світлина`} />
          <Radio value="container" label={t`Кваліфікованим підписом: контейнер, наприклад .asice`} />
        </Stack>
      </Radio.Group>
      <FileField file={file.value} progress={progress} error={file.error} onChange={file.onChange} />
    </FormDialog>
  );
}
