import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { ApiProblem } from "@/api/problem";
import { PagedList } from "@/kit/paged-list";
import { rootRoute } from "@/kit/routes";
import { useTypedWords } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { flattenPages } from "@/queries/pages";
import { MIN_QUERY_LENGTH, type SearchAsked, searchQuery } from "@/queries/search";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { Filters, SearchField } from "@/ui/search-field";
import { HitRow } from "./hit-row";
import { KindChips } from "./kind-chips";
import { Narrowing } from "./narrowing";
import classes from "./search.module.css";

/** What was said and made, found by its words. What is looked for stands in the address. */
export function SearchPage() {
  const { t } = useLingui();
  useTitle(t`Пошук`);
  const { asked, ask } = useAsked();
  const [words, setWords] = useTypedWords(asked.q ?? "", (q) => ask({ q: q || undefined }));
  return (
    <Page>
      <PageHeader title={t`Пошук`} lead={t`Повідомлення, теми, доручення, файли й люди, яких ви бачите.`} />
      <search className={classes.form}>
        <Filters>
          <SearchField label={t`Що знайти`} value={words} onChange={setWords} longest={200} focused />
          <Narrowing asked={asked} onAsk={ask} />
        </Filters>
        <KindChips asked={asked} onAsk={ask} />
      </search>
      <Results asked={asked} />
    </Page>
  );
}

function useAsked(): { asked: SearchAsked; ask: (change: Partial<SearchAsked>) => void } {
  const { kind, ...others }: SearchAsked = useSearch({ from: "/shell/search" });
  const { searchKinds } = rootRoute.useRouteContext();
  const asked = { ...others, kind: searchKinds.find((one) => one === kind) };
  const router = useRouter();
  const ask = (change: Partial<SearchAsked>) =>
    void router.navigate({ to: "/search", search: { ...asked, ...change }, replace: true });
  return { asked, ask };
}

function Results({ asked }: { asked: SearchAsked }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const query = useInfiniteQuery(searchQuery(asked, dates));
  const isTooShort = (asked.q ?? "").trim().length < MIN_QUERY_LENGTH;
  if (isTooShort) return <HowTo />;
  if (query.error instanceof ApiProblem && query.error.status === 400)
    return <Refused problem={query.error} />;
  const typed = asked.q;
  const shown = query.isPlaceholderData ? undefined : query.data;
  return (
    <>
      <div role="status">
        {shown && (
          <p className="v-hidden">
            <Count shown={flattenPages(shown).length} more={query.hasNextPage} />
          </p>
        )}
        {query.fetchStatus === "paused" && (
          <p className={classes.similar}>
            <Trans>Немає зв’язку: пошук почнеться, щойно він з’явиться.</Trans>
          </p>
        )}
        {shown?.pages[0]?.similar && flattenPages(shown).length > 0 && (
          <p className={classes.similar}>
            <Trans>За «{typed}» точних збігів немає. Ось схоже.</Trans>
          </p>
        )}
      </div>
      <Card label={t`Знайдене`}>
        <PagedList query={query} loading={<Trans>Шукаємо…</Trans>} empty={<Nothing />} older>
          {(hit) => <HitRow key={hit.id} hit={hit} />}
        </PagedList>
      </Card>
    </>
  );
}

/** Signs alone are no words; whatever else the server refuses, it says why. */
function Refused({ problem }: { problem: ApiProblem }) {
  const [fault] = problem.fields;
  if (!fault || fault.code === "no_word") return <HowTo />;
  return (
    <Card label={fault.message}>
      <EmptyState title={fault.message} />
    </Card>
  );
}

function Count({ shown, more }: { shown: number; more: boolean }) {
  const words = plural(shown, {
    one: "# результат",
    few: "# результати",
    many: "# результатів",
    other: "# результату",
  });
  return more ? <Trans>Показано {words}, є ще</Trans> : <Trans>Показано {words}</Trans>;
}

function HowTo() {
  const { t } = useLingui();
  return (
    <Card label={t`Як шукати`}>
      <EmptyState title={<Trans>Напишіть слово чи кілька</Trans>}>
        <Trans>
          Форма слова не важлива: «рішення» знайде й «рішеннями». Слова поспіль беріть у лапки, а перед
          словом, якого бути не повинно, ставте мінус.
        </Trans>
      </EmptyState>
    </Card>
  );
}

function Nothing() {
  return (
    <EmptyState title={<Trans>Нічого не знайдено</Trans>}>
      <Trans>Перевірте написання, приберіть зайві слова чи фільтри. Шукаємо лише в тому, що ви бачите.</Trans>
    </EmptyState>
  );
}
