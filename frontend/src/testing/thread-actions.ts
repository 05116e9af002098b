import { screen } from "@testing-library/react";
import { userEvent } from "./user";

/** Choose what those who lead a thread do less often, from the menu at its head. */
export async function chooseThreadAction(name: string, user: Pick<typeof userEvent, "click"> = userEvent) {
  await user.click(await screen.findByRole("button", { name: "Ще дії з темою" }));
  await user.click(await screen.findByRole("menuitem", { name }));
}
