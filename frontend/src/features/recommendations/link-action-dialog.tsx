import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { postRecommendationLinks } from "@/api/generated/sdk.gen";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { actionsQuery } from "@/queries/actions";
import { staleAfter } from "@/queries/resources";

interface LinkActionProps {
  recommendation: RecommendationPageOut;
  onClose: () => void;
}

/** Say that an action item that is there already follows from a recommendation. */
export function LinkActionDialog({ recommendation, onClose }: LinkActionProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const numbered = useItemNumber();
  const { id, group } = recommendation;
  const { data: items = [] } = useQuery(actionsQuery({ group: group.id }));
  const linked = new Set(recommendation.actions.map((one) => one.id));
  const options = items
    .filter((one) => !linked.has(one.id))
    .map((one) => ({ value: one.id, label: `${numbered(one.number)} ${localize(one.title)}` }));
  const command = useCommand({
    run: (body: { action: string }) =>
      unwrap(postRecommendationLinks({ path: { recommendation_id: id }, body })),
    success: t`Доручення пов’язано`,
    onSuccess: onClose,
    invalidates: staleAfter("dossier"),
  });
  const form = useForm({ initial: { action: "" }, command, required: { action: t`Виберіть доручення` } });
  return (
    <FormDialog
      form={form}
      title={t`Пов’язати доручення`}
      lead={
        <Trans>Доручення, яке вже є, випливатиме з цієї рекомендації. Саме воно нічого тут не змінює.</Trans>
      }
      submit={t`Пов’язати`}
      onClose={onClose}
    >
      <Select
        label={t`Доручення групи`}
        data={options}
        searchable
        nothingFoundMessage={t`Такого доручення в групі немає`}
        {...form.choice("action")}
      />
    </FormDialog>
  );
}
