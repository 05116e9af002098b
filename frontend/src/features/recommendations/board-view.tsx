import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { BoardOut, RecommendationOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { withSoftHyphens } from "@/lib/text";
import { AttentionPill, StatusGlyph } from "@/modules/actions/status";
import { recommendationPath } from "@/modules/entities/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import {
  Age,
  GLYPHS,
  type Implementation,
  RESPONSE_ICONS,
  type Response,
} from "@/modules/recommendations/marks";
import { NextMark } from "@/modules/recommendations/next-mark";
import { useRecommendationNumber } from "@/modules/recommendations/use-number";
import { useRecommendationWords } from "@/modules/recommendations/use-words";
import type { RecommendationFilter } from "@/queries/keys";
import { MAX_ROWS } from "@/queries/pages";
import { recommendationBoardQuery, recommendationCardsQuery } from "@/queries/recommendations";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./register.module.css";

const RESPONSES = Object.keys(RESPONSE_ICONS) as Response[];
const IMPLEMENTATIONS = Object.keys(GLYPHS) as Implementation[];

interface BoardViewProps {
  filter: RecommendationFilter;
  empty: ReactNode;
}

/** The register by its two axes. Nothing is dragged: a move needs evidence or a reason. */
export function BoardView({ filter, empty }: BoardViewProps) {
  const cards = useQuery(recommendationCardsQuery(filter));
  const { data: board } = useQuery(recommendationBoardQuery(filter));
  return (
    <QueryBoundary query={cards} loading={<Trans>Завантажуємо рекомендації…</Trans>}>
      {(rows) =>
        rows.length === 0 ? (
          empty
        ) : (
          <>
            {rows.length >= MAX_ROWS && (
              <p role="status" className={classes.cut}>
                <Trans>
                  Рекомендацій більше, ніж вміщує дошка: тут перша тисяча за строком. Звузьте вибір.
                </Trans>
              </p>
            )}
            <Board rows={rows} counts={board} />
          </>
        )
      }
    </QueryBoundary>
  );
}

/** How many there are in a row or a column: as the server counts, or of what is shown. */
function countBy(
  axis: "response" | "implementation",
  name: string,
  rows: RecommendationOut[],
  board?: BoardOut,
) {
  if (!board) return rows.filter((one) => one[axis] === name).length;
  return board.cells.filter((cell) => cell[axis] === name).reduce((sum, { count }) => sum + count, 0);
}

function Board({ rows, counts }: { rows: RecommendationOut[]; counts?: BoardOut }) {
  const { t } = useLingui();
  const words = useRecommendationWords();
  return (
    <table className={classes.board} aria-label={t`Рекомендації за відповіддю та виконанням`}>
      <thead>
        <tr>
          <td className={classes.corner}>
            <Trans>Відповідь ↓</Trans>
            <br />
            <Trans>Виконання →</Trans>
          </td>
          {IMPLEMENTATIONS.map((name) => (
            <th key={name} scope="col">
              <span className={classes.axis}>
                <StatusGlyph state={GLYPHS[name]} />
                {withSoftHyphens(words.implementation(name))}
                <b>{countBy("implementation", name, rows, counts)}</b>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {RESPONSES.map((name) => (
          <tr key={name}>
            <th scope="row">
              <span className={classes.axis}>
                <Icon of={RESPONSE_ICONS[name]} size={16} />
                {withSoftHyphens(words.response(name))}
                <b>{countBy("response", name, rows, counts)}</b>
              </span>
            </th>
            <Cells response={name} rows={rows.filter(({ response }) => response === name)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The cells of one answer; those without one stand in one cell, since implementation counts from the answer. */
function Cells({ response, rows }: { response: Response; rows: RecommendationOut[] }) {
  if (response === "pending") {
    return (
      <td className={classes.unanswered} colSpan={IMPLEMENTATIONS.length}>
        <Cards rows={rows} />
        <span className={classes.hint}>
          <Trans>Виконання починаємо рахувати з відповіді</Trans>
        </span>
      </td>
    );
  }
  return IMPLEMENTATIONS.map((name) => (
    <td key={name}>
      <Cards rows={rows.filter(({ implementation }) => implementation === name)} />
    </td>
  ));
}

function Cards({ rows }: { rows: RecommendationOut[] }) {
  if (rows.length === 0) return null;
  return (
    <ul className={classes.cards}>
      {rows.map((one) => (
        <BoardCard key={one.id} recommendation={one} />
      ))}
    </ul>
  );
}

function BoardCard({ recommendation }: { recommendation: RecommendationOut }) {
  const { localize } = useLocale();
  const numbered = useRecommendationNumber();
  const { id, title, addressee, waits_for_me } = recommendation;
  return (
    <li className={`${classes.item} ${waits_for_me ? classes.you : ""}`}>
      <p className={classes.itemHead}>
        <span className="v-no">{numbered(recommendation)}</span>
        {waits_for_me && (
          <AttentionPill>
            <Trans>Чекає на вас</Trans>
          </AttentionPill>
        )}
      </p>
      <AppLink className={classes.itemTitle} href={recommendationPath(id)}>
        {withSoftHyphens(localize(title))}
      </AppLink>
      <SectorLabel sector={addressee.sector}>{localize(addressee.short_name)}</SectorLabel>
      <Age issuedAt={recommendation.issued_at} />
      {!waits_for_me && <NextMark recommendation={recommendation} />}
    </li>
  );
}
