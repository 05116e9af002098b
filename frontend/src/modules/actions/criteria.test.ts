import { expect, it } from "vitest";
import type { EvidenceOut } from "@/api/generated/types.gen";
import { proveCriteria } from "./criteria";

const piece = (number: number, criterion_id: string | null, removed: Partial<EvidenceOut> = {}) =>
  ({ number, criterion_id, hidden: null, withdrawn_at: null, ...removed }) as EvidenceOut;
const HIDDEN = { hidden: {} as EvidenceOut["hidden"] };

const SIGNED = { id: "signed", text: "", evidence: [], hidden_evidence: [], unproved_reason: null };

it("puts every piece beside what it proves, in order and once", () => {
  const criteria = [
    {
      id: "signed",
      text: "протокол підписано",
      evidence: [3, 1],
      hidden_evidence: [],
      unproved_reason: null,
    },
    { id: "trained", text: "зміни навчено", evidence: [], hidden_evidence: [], unproved_reason: null },
  ];
  const proved = proveCriteria(criteria, [piece(1, "signed"), piece(2, null), piece(3, "signed")]);
  expect(proved.map(({ pieces }) => pieces)).toEqual([[1, 3], []]);
});

it("knows a new piece before the item itself is loaded anew", () => {
  const [only] = proveCriteria([SIGNED], [piece(4, "signed")]);
  expect(only?.pieces).toEqual([4]);
});

it("does not count what was hidden or withdrawn, whichever of the two knows it first", () => {
  const evidence = [
    piece(1, "signed", HIDDEN),
    piece(2, "signed", { withdrawn_at: "2026-01-12T08:00:00Z" }),
    piece(3, "signed"),
  ];
  const known = { id: "signed", text: "", evidence: [1, 2], hidden_evidence: [3, 4], unproved_reason: null };
  const [only] = proveCriteria([known], evidence);
  expect(only).toMatchObject({ pieces: [3], hidden: [1, 4] });
});
