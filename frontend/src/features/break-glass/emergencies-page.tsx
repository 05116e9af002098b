import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { EmergencyRequestOut } from "@/api/generated/types.gen";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { DOT } from "@/lib/text";
import { STANDINGS, useLeftWords, useMinutesLeft } from "@/modules/access/emergency-words";
import { AttentionPill, PlainPill } from "@/modules/actions/status";
import { emergenciesQuery } from "@/queries/break-glass";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import { AskDialog } from "./ask-dialog";

/** What the reader asked for and what they may answer. */
export function EmergenciesPage() {
  const { t } = useLingui();
  const { state = "open" }: { state?: "open" | "all" } = useSearch({ strict: false });
  const found = useInfiniteQuery(emergenciesQuery(state));
  const ask = useDialog();
  return (
    <>
      <ResourceListPage
        title={t`Екстрений доступ`}
        lead={
          <Trans>
            Дві людини, причина й одна година: інакше ніхто не прочитає того, до чого доступ обмежено.
          </Trans>
        }
        create={
          <Button kind="quiet" onClick={() => ask.open()}>
            <Trans>Попросити доступ</Trans>
          </Button>
        }
        tabsLabel={t`Які запити`}
        tabs={[
          { label: t`Відкриті`, href: "/break-glass", current: state === "open" },
          { label: t`Усі`, href: pathTo("/break-glass", {}, { state: "all" }), current: state === "all" },
        ]}
        forbidden={<NotYours />}
        label={t`Запити на екстрений доступ`}
        query={found}
        loading={<Trans>Завантажуємо запити…</Trans>}
        empty={<EmptyState title={<Trans>Запитів немає</Trans>} />}
        older
      >
        {(one) => <Row key={one.id} request={one} />}
      </ResourceListPage>
      {ask.render((_, close) => (
        <AskDialog onClose={close} />
      ))}
    </>
  );
}

function Row({ request }: { request: EmergencyRequestOut }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const left = useMinutesLeft(request.standing === "active" ? request.until : null);
  const leftWords = useLeftWords();
  const words = i18n._(STANDINGS[request.standing]);
  return (
    <ListRow
      href={pathTo("/break-glass/$breakGlassId", { breakGlassId: request.id })}
      title={[say(request.asked_by.name), say(request.group.name)].join(DOT)}
      status={
        request.allowed.includes("approve") ? (
          <AttentionPill>
            <Trans>Чекає на вас</Trans>
          </AttentionPill>
        ) : (
          <PlainPill>{words}</PlainPill>
        )
      }
    >
      <p className="v-small">{request.reason}</p>
      <p className="v-tiny v-t2">{left > 0 ? leftWords(left) : dates.full(request.asked_at)}</p>
    </ListRow>
  );
}

function NotYours() {
  return (
    <EmptyState
      alone
      title={
        <Trans>
          Екстрений доступ — справа тих, хто адмініструє систему, координує групи громади або відповідає за
          захист даних
        </Trans>
      }
    >
      <AppLink href="/settings/my-data/seen">
        <Trans>Хто бачив мої дані</Trans>
      </AppLink>
    </EmptyState>
  );
}
