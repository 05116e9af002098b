import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { DecisionOut, DecisionTallyOut } from "@/api/generated/types.gen";
import { type RoundView, viewRounds } from "./tally";
import classes from "./tally.module.css";
import { useOptionName } from "./use-option-name";
import { GIVEN } from "./words";

interface TallyProps {
  decision: DecisionOut;
  tally: DecisionTallyOut;
}

interface BarProps {
  label: string;
  /** In place of the number: «вибув». */
  words: string | number;
  votes: number;
  moved?: number;
  of: number;
  /** Where the mark of the majority stands. */
  needed?: number | null;
  isLead?: boolean;
  isGone?: boolean;
}

const share = (votes: number, of: number) => `${of > 0 ? (100 * votes) / of : 0}%`;

function Bar({ label, words, votes, moved = 0, of, needed, isLead = false, isGone = false }: BarProps) {
  return (
    <div className={`${classes.bar} ${isLead ? classes.lead : ""} ${isGone ? classes.gone : ""}`}>
      <p className={classes.words}>
        <span>{label}</span>
        <b>{words}</b>
      </p>
      <div className={classes.track} aria-hidden="true">
        <i className={classes.votes} style={{ width: share(votes - moved, of) }} />
        {moved > 0 && <i className={classes.moved} style={{ width: share(moved, of) }} />}
        {needed && <i className={classes.tick} style={{ left: share(needed, of) }} />}
      </div>
    </div>
  );
}

/** How many gave which answer, or chose which option; in rounds where options were ranked. */
export function TallyView({ decision, tally }: TallyProps) {
  if (tally.is_split_hidden) {
    return (
      <p className="v-small v-t2">
        <Trans>
          Бюлетенів менше ніж п’ять, тому показуємо лише результат: інакше було б видно, хто як голосував.
        </Trans>
      </p>
    );
  }
  if (tally.rounds.length > 0) return <Rounds decision={decision} tally={tally} />;
  return <Answers decision={decision} tally={tally} />;
}

function Answers({ decision, tally }: TallyProps) {
  const { i18n } = useLingui();
  const nameOf = useOptionName(decision.options);
  const { ballots, needed, winner } = tally;
  return (
    <>
      {tally.options.map(({ option_id, number }) => (
        <Bar
          key={option_id}
          label={nameOf(option_id)}
          words={number}
          votes={number}
          of={ballots}
          needed={needed}
          isLead={option_id === winner}
        />
      ))}
      {tally.answers
        .filter(({ answer }) => answer !== "choose")
        .map(({ answer, number }) => (
          <Bar
            key={answer}
            label={i18n._(GIVEN[answer])}
            words={number}
            votes={number}
            of={ballots}
            needed={answer === "for" ? needed : null}
            isLead={tally.passed && (answer === "for" || answer === "consent")}
          />
        ))}
    </>
  );
}

function Rounds({ decision, tally }: TallyProps) {
  const rounds = viewRounds(decision.options, tally);
  return (
    <>
      <div className={classes.rounds}>
        {rounds.map((round, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rounds have no other name
          <Round key={place} {...{ decision, tally, round, place, isLast: place === rounds.length - 1 }} />
        ))}
      </div>
      <RoundLegend />
      <RoundTable decision={decision} tally={tally} rounds={rounds} />
      {rounds.map(
        ({ tied }, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: rounds have no other name
          tied.length > 0 && <Tied key={place} decision={decision} tied={tied} number={place + 1} />,
      )}
    </>
  );
}

interface RoundProps extends TallyProps {
  round: RoundView;
  place: number;
  isLast: boolean;
}

function Round({ decision, tally, round, place, isLast }: RoundProps) {
  const { t } = useLingui();
  const nameOf = useOptionName(decision.options);
  const number = place + 1;
  const names = round.left.map(nameOf).join(", ");
  return (
    <section>
      <h3>
        <Trans>Тур {number}</Trans>
      </h3>
      <p className={`v-small v-t2 ${classes.said}`}>
        {place === 0 ? (
          <Plural
            value={tally.ballots}
            one="Перші місця в # бюлетені"
            few="Перші місця в # бюлетенях"
            many="Перші місця в # бюлетенях"
            other="Перші місця в # бюлетенях"
          />
        ) : (
          <>
            <Trans>Вибуло: {names}.</Trans> <Trans>Перейшло голосів: {round.moved}</Trans>
          </>
        )}
      </p>
      {round.rows.map(({ option, votes, moved, isGone }) => (
        <Bar
          key={option}
          label={nameOf(option)}
          words={isGone ? t`вибув` : votes}
          votes={votes}
          moved={moved}
          of={tally.ballots}
          needed={round.majority}
          isLead={isLast && option === tally.winner}
          isGone={isGone}
        />
      ))}
    </section>
  );
}

function RoundLegend() {
  return (
    <ul className={classes.key} aria-hidden="true">
      <li>
        <i className={classes.votes} />
        <Trans>голоси</Trans>
      </li>
      <li>
        <i className={classes.moved} />
        <Trans>перейшли в цьому турі</Trans>
      </li>
      <li>
        <i className={classes.tick} />
        <Trans>більшість</Trans>
      </li>
    </ul>
  );
}

function RoundTable({ decision, tally, rounds }: TallyProps & { rounds: RoundView[] }) {
  const { t } = useLingui();
  const nameOf = useOptionName(decision.options);
  const numbers = rounds.map((_, place) => place + 1);
  const wordsOf = (option: string, { rows }: RoundView) => {
    const row = rows.find((one) => one.option === option);
    return row?.isGone ? t`вибув` : (row?.votes ?? 0);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard, too
    <section className={classes.scroll} tabIndex={0} aria-label={t`Голоси за турами`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Варіант</Trans>
            </th>
            {numbers.map((number) => (
              <th key={number} scope="col">
                <Trans>Тур {number}</Trans>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rounds[0]?.rows.map(({ option }) => (
            <tr key={option} className={option === tally.winner ? classes.won : undefined}>
              <th scope="row">{nameOf(option)}</th>
              {rounds.map((round, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rounds have no other name
                <td key={place}>{wordsOf(option, round)}</td>
              ))}
            </tr>
          ))}
          {rounds.some(({ exhausted }) => exhausted > 0) && (
            <tr>
              <th scope="row">
                <Trans>Вичерпані бюлетені</Trans>
              </th>
              {rounds.map(({ exhausted }, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rounds have no other name
                <td key={place}>{exhausted}</td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

interface TiedProps {
  decision: DecisionOut;
  tied: string[];
  /** Of the round. */
  number: number;
}

function Tied({ decision, tied, number }: TiedProps) {
  const nameOf = useOptionName(decision.options);
  const names = tied.map(nameOf).join(", ");
  return (
    <p className="v-small v-t2">
      {decision.rule.tie_rule === "listed_order" ? (
        <Trans>
          Тур {number}: найменше голосів порівну мали {names}. Хто вибув, вирішив порядок у списку.
        </Trans>
      ) : (
        <Trans>
          Тур {number}: найменше голосів порівну мали {names}. Хто вибув, вирішили попередні тури, а де й там
          порівну, порядок у списку.
        </Trans>
      )}
    </p>
  );
}
