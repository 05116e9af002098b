import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { LadderStepOut } from "@/api/generated/types.gen";
import { AUDIENCES } from "./audiences";

const overdue = (days: number): string =>
  plural(days, {
    one: "Через # день після строку",
    few: "Через # дні після строку",
    many: "Через # днів після строку",
    other: "Через # дня після строку",
  });

const sinceDone = (days: number): string =>
  plural(days, {
    one: "Через # день після виконання",
    few: "Через # дні після виконання",
    many: "Через # днів після виконання",
    other: "Через # дня після виконання",
  });

/** A rule of reminding in words: when, and to whom. */
export function useStepWords() {
  const { t, i18n } = useLingui();
  const again = (days: number): string => {
    if (days === 1) return t`щодня`;
    if (days === 7) return t`щотижня`;
    return plural(days, {
      one: "кожен # день",
      few: "кожні # дні",
      many: "кожні # днів",
      other: "кожні # дня",
    });
  };
  const when = ({ offset_days: days, repeat_days: every, audience }: LadderStepOut): string => {
    const verifies = audience === "verifier";
    if (days === 0) return verifies ? t`У день виконання` : t`У день строку`;
    if (days < 0) {
      const ahead = -days;
      return plural(ahead, {
        one: "За # день до строку",
        few: "За # дні до строку",
        many: "За # днів до строку",
        other: "За # дня до строку",
      });
    }
    const late = verifies ? sinceDone(days) : overdue(days);
    if (!every) return late;
    const rhythm = again(every);
    return t`${late}, далі ${rhythm}`;
  };
  return { when, every: again, whom: ({ audience }: LadderStepOut) => i18n._(AUDIENCES[audience]) };
}
