import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { groupsInCareQuery } from "@/queries/sight";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import { useOfficersHead } from "./officers-head";

/** Of which groups the data protection officer may look up who sees them, and who did. */
export function SupervisedGroupsPage() {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const found = useInfiniteQuery({ ...groupsInCareQuery(q), placeholderData: keepPreviousData });
  return (
    <ResourceListPage
      {...useOfficersHead("groups")}
      lead={t`Хто має доступ до групи, хто мав раніше й на якій підставі. Кожен, кого названо, побачить ваш перегляд. Прихованих груп тут немає.`}
      search={{ label: t`Назва групи`, value: words, onChange: setWords }}
      label={t`Групи`}
      query={found}
      loading={<Trans>Шукаємо…</Trans>}
      empty={<EmptyState title={<Trans>Груп не знайдено</Trans>} />}
    >
      {(group) => (
        <ListRow
          key={group.id}
          href={pathTo("/groups/$groupId/sight", { groupId: group.id })}
          title={say(group.name)}
        />
      )}
    </ResourceListPage>
  );
}
