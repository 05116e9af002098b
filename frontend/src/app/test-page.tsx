/** A whole page for a test: the router with everything around it, and what axe says about it. */
import { QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import axe from "axe-core";
import type { Me } from "@/api/generated/types.gen";
import { Providers } from "./providers";
import { makeRouter } from "./router";

export const ME: Me = {
  id: "me",
  email: "deputy-head@kalynodil.example",
  name: { uk: "Юлія Ткаченко", en: "Yuliia Tkachenko" },
  gender: "feminine",
  language: "uk",
  time_zone: "Europe/Kyiv",
  is_administrator: false,
  has_password: true,
  factor_due_at: null,
  version: 1,
  seq: 0,
};

export function open(path: string): void {
  window.history.pushState({}, "", path);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <Providers queryClient={client}>
      <RouterProvider router={makeRouter(client)} />
    </Providers>,
  );
}

export async function faults(root = document.body): Promise<string[]> {
  const rules = { "color-contrast": { enabled: false } };
  const { violations } = await axe.run(root, { rules });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
