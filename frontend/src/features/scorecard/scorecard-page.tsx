import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { RecommendationOut, ScorecardOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { text, useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { useProgrammeTabs } from "@/modules/dossier/tabs";
import { recommendationPath } from "@/modules/entities/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import { tableAddress } from "@/modules/recommendations/table-address";
import { useRecommendationWords } from "@/modules/recommendations/use-words";
import { groupsQuery } from "@/queries/groups";
import { scorecardQuery } from "@/queries/recommendations";
import { useTopic } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { FilterRow } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { EmptyState, LoadingState } from "@/ui/feedback";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";
import { MarkCells } from "./mark-cells";
import { RateFigure } from "./rate";
import classes from "./scorecard.module.css";
import { FigureTable } from "./scorecard-table";

const FILTERS = { group: text, dossier: text, year: text };

/** What became of the recommendations of a group, in figures of what the reader may read. */
export function ScorecardPage() {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { values, set } = useUrlFilters(FILTERS);
  const { data: groups } = useQuery(groupsQuery);
  useTitle(t`Що зробили з рекомендаціями`);
  const group = values.group || groups?.[0]?.id;
  const options = groups?.map(({ id, name }) => ({ value: id, label: localize(name) })) ?? [];
  return (
    <Page>
      <PageHeader title={<Trans>Програми</Trans>}>
        <Tabs label={t`Розділи програм`} tabs={useProgrammeTabs("scorecard")} />
      </PageHeader>
      {group ? (
        <GroupScorecard
          group={group}
          dossier={values.dossier}
          year={values.year}
          onYear={(year) => set({ year })}
          chips={
            options.length > 1 && (
              <ChoiceChip
                label={t`Група`}
                value={group}
                on
                options={options}
                onChange={(chosen) => set({ group: chosen, dossier: "", year: "" })}
              />
            )
          }
        />
      ) : groups ? (
        <EmptyState title={<Trans>Рекомендацій ще немає</Trans>} />
      ) : (
        <LoadingState />
      )}
    </Page>
  );
}

interface GroupScorecardProps {
  group: string;
  dossier: string;
  year: string;
  onYear: (year: string) => void;
  chips: ReactNode;
}

function GroupScorecard({ group, dossier, year, onYear, chips }: GroupScorecardProps) {
  const { t } = useLingui();
  useTopic(`group:${group}`);
  const wanted = { group, ...(dossier ? { dossier } : {}), ...(year ? { year: Number(year) } : {}) };
  const scorecard = useQuery(scorecardQuery(wanted));
  const years = scorecard.data?.by_year.map((one) => String(one.year)) ?? [];
  return (
    <>
      <FilterRow label={t`За що підсумок`}>
        {chips}
        <ChoiceChip
          label={t`Рік видання`}
          value={year}
          on={year !== ""}
          options={[{ value: "", label: t`Усі роки` }, ...years.map((one) => ({ value: one, label: one }))]}
          onChange={onYear}
        />
      </FilterRow>
      <QueryBoundary query={scorecard} loading={<Trans>Рахуємо…</Trans>}>
        {(data) => <Scorecard scorecard={data} csv={{ group, ...(dossier ? { dossier } : {}) }} />}
      </QueryBoundary>
    </>
  );
}

interface ScorecardProps {
  scorecard: ScorecardOut;
  /** What the table to take along holds. */
  csv: { group: string; dossier?: string };
}

function Scorecard({ scorecard, csv }: ScorecardProps) {
  const { issued } = scorecard.total;
  return (
    <>
      <h2 className={classes.heading}>
        <Trans>Що зробили з рекомендаціями</Trans>
      </h2>
      <p className={classes.lead}>
        <Plural
          value={issued}
          one="# рекомендація з тих, що ви можете читати."
          few="# рекомендації з тих, що ви можете читати."
          many="# рекомендацій з тих, що ви можете читати."
          other="# рекомендації з тих, що ви можете читати."
        />{" "}
        <Trans>Без відповіді теж рахуємо.</Trans>
      </p>
      {issued > 0 && (
        <>
          <HeadFigures scorecard={scorecard} />
          <MarkCells marks={scorecard.marks} />
          <FigureTables scorecard={scorecard} csv={csv} />
          <p className={`v-small v-t2 ${classes.note}`}>
            <Trans>
              Відсотки рахуємо, коли рекомендацій 10 або більше. За меншої кількості одна відповідь змінила б
              усе.
            </Trans>
          </p>
          <Rejected rows={scorecard.rejected} />
        </>
      )}
    </>
  );
}

function FigureTables({ scorecard, csv }: ScorecardProps) {
  const { localize, language } = useLocale();
  const words = useRecommendationWords();
  const { total, by_addressee, by_theme, by_year } = scorecard;
  const table = (
    <a className="v-tiny v-reach" href={tableAddress(csv, "csv", language)} download>
      CSV
    </a>
  );
  return (
    <div className={classes.tables}>
      <FigureTable
        title={<Trans>За адресатом</Trans>}
        head={<Trans>Кому адресовано</Trans>}
        aside={table}
        total={total}
        rows={by_addressee.map(({ addressee, ...figures }) => ({
          key: addressee.id,
          name: <SectorLabel sector={addressee.sector}>{localize(addressee.short_name)}</SectorLabel>,
          figures,
        }))}
      />
      <FigureTable
        title={<Trans>За темою</Trans>}
        head={<Trans context="theme">Тема</Trans>}
        aside={table}
        total={total}
        rows={by_theme.map((one) => ({ key: one.theme, name: words.theme(one.theme), figures: one }))}
      />
      {by_year.length > 1 && (
        <FigureTable
          title={<Trans>За роком</Trans>}
          head={<Trans>Рік видання</Trans>}
          rows={by_year.map((one) => ({ key: String(one.year), name: one.year, figures: one }))}
        />
      )}
    </div>
  );
}

function HeadFigures({ scorecard: { total, responses } }: { scorecard: ScorecardOut }) {
  const { t } = useLingui();
  const count = (name: string) => responses.find(({ response }) => response === name)?.count ?? 0;
  const pending = count("pending");
  const accepted = count("accepted");
  const partly = count("partly");
  return (
    <section className={classes.figures} aria-label={t`Головні числа`}>
      <div className={classes.narrow}>
        <p className={classes.name}>
          <Trans>Видано</Trans>
        </p>
        <p className={classes.big}>{total.issued}</p>
      </div>
      <RateFigure name={<Trans>Отримали відповідь</Trans>} rate={total.answered}>
        <Trans>{pending} без відповіді</Trans>
      </RateFigure>
      <RateFigure wideOnly name={<Trans>Прийнято</Trans>} rate={total.accepted}>
        <Trans>
          {accepted} повністю, {partly} частково
        </Trans>
      </RateFigure>
      <RateFigure wideOnly name={<Trans>Виконано, каже адресат</Trans>} rate={total.implemented}>
        <Trans>разом із підтвердженими</Trans>
      </RateFigure>
      <RateFigure name={<Trans>Підтверджено</Trans>} rate={total.verified}>
        <Trans>перевірила інша організація</Trans>
      </RateFigure>
    </section>
  );
}

/** What was rejected, whole, with the reason. */
function Rejected({ rows }: { rows: RecommendationOut[] }) {
  const { localize, dates } = useLocale();
  const count = rows.length;
  if (count === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>
        <Trans>Відхилено: {count}, і ось чому</Trans>
      </h2>
      {rows.map((one) => (
        <article key={one.id} className={classes.rejected}>
          <div>
            <p className={classes.name}>
              <Trans>Рекомендація</Trans>
            </p>
            <h3>
              <AppLink href={recommendationPath(one.id)}>{localize(one.title)}</AppLink>
            </h3>
            <p className={classes.words}>{localize(one.text)}</p>
            <p className="v-small v-t2">
              <SectorLabel sector={one.addressee.sector}>{localize(one.addressee.short_name)}</SectorLabel>
              {one.responded_at && ` · ${dates.numeric(dates.day(one.responded_at))}`}
            </p>
          </div>
          <div className={classes.why}>
            <p className={classes.name}>
              <Trans>Чому ні</Trans>
            </p>
            <p className={classes.words}>{one.response_reason}</p>
          </div>
        </article>
      ))}
    </section>
  );
}
