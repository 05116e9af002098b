import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { PaceInRequest } from "@/api/generated/types.gen";

export type Pace = PaceInRequest["seconds"];

interface PaceWords {
  seconds: Pace;
  /** In a list of choices. */
  choice: MessageDescriptor;
  /** «кожен пише не частіше ніж раз на хвилину» */
  often: MessageDescriptor;
}

export const PACES: PaceWords[] = [
  { seconds: 0, choice: msg`Без обмежень`, often: msg`без обмежень` },
  { seconds: 30, choice: msg`Раз на 30 секунд`, often: msg`раз на 30 секунд` },
  { seconds: 60, choice: msg`Раз на хвилину`, often: msg`раз на хвилину` },
  { seconds: 300, choice: msg`Раз на 5 хвилин`, often: msg`раз на 5 хвилин` },
  { seconds: 900, choice: msg`Раз на 15 хвилин`, often: msg`раз на 15 хвилин` },
  { seconds: 3600, choice: msg`Раз на годину`, often: msg`раз на годину` },
];

export const paceOf = (seconds: number) => PACES.find((one) => one.seconds === seconds) ?? PACES[0];
