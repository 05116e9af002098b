import { expect, it } from "vitest";
import { internalLinks } from "./internal-links";

const HERE = "https://viche.example";
const A = "0190a5d0-ac96-774b-bcce-b302099a8057";
const B = "0190a5d0-ac96-774b-bcce-b302099a8058";
const found = (body: string) => internalLinks(body, HERE);

it("finds whole addresses and what begins with a stroke", () => {
  expect(found(`Див. ${HERE}/threads/${A}.`)).toEqual([`thread:${A}`]);
  expect(found(`[Тут](${HERE}/threads/${A}?message=12), /actions/${B}`)).toEqual([
    `message:${A}:12`,
    `action:${B}`,
  ]);
  expect(found(`/groups/${A.toUpperCase()}`)).toEqual([`group:${A}`]);
});

it.each([
  `https://elsewhere.example/threads/${A}`,
  `https://viche.example.org/threads/${A}`,
  `https://vicheXexample/threads/${A}`,
  `${HERE}/groups/${A}/threads`,
  `${HERE}/threads/${A}?message=x`,
  `${HERE}/actions/${A}?message=3`,
  `${HERE}/people/${A}`,
  `a/threads/${A}`,
  "і/або",
])("passes over %s", (body) => {
  expect(found(body)).toEqual([]);
});

it("names each once and not too many", () => {
  const many = [1, 2, 3, 4, 5, 6, 7].map((number) => `${HERE}/threads/${A}?message=${number}`);
  expect(found([...many, ...many].join(" ")).length).toBe(5);
  expect(found(`/threads/${A} /threads/${A}`)).toEqual([`thread:${A}`]);
});
