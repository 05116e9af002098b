import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, Select } from "@mantine/core";
import { IconUserEdit } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { putMinutesSigners } from "@/api/generated/sdk.gen";
import type { MinutesOut, MinutesSignatureOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useSeatOptions } from "@/modules/minutes/seat-options";
import { type MinutesDialogProps, useMinutesCommand } from "@/modules/minutes/use-minutes-command";
import { ROLES } from "@/modules/minutes/words";
import { membersQuery } from "@/queries/groups";
import { DotsMenu } from "@/ui/dots-menu";
import { Icon } from "@/ui/icon";

/** What is done rarely, for who may; a dialog stays when somebody else was quicker. */
export function MoreMenu({ minutes }: { minutes: MinutesOut }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const replacing = useDialog<MinutesSignatureOut>();
  const { allowed, signatures } = minutes;
  const replaceable = allowed.includes("replace_signer") ? signatures.filter((one) => !one.signed_at) : [];
  return (
    <>
      {replaceable.length > 0 && (
        <DotsMenu>
          {replaceable.map((one) => {
            const name = localize(one.signer.person.name);
            return (
              <Menu.Item
                key={one.role}
                leftSection={<Icon of={IconUserEdit} />}
                onClick={() => replacing.open(one)}
              >
                {t`Замінити підписанта: ${name}…`}
              </Menu.Item>
            );
          })}
        </DotsMenu>
      )}
      {replacing.render((signature, close) => (
        <ReplaceDialog minutes={minutes} signature={signature} onClose={close} />
      ))}
    </>
  );
}

/** Who signs in the place of somebody who has not signed: neither of the two who are named now. */
function ReplaceDialog(props: MinutesDialogProps & { signature: MinutesSignatureOut }) {
  const { minutes, signature, onClose } = props;
  const { t, i18n } = useLingui();
  const { localize } = useLocale();
  const { data } = useQuery(membersQuery(minutes.group.id));
  const named = minutes.signatures.map(({ signer }) => signer.person.id);
  const others = (data ?? []).filter(({ person }) => !named.includes(person.id));
  const people = useSeatOptions(others);
  const command = useMinutesCommand<{ signer: string }>(minutes, {
    run: ({ signer }, { ifMatch: headers }) =>
      unwrap(
        putMinutesSigners({
          path: { minutes_id: minutes.id, role: signature.role },
          body: { mandate_id: signer },
          headers,
        }),
      ),
    success: t`Підписанта замінено`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { signer: "" },
    command,
    required: { signer: t`Виберіть, хто підпише` },
    pointers: { signer: ["/mandate_id"] },
  });
  const role = i18n._(ROLES[signature.role]);
  const name = localize(signature.signer.person.name);
  return (
    <FormDialog
      form={form}
      title={t`Замінити підписанта`}
      lead={
        <Trans>
          {role}: {name}. Інший підпис, якщо він уже є, залишиться.
        </Trans>
      }
      submit={t`Замінити`}
      onClose={onClose}
    >
      <Select label={t`Хто підпише`} data={people} searchable {...form.choice("signer")} />
    </FormDialog>
  );
}
