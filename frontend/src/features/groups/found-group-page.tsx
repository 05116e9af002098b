import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postGroups } from "@/api/generated/sdk.gen";
import type { TerritoryOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { coordinatedQuery } from "@/data/groups";
import { keys } from "@/data/keys";
import { Card } from "@/design/card";
import { fieldError } from "@/design/field-error";
import { Page, PageHeader, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import { QueryGate } from "@/widgets/query-gate";
import { CharterForm, EMPTY } from "./charter-form";

/** A coordinator founds a group: it is proposed until those whom it cannot do without are at the table. */
export function FoundGroupPage() {
  const { t } = useLingui();
  useTitle(t`Нова група`);
  const territories = useQuery(coordinatedQuery);
  return (
    <Page>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[{ label: t`Групи`, href: "/groups" }]}
        title={t`Нова група`}
        lead={t`Спершу група запропонована. Почне працювати, коли за столом будуть поліція, самоврядування і громадськість.`}
      />
      <QueryGate query={territories} loading={<Trans>Завантажуємо території…</Trans>}>
        {(list) => (list.length === 0 ? <NotYours /> : <Form territories={list} />)}
      </QueryGate>
    </Page>
  );
}

function NotYours() {
  const { t } = useLingui();
  return (
    <Card label={t`Нова група`}>
      <EmptyState title={<Trans>Групи засновує координатор</Trans>}>
        <Trans>Зверніться до координатора вашої громади або до адміністратора системи.</Trans>
      </EmptyState>
    </Card>
  );
}

function useFounding() {
  const client = useQueryClient();
  const router = useRouter();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (body: Parameters<typeof postGroups>[0]["body"]) =>
      answered(postGroups({ body, headers: once() })),
    onSuccess: (group) => {
      for (const queryKey of [keys.groups, keys.directory]) void client.invalidateQueries({ queryKey });
      void router.navigate({ href: `/groups/${group.id}` });
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
  });
}

function Form({ territories }: { territories: TerritoryOut[] }) {
  const { t } = useLingui();
  const { say } = useReader();
  const [territory, setTerritory] = useState(territories[0]?.id ?? "");
  const founding = useFounding();
  const refused = founding.error instanceof ApiProblem ? founding.error.field("/territory") : undefined;
  return (
    <Card padded label={t`Нова група`}>
      <CharterForm
        from={EMPTY}
        submit={<Trans>Заснувати групу</Trans>}
        busy={founding.isPending}
        problem={founding.error}
        onSubmit={(charter) => founding.mutate({ ...charter, territory })}
        before={
          <Select
            label={t`Територія`}
            data={territories.map((one) => ({ value: one.id, label: say(one.name) }))}
            allowDeselect={false}
            searchable={territories.length > 8}
            value={territory}
            onChange={(one) => one && setTerritory(one)}
            error={fieldError(refused)}
          />
        }
      />
    </Card>
  );
}
