import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { deleteMySavedView, postMySavedViews } from "@/api/generated/sdk.gen";
import type { SavedViewOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { savedViewsQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";
import { type BoardFilters, boardAddress, filtersFrom, hasActiveFilters } from "./board-filters";

/** Which month a calendar showed is of that day alone: it is kept as the present one. */
const saved = (filters: BoardFilters) => boardAddress({ ...filters, month: undefined });

const queryOf = (filters: BoardFilters) => saved(filters).split("?")[1] ?? "";

/** Read as an address is, so that what this page does not know is left out. */
export const savedViewAddress = ({ query }: SavedViewOut) =>
  saved(filtersFrom(Object.fromEntries(new URLSearchParams(query))));

/** Return the saved views of the reader, and a command to save the present one where it has filters. */
export function useSavedViews(filters: BoardFilters) {
  const { t } = useLingui();
  const naming = useDialog();
  const { data: views } = useQuery(savedViewsQuery);
  const shown = views?.find((view) => savedViewAddress(view) === saved(filters));
  const removing = useCommand({
    run: ({ id }: SavedViewOut) => unwrap(deleteMySavedView({ path: { view_id: id } })),
    onSuccess: (_answer, { name }) => toast(t`Вигляд «${name}» прибрано`),
    invalidates: [keys.savedViews],
  });
  return {
    views: views ?? [],
    shown,
    save: views && !shown && hasActiveFilters(filters) ? () => naming.open() : undefined,
    remove: removing.mutate,
    dialog: naming.render((_, close) => <NameDialog query={queryOf(filters)} onClose={close} />),
  };
}

function NameDialog({ query, onClose }: { query: string; onClose: () => void }) {
  const { t } = useLingui();
  const command = useCommand({
    run: ({ name }: { name: string }) => unwrap(postMySavedViews({ body: { name, query } })),
    success: t`Вигляд збережено`,
    onSuccess: onClose,
    invalidates: [keys.savedViews],
  });
  const form = useForm({ initial: { name: "" }, command, required: { name: t`Назвіть цей вигляд` } });
  return (
    <FormDialog
      form={form}
      title={t`Зберегти вигляд`}
      lead={
        <Trans>
          Фільтри й вигляд під назвою, яку бачите лише ви. Та сама назва замінить колишній вигляд.
        </Trans>
      }
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <TextInput label={t`Назва вигляду`} maxLength={60} data-autofocus {...form.text("name")} />
    </FormDialog>
  );
}
