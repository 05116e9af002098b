import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconBookmark, IconBookmarkPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { deleteMySavedView, postMySavedViews } from "@/api/generated/sdk.gen";
import type { SavedViewOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { savedViewsQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { FilterChip, FilterRow } from "@/ui/choice";
import { Icon } from "@/ui/icon";
import classes from "./board.module.css";
import { type BoardFilters, boardAddress, filtersFrom, hasActiveFilters } from "./board-filters";

/** Which month a calendar showed is of that day alone: it is kept as the present one. */
const saved = (filters: BoardFilters) => boardAddress({ ...filters, month: undefined });

const queryOf = (filters: BoardFilters) => saved(filters).split("?")[1] ?? "";

/** Read as an address is, so that what this page does not know is left out. */
const addressOf = ({ query }: SavedViewOut) =>
  saved(filtersFrom(Object.fromEntries(new URLSearchParams(query))));

/** What the reader looks at often, each under a name of their own, and a way to keep what is shown now. */
export function SavedViews({ filters }: { filters: BoardFilters }) {
  const { t } = useLingui();
  const router = useRouter();
  const naming = useDialog();
  const { data: views } = useQuery(savedViewsQuery);
  const shown = views?.find((view) => addressOf(view) === saved(filters));
  const worthKeeping = hasActiveFilters(filters);
  if (!views || (views.length === 0 && !worthKeeping)) return null;
  return (
    <div className={views.length > 0 ? classes.kept : undefined}>
      <FilterRow label={t`Збережені вигляди`}>
        {views.map((view) => (
          <FilterChip
            key={view.id}
            on={view === shown}
            onClick={() => void router.navigate({ href: addressOf(view), replace: true })}
          >
            <Icon of={IconBookmark} size={16} />
            {view.name}
          </FilterChip>
        ))}
        {shown && <Removal key={shown.id} view={shown} />}
        {!shown && worthKeeping && (
          <Button kind="ghost" onClick={() => naming.open()}>
            <Icon of={IconBookmarkPlus} size={16} />
            <Trans>Зберегти вигляд</Trans>
          </Button>
        )}
      </FilterRow>
      {naming.render((_, close) => (
        <NameDialog query={queryOf(filters)} onClose={close} />
      ))}
    </div>
  );
}

function Removal({ view }: { view: SavedViewOut }) {
  const { t } = useLingui();
  const { name } = view;
  const removing = useCommand({
    run: () => unwrap(deleteMySavedView({ path: { view_id: view.id } })),
    success: t`Вигляд «${name}» прибрано`,
    invalidates: [keys.savedViews],
  });
  return (
    <Button kind="ghost" busy={removing.isPending} onClick={() => removing.mutate()}>
      <Icon of={IconTrash} size={16} />
      <Trans>Прибрати «{name}»</Trans>
    </Button>
  );
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
