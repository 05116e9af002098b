import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { MeetingOut } from "@/api/generated/types.gen";
import { markOffline, markOnline } from "@/lib/online";
import { chooseFromMenu } from "@/testing/forms";
import {
  ALLA,
  MEETING,
  MEETING_PAGE,
  MEETING_PATH,
  meetingApi,
  OWN_SEAT,
  RUNNING,
} from "@/testing/meeting-samples";
import { axeViolations, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();
afterEach(() => act(() => markOnline()));

const SEAT = { membership_id: OWN_SEAT.membership_id };
const ABSENT: MeetingOut = { ...RUNNING, seats: [OWN_SEAT, ALLA], allowed: ["read", "check_in"] };
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

/** A server that cannot be reached for a change before there is a line again. */
function serve(meeting: MeetingOut, address: string, reply: () => unknown) {
  const line = { isCut: true, sent: [] as unknown[] };
  mockApi({
    ...meetingApi(meeting),
    [address]: async (request: Request) => {
      if (line.isCut) throw new TypeError("no line");
      line.sent.push(await request.json());
      return reply();
    },
  } as never);
  return line;
}

async function show(): Promise<void> {
  renderApp(MEETING_PAGE);
  await storeOpened();
  await screen.findByRole("heading", { level: 1 });
}

/** The line is back. */
async function reconnect(line: { isCut: boolean }): Promise<void> {
  line.isCut = false;
  act(() => markOffline());
  act(() => markOnline());
}

async function typeCode(code: string): Promise<void> {
  await userEvent.type(screen.getByLabelText("Код"), code);
  await press("Позначити присутність");
}

describe("without a line", () => {
  it("an answer waits, can be changed, is there after a reload, and is sent as it was said last", async () => {
    const given = { ...MEETING, seats: [{ ...OWN_SEAT, answer: "by_video" as const }, ALLA] };
    const line = serve(MEETING, `PUT ${MEETING_PATH}/answer`, () => given);
    await show();
    act(() => markOffline());
    await press("Прийду");
    expect(await screen.findByText("Чекає зв’язку")).toBeDefined();
    await press("Змінити");
    await press("Буду на відеозв’язку");
    const said = { selector: "b" };
    await screen.findByText("Буду на відеозв’язку", said);
    expect(await axeViolations()).toEqual([]);
    cleanup();
    act(() => markOnline());
    await show();
    expect(await screen.findByText("Буду на відеозв’язку", said)).toBeDefined();
    await reconnect(line);
    await waitFor(() => expect(line.sent.at(-1)).toEqual({ ...SEAT, answer: "by_video" }));
  });

  it("a check-in waits with the moment of its code", async () => {
    const line = serve(ABSENT, `POST ${MEETING_PATH}/check-ins`, () => RUNNING);
    await show();
    act(() => markOffline());
    await typeCode("4719");
    expect(await screen.findByText("Код 4719")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await reconnect(line);
    await screen.findByText(/^Вашу присутність позначено/);
    expect(line.sent).toEqual([{ ...SEAT, code: "4719", at: expect.any(String) }]);
  });
});

it("a code that is wrong is said, and another one takes its place", async () => {
  const wrong = new ProblemResponse(422, "invalid", [
    { pointer: "/code", code: "wrong_code", message: "Не той код" },
  ]);
  const line = serve(ABSENT, `POST ${MEETING_PATH}/check-ins`, () =>
    line.sent.length === 1 ? wrong : RUNNING,
  );
  line.isCut = false;
  await show();
  await typeCode("1111");
  expect((await screen.findByRole("alert")).textContent).toContain(
    "Вашу присутність не позначено. Не той код",
  );
  await typeCode("4719");
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(line.sent).toHaveLength(2);
});

it.each([
  () => press("Позначити тут: Алла Дорошенко"),
  () => press("Позначити на відеозв’язку: Алла Дорошенко"),
  () => chooseFromMenu("Ще: Алла Дорошенко", "Тут заступник"),
])("the focus stays with the seat, whoever is checked in %#", async (checkIn) => {
  serve(RUNNING, `PUT ${MEETING_PATH}/seats/${ALLA.membership_id}`, () => RUNNING);
  await show();
  await press("Хто тут");
  await checkIn();
  const leave = await screen.findByRole("button", { name: "Позначити вихід: Алла Дорошенко" });
  await waitFor(() => expect(document.activeElement).toBe(leave));
});
