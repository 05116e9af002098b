/** What the tests of forms do over and over. */
import { fireEvent, screen, waitFor } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { userEvent } from "./user";

/** Keeps what was sent: the version and the body. */
export function captureRequests<Answer>(answer: Answer): {
  sent: unknown[];
  take: (request: Request) => Promise<Answer>;
} {
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

/**
 * Choose a step from a menu; an answer that comes meanwhile may close the menu, which is opened again. The opener has
 * the focus before it opens, as a browser gives it by a click: the menu returns it there when it closes.
 */
export async function chooseFromMenu(opener: string, step: string): Promise<void> {
  const item = await waitFor(() => {
    const button = screen.getByRole("button", { name: opener });
    if (button.getAttribute("aria-expanded") !== "true") {
      button.focus();
      fireEvent.click(button);
    }
    return screen.getByRole("menuitem", { name: step });
  });
  await userEvent.click(item);
}
