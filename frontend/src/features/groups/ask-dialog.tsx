import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { postGroupJoinRequests } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { PositionFields, positionOf } from "@/modules/mandates/position-fields";
import { OrganisationField } from "@/modules/registers/organisation-field";
import { RequestReaders } from "@/modules/threads/asking/request-readers";
import { keys } from "@/queries/keys";

const NOTHING = { organisation: "", position: "", position_en: "", words: "" };

function useAsking(groupId: string, onAsked: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: (asked: typeof NOTHING, { idempotencyKey, confirmed }) =>
      unwrap(
        postGroupJoinRequests({
          path: { group_id: groupId },
          body: { ...asked, confirmed },
          headers: idempotencyKey,
        }),
      ),
    success: t`Прохання надіслано. Відповідь прийде у «Вхідні»`,
    // When the dialog goes, the word that it was asked for stands in place of the button that has opened it.
    onSuccess: (_out, _in, client) =>
      client.invalidateQueries({ queryKey: keys.myJoinRequests }).then(onAsked),
    personalData: { anyway: t`Усе одно надіслати`, lead: <RequestReaders /> },
  });
}

interface AskDialogProps {
  groupId: string;
  name: string;
  onClose: () => void;
}

/** Asks those who lead a group for a seat. */
export function AskDialog({ groupId, name, onClose }: AskDialogProps) {
  const { t } = useLingui();
  const form = useForm({
    initial: NOTHING,
    command: useAsking(groupId, onClose),
    required: { organisation: t`Виберіть організацію`, position: t`Впишіть посаду` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Попросити місце: ${name}`}
      lead={<Trans>Прохання побачать фасилітатор групи й координатор громади.</Trans>}
      submit={t`Надіслати прохання`}
      onClose={onClose}
    >
      <OrganisationField {...form.value("organisation")} />
      <PositionFields own label={t`Посада`} {...positionOf(form)} />
      <Textarea
        label={t`Чому ви хочете долучитися (необов’язково)`}
        rows={2}
        maxLength={2000}
        {...form.text("words")}
      />
    </FormDialog>
  );
}
