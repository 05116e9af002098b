import type { DecisionOut, DecisionTallyOut } from "@/api/generated/types.gen";
import { SeatRing } from "@/modules/decisions/seat-ring";
import { SeatLegend } from "@/modules/decisions/seat-views";
import type { Mark, MarkedVoter } from "@/modules/decisions/seats";
import { TallyView } from "@/modules/decisions/tally-view";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { Card } from "@/ui/card";
import { SheetSection } from "./section";
import classes from "./style-page.module.css";

const SEATS: [Sector, Mark][] = [
  ["police", "consent"],
  ["emergency", "you"],
  ["local_government", "consent"],
  ["education", "abstain"],
  ["business", "object"],
  ["civil_society", "consent"],
  ["health", "waiting"],
];

const seats = SEATS.map(([sector, mark], place) => ({
  mark,
  voter: { id: String(place), sector, has_voted: mark !== "you" && mark !== "waiting" },
})) as MarkedVoter[];

const OPTIONS = ["Ліцей № 2", "Набережна, 14", "Лікарня"].map((uk, place) => ({
  id: String(place),
  position: place + 1,
  label: { uk, en: uk },
  text: "",
}));

/** As much of a decision as the ring and the count show. */
const DECISION = {
  turnout: { answered: 5, seated: 7 },
  quorum: {
    needed: 4,
    answered: 5,
    is_met: false,
    sectors: [{ sector: "emergency", demand: "present", state: "missing", until: null }],
  },
  options: OPTIONS,
  rule: { tie_rule: "previous_rounds" },
} as unknown as DecisionOut;

const round = (tallies: number[]) => ({
  tallies: tallies.map((number, place) => ({ option_id: String(place), number })),
  ...{ exhausted: 0, eliminated: [], by_tie: false, transfers: [] },
});

const TALLY: DecisionTallyOut = {
  ...{ passed: true, winner: "0", marks: 41, ballots: 41, needed: null, answers: [], options: [] },
  ...{ tied: [], is_split_hidden: false },
  rounds: [
    {
      ...round([16, 15, 10]),
      eliminated: ["2"],
      transfers: [{ source: "2", target: "0", number: 7 }],
    },
    round([23, 18]),
  ],
};

/** The ring with a gap where the quorum lacks a sector, and a count in rounds. */
export function Decision() {
  return (
    <SheetSection title="Рішення" note="кожен голос — місце свого сектору">
      <div className={classes.decision}>
        <Card padded label="Хто відповів">
          <SeatRing decision={DECISION} seats={seats} />
          <SeatLegend seats={seats} />
        </Card>
        <Card padded label="Підрахунок">
          <TallyView decision={DECISION} tally={TALLY} />
        </Card>
      </div>
    </SheetSection>
  );
}
