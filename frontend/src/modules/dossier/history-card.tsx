import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { DossierHistoryOut, DossierPageOut, Voice } from "@/api/generated/types.gen";
import { OlderPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useSpokenBy } from "@/modules/mandates/voices";
import { dossierHistoryQuery } from "@/queries/dossiers";
import { flattenPages } from "@/queries/pages";
import { Card } from "@/ui/card";
import { HistoryList } from "@/ui/history-list";
import classes from "./dossier.module.css";
import { useProgrammeWords } from "./words";

const CHANGED = msg`Зміна в справі`;

const EVENTS: Record<string, MessageDescriptor> = {
  "programmes.dossier_begun": msg`Справу почато`,
  "programmes.dossier_changed": msg`Змінено відомості`,
  "programmes.dossier_handed_over": msg`Ведення передано`,
  "programmes.deadline_near": msg`Нагадано про строк`,
  "programmes.deadline_reached": msg`Строк минув`,
  "programmes.interests_declared": msg`Заявлено про інтереси`,
  "programmes.tie_decided": msg`Вирішено, чи допустити учасника зі зв’язком`,
  "programmes.finding_recorded": msg`Записано проблему`,
  "programmes.finding_changed": msg`Змінено проблему`,
  "programmes.finding_removed": msg`Прибрано проблему`,
  "programmes.form_started": msg`Почато протокол`,
  "programmes.form_completed": msg`Протокол завершено`,
  "programmes.form_reopened": msg`Протокол відкрито знову`,
  "programmes.evidence_added": msg`Додано доказ`,
  "programmes.evidence_withdrawn": msg`Доказ відкликано`,
  "programmes.evidence_hidden": msg`Доказ приховано`,
  "programmes.sign_off_asked": msg`Попросили погодити звіт`,
  "programmes.edition_made": msg`Зроблено редакцію звіту`,
  "programmes.edition_published": msg`Редакцію звіту оприлюднено`,
  "programmes.edition_withdrawn": msg`Редакцію звіту відкликано`,
  "programmes.recommendation_made": msg`Складено рекомендацію`,
  "programmes.recommendation_changed": msg`Змінено рекомендацію`,
  "programmes.recommendation_discarded": msg`Рекомендацію прибрано`,
  "programmes.recommendation_issued": msg`Рекомендацію видано`,
  "programmes.recommendation_superseded": msg`Рекомендацію замінено новою`,
  "programmes.recommendation_moved": msg`Відповідь або виконання рекомендації`,
  "programmes.recommendation_link_made": msg`Створено посилання для адресата`,
  "programmes.recommendation_link_revoked": msg`Посилання для адресата відкликано`,
  "programmes.control_link_made": msg`Створено посилання для органу`,
  "programmes.control_link_revoked": msg`Посилання для органу відкликано`,
  "programmes.recommendation_reminded": msg`Нагадано про рекомендацію`,
};

function describe({ kind, data }: DossierHistoryOut): MessageDescriptor {
  if (kind === "programmes.dossier_visibility_changed")
    return data.shared === true ? msg`Справу показано всій групі` : msg`Група дізналася, що справа є`;
  if (kind === "programmes.participants_changed")
    return Array.isArray(data.ended) && data.ended.length > 0 ? msg`Участь завершено` : msg`Названо учасника`;
  if (kind === "programmes.sign_off_decided")
    return data.outcome === "given" ? msg`Звіт погоджено` : msg`Звіт повернуто`;
  return EVENTS[kind] ?? CHANGED;
}

const MOVED = "programmes.dossier_moved";

/** What happened to the dossier, by whom, and with what words. */
export function HistoryCard({ dossier }: { dossier: DossierPageOut }) {
  const { t, i18n } = useLingui();
  const words = useProgrammeWords();
  const history = useInfiniteQuery(dossierHistoryQuery(dossier.id));
  const titleOf = (entry: DossierHistoryOut) =>
    (entry.kind === MOVED && words.state(dossier.kind, String(entry.data.after))) || i18n._(describe(entry));
  const quoted = (said: string) => t`«${said}»`;
  return (
    <Card title={<Trans>Історія</Trans>}>
      <QueryBoundary query={history} loading={<Trans>Завантажуємо історію…</Trans>}>
        {(pages) => (
          <div className={classes.history}>
            <HistoryList
              exact
              items={flattenPages(pages)}
              tell={(entry) => ({
                title: titleOf(entry),
                strong: entry.kind === MOVED,
                details: (
                  <>
                    {entry.reason && <p>{quoted(entry.reason)}</p>}
                    {entry.actor && <Who voice={entry.actor} />}
                  </>
                ),
              })}
            />
          </div>
        )}
      </QueryBoundary>
      <OlderPage query={history} />
    </Card>
  );
}

function Who({ voice }: { voice: Voice }) {
  return <p className="v-t2">{useSpokenBy()(voice)}</p>;
}
