import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { groupsInCareQuery } from "@/queries/sight";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { useOfficersHead } from "./officers-head";
import classes from "./privacy.module.css";

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
        <li key={group.id} className={classes.row}>
          <AppLink className="v-reach" href={pathTo("/groups/$groupId/sight", { groupId: group.id })}>
            {say(group.name)}
          </AppLink>
        </li>
      )}
    </ResourceListPage>
  );
}
