import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { dataSubjectsQuery } from "@/queries/access-record";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import { useOfficersHead } from "./officers-head";

/** Of whom the data protection officer may look up who saw their data. */
export function DataSubjectsPage() {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const found = useInfiniteQuery({ ...dataSubjectsQuery(q), placeholderData: keepPreviousData });
  return (
    <ResourceListPage
      {...useOfficersHead("people")}
      lead={t`Хто бачив дані людини, коли й на якій підставі. Кожен ваш перегляд людина побачить.`}
      search={{ label: t`Ім’я`, value: words, onChange: setWords }}
      label={t`Люди, про чиї дані ви дбаєте`}
      query={found}
      loading={<Trans>Шукаємо…</Trans>}
      empty={<EmptyState title={<Trans>Нікого не знайдено</Trans>} />}
    >
      {(person) => <Subject key={person.id} id={person.id} name={say(person.name)} />}
    </ResourceListPage>
  );
}

/** Two ways from a name: who saw their data, and what they see themselves. */
function Subject({ id, name }: { id: string; name: string }) {
  const { t } = useLingui();
  return (
    <ListRow
      href={pathTo("/people/$personId/access-record", { personId: id })}
      title={name}
      status={
        <AppLink
          className="v-reach v-small"
          href={pathTo("/people/$personId/sight", { personId: id })}
          aria-label={t`Що бачить ${name}`}
        >
          <Trans>Що бачить</Trans>
        </AppLink>
      }
    />
  );
}
