import { expect, it } from "vitest";
import type { EvidenceFacts } from "@/api/generated/types.gen";
import { proveCriteria } from "./criteria";

const piece = (number: number, criterion_id: string | null) => ({ number, criterion_id }) as EvidenceFacts;

const SIGNED = { id: "signed", text: "", evidence: [], unproved_reason: null };

it("puts every piece beside what it proves, in order and once", () => {
  const criteria = [
    { id: "signed", text: "протокол підписано", evidence: [3, 1], unproved_reason: null },
    { id: "trained", text: "зміни навчено", evidence: [], unproved_reason: null },
  ];
  const proved = proveCriteria(criteria, [piece(1, "signed"), piece(2, null), piece(3, "signed")]);
  expect(proved.map(({ pieces }) => pieces)).toEqual([[1, 3], []]);
});

it("knows a new piece before the item itself is loaded anew", () => {
  const [only] = proveCriteria([SIGNED], [piece(4, "signed")]);
  expect(only?.pieces).toEqual([4]);
});
