import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import type { ActionOut } from "@/api/generated/types.gen";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { OtherItemField } from "@/modules/actions/other-item-field";
import { type Relating, useRelating } from "./use-relating";

const NOTHING: Relating = { relation: "blocked_by", other: null };

/** With which other item it hangs together, and how. */
export function RelateDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t } = useLingui();
  const form = useForm({
    initial: NOTHING,
    command: useRelating(action, onClose),
    required: { other: t`Виберіть доручення` },
    pointers: { other: ["/action"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Пов’язати з іншим дорученням`}
      lead={<Trans>Хто не бачить іншого доручення, не дізнається, яке воно.</Trans>}
      submit={t`Пов’язати`}
      onClose={onClose}
    >
      <Radio.Group label={t`Як вони пов’язані`} {...form.choice("relation")}>
        <Radio value="blocked_by" label={t`Це доручення чекає на інше`} />
        <Radio value="part_of" label={t`Це доручення є частиною іншого`} />
      </Radio.Group>
      <OtherItemField action={action} label={t`Інше доручення`} openOnly {...form.value("other")} />
    </FormDialog>
  );
}
