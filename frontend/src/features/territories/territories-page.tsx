import { Trans, useLingui } from "@lingui/react/macro";
import { IconFileUpload, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useDialog } from "@/kit/use-dialog";
import { useUrlSearch } from "@/kit/use-url-filters";
import { meQuery } from "@/queries/me";
import { territoriesFoundQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { CodifierDialog } from "./codifier-dialog";
import { RegisterDialog } from "./register-dialog";
import { TerritoryRow } from "./territory-row";

/** The tree of territories: from its root, or by a part of a name. */
export function TerritoriesPage() {
  const { t } = useLingui();
  const { wanted: q, ...search } = useUrlSearch();
  const asked = q ? { q } : { level: "country" as const };
  const found = useInfiniteQuery({ ...territoriesFoundQuery(asked), placeholderData: keepPreviousData });
  return (
    <ResourceListPage
      title={t`Території`}
      lead={t`Країна, області, райони, громади й населені пункти за кодифікатором.`}
      create={<TakeIn />}
      search={{ label: t`Назва або код`, ...search }}
      label={t`Знайдені території`}
      query={found}
      loading={<Trans>Шукаємо…</Trans>}
      empty={q ? <Nothing /> : <NoTree />}
    >
      {(one) => <TerritoryRow key={one.id} territory={one} />}
    </ResourceListPage>
  );
}

function Nothing() {
  return (
    <EmptyState title={<Trans>Нічого не знайдено</Trans>}>
      <Trans>Спробуйте частину назви або початок коду.</Trans>
    </EmptyState>
  );
}

/** Whoever keeps the tree takes in the codifier: the server says so of the country, or there is none yet. */
function TakeIn() {
  const { data: me } = useQuery(meQuery);
  const codifier = useDialog();
  const country = useInfiniteQuery(territoriesFoundQuery({ level: "country" }));
  const items = country.data?.pages.flatMap((page) => page.items);
  const may = items?.length ? items[0]?.allowed.includes("import_parts") : items && me?.is_administrator;
  if (!may) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => codifier.open()}>
        <Icon of={IconFileUpload} />
        <Trans>Завантажити кодифікатор</Trans>
      </Button>
      {codifier.render((_, close) => (
        <CodifierDialog onClose={close} />
      ))}
    </>
  );
}

/** A fresh installation: the administrator begins the tree. */
function NoTree() {
  const { data: me } = useQuery(meQuery);
  const country = useDialog();
  return (
    <>
      <EmptyState
        title={<Trans>Територій ще немає</Trans>}
        button={
          me?.is_administrator && (
            <Button onClick={() => country.open()}>
              <Icon of={IconPlus} />
              <Trans>Додати країну</Trans>
            </Button>
          )
        }
      >
        <Trans>Адміністратор завантажує кодифікатор файлом або додає території по одній.</Trans>
      </EmptyState>
      {country.render((_, close) => (
        <RegisterDialog parent={null} onClose={close} />
      ))}
    </>
  );
}
