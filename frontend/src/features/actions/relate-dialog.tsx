import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { FormErrors } from "@/kit/form-errors";
import { OtherItemField } from "@/modules/actions/other-item-field";
import { Dialog } from "@/ui/dialog";
import { type Relation, useRelating } from "./use-relating";

/** With which other item it hangs together, and how. */
export function RelateDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t } = useLingui();
  const relating = useRelating(action, onClose);
  const [relation, setRelation] = useState<Relation>("blocked_by");
  const [other, setOther] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (other) relating.mutate({ relation, other });
  };
  const missing = tried && !other ? t`Виберіть доручення` : undefined;
  return (
    <Dialog
      opened
      title={t`Пов’язати з іншим дорученням`}
      lead={<Trans>Хто не бачить іншого доручення, не дізнається, яке воно.</Trans>}
      submit={t`Пов’язати`}
      busy={relating.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Radio.Group
        label={t`Як вони пов’язані`}
        value={relation}
        onChange={(value) => setRelation(value === "part_of" ? "part_of" : "blocked_by")}
      >
        <Radio value="blocked_by" label={t`Це доручення чекає на інше`} />
        <Radio value="part_of" label={t`Це доручення є частиною іншого`} />
      </Radio.Group>
      <OtherItemField
        action={action}
        label={t`Інше доручення`}
        openOnly
        value={other}
        onChange={setOther}
        error={missing ?? fieldErrorAt(relating.error, "/action")}
      />
      <FormErrors error={relating.error} />
    </Dialog>
  );
}
