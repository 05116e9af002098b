/** What the tests of forms do over and over. */
import { screen } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";

/** Keeps what was sent: the version and the body. */
export function kept(answer: unknown): { sent: unknown[]; take: (request: Request) => Promise<unknown> } {
  const sent: unknown[] = [];
  const take = async (request: Request) => {
    sent.push([request.headers.get("If-Match"), await request.json()]);
    return answer;
  };
  return { sent, take };
}

export async function pick(user: UserEvent, field: HTMLElement, option: string): Promise<void> {
  await user.click(field);
  // The list floats, and without a layout it is never shown.
  await user.click(await screen.findByRole("option", { name: new RegExp(option), hidden: true }));
}
