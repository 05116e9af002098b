/** Decisions in their states, and what their pages ask for. */
import type {
  DecisionCard,
  DecisionCharterOut,
  DecisionOut,
  DecisionTallyOut,
  VoteOut,
  VoteResultOut,
  VoterOut,
} from "@/api/generated/types.gen";
import { POLICE } from "./members-samples";
import { GROUP_ID } from "./realtime-samples";
import { EMPTY_API, ME } from "./test-page";

const both = (uk: string) => ({ uk, en: "" });

export const DECISION_ID = "01900000-0000-7000-8000-0000000000d1";
export const DECISION_PATH = `/api/v1/decisions/${DECISION_ID}`;
export const DECISION_PAGE = `/decisions/${DECISION_ID}`;

const PERSON = { id: "officer", name: both("Олег Мороз"), gender: "masculine" as const };
const RESCUE = {
  ...POLICE,
  id: "org-2",
  name: both("12 частина"),
  short_name: both("12 частина"),
  on_behalf: both("12 частини ДСНС"),
  sector: "emergency" as const,
};
const HUB = { ...POLICE, id: "org-3", short_name: both("Хаб ВПО"), sector: "civil_society" as const };

const seat = (person: typeof PERSON, organisation: typeof POLICE | typeof RESCUE | typeof HUB) => ({
  person,
  mandate_id: `mandate-${organisation.id}`,
  organisation,
  position: null,
  acting_for: null,
  on_behalf: true,
});

const voter = (
  id: string,
  organisation: typeof POLICE | typeof RESCUE | typeof HUB,
  person = PERSON,
): VoterOut => ({
  id,
  seat: seat(person, organisation),
  organisation,
  sector: organisation.sector,
  is_present: null,
  has_voted: false,
  lost_at: null,
  vote: null,
  replies: [],
});

export const vote = (answer: VoteOut["answer"], more: Partial<VoteOut> = {}): VoteOut => ({
  answer,
  ranking: [],
  harm: "",
  condition: "",
  reason: "",
  wants_name: false,
  cast_by: seat(PERSON, POLICE),
  said_by: null,
  at: "2029-12-08T13:00:00Z",
  ...more,
});

export const answered = (one: VoterOut, given: VoteOut): VoterOut => ({
  ...one,
  has_voted: true,
  vote: given,
});

export const POLICE_VOTER = voter("voter-1", POLICE);
export const HUB_VOTER = voter("voter-3", HUB, { ...PERSON, id: "alla", name: both("Алла Дорошенко") });
/** The seat of the reader. */
export const OWN_VOTER = voter("voter-2", RESCUE, { ...PERSON, id: ME.id, name: both("Юлія Ткаченко") });

/** As lists show it. */
export const CARD: DecisionCard = {
  id: DECISION_ID,
  group: { id: GROUP_ID, name: both("Безпека громади") },
  thread_id: null,
  visibility: "group",
  number: 14,
  title: both("Чергуємо на входах?"),
  text: "Двоє людей зустрічають біля входу.",
  state: "open",
  rule: {
    method: "consent",
    threshold: "simple",
    base: "present",
    unit: "seat",
    capacity: "on_behalf",
    secret: false,
    tie_rule: "previous_rounds",
    on_paper: false,
    silence: "absent",
    binds: true,
    answers: ["consent", "abstain", "stand_aside", "object"],
  },
  options: [],
  closes_at: "2030-01-10T16:00:00Z",
  opened_at: "2029-12-08T13:00:00Z",
  closed_at: null,
  proposed_by: seat(PERSON, HUB),
  proposed_at: "2029-12-08T12:00:00Z",
  withdrawn_reason: "",
  quorum: {
    needed: 2,
    answered: 1,
    sectors: [
      { sector: "police", demand: "none", state: "answered", until: null },
      { sector: "emergency", demand: "present", state: "missing", until: null },
    ],
    is_met: false,
  },
  turnout: { answered: 1, seated: 3 },
  seats: [
    { sector: "civil_society", mark: "waiting", number: 1 },
    { sector: "emergency", mark: "waiting", number: 1 },
    { sector: "police", mark: "consent", number: 1 },
  ],
  mine: [OWN_VOTER],
  tally: null,
  outcome: null,
  review_on: null,
  publication: null,
  allowed: ["read", "vote"],
  version: 4,
};

export const DECISION: DecisionOut = {
  ...CARD,
  voters: [answered(POLICE_VOTER, vote("consent")), OWN_VOTER, HUB_VOTER],
  asks: [],
  paper: null,
  supersedes: null,
  superseded_by: null,
  earlier_outcomes: [],
  links: [],
};

/** What the server says that an answer changed. */
export const voteResult = (voter: VoterOut): VoteResultOut => ({
  decision_id: DECISION_ID,
  version: DECISION.version,
  voter,
  turnout: DECISION.turnout,
  seats: DECISION.seats,
  quorum: DECISION.quorum,
  tally: DECISION.tally,
});

const option = (id: string, position: number, uk: string) => ({ id, position, label: both(uk), text: "" });

export const OPTIONS = [
  option("00000000-0000-4000-8000-00000000000a", 1, "Ліцей"),
  option("00000000-0000-4000-8000-00000000000b", 2, "Набережна"),
  option("00000000-0000-4000-8000-00000000000c", 3, "Лікарня"),
];
const [A, B, C] = OPTIONS.map(({ id }) => id) as [string, string, string];

export const RANKED: Partial<DecisionOut> = {
  rule: { ...DECISION.rule, method: "ranked", answers: ["choose", "abstain"] },
  options: OPTIONS,
};

export const SECRET: Partial<DecisionOut> = {
  rule: { ...DECISION.rule, method: "majority", secret: true, answers: ["for", "against", "abstain"] },
};

const count = (option_id: string, number: number) => ({ option_id, number });

export const TALLY: DecisionTallyOut = {
  passed: true,
  winner: A,
  marks: 9,
  ballots: 9,
  needed: null,
  answers: [],
  options: [],
  rounds: [
    {
      tallies: [count(A, 3), count(B, 4), count(C, 2)],
      exhausted: 0,
      eliminated: [C],
      by_tie: false,
      transfers: [{ source: C, target: A, number: 2 }],
    },
    { tallies: [count(A, 5), count(B, 4)], exhausted: 0, eliminated: [], by_tie: false, transfers: [] },
  ],
  tied: [],
  is_split_hidden: false,
};

export const CHARTER: DecisionCharterOut = {
  quorum: 3,
  present_sectors: ["police"],
  asked_sectors: [],
  silence: "absent",
  notice_days: 7,
  remarks_days: 5,
  paper_binds: false,
  publishes_minutes: false,
  allowed: ["set_charter"],
  version: 0,
};

export function decisionPage(decision: Partial<DecisionOut> = {}) {
  return {
    ...EMPTY_API,
    "GET /api/v1/groups": { items: [], next_cursor: null },
    [`GET /api/v1/groups/${GROUP_ID}/charter`]: CHARTER,
    [`GET ${DECISION_PATH}`]: { ...DECISION, ...decision },
  };
}
