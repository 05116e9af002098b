import { QueryClient, useQuery } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { ApiProblem } from "@/api/problem";
import { Providers } from "@/app/providers";
import { ResourceListPage } from "./resource-list-page";

interface SampleProps {
  ask: () => Promise<string[]>;
  loose?: boolean;
}

function Places({ ask, loose }: SampleProps) {
  const query = useQuery({ queryKey: ["places"], queryFn: ask });
  return (
    <ResourceListPage
      title="Місця"
      create={<a href="#new">Нове місце</a>}
      search={{ label: "Назва", value: "ху", onChange: () => undefined }}
      tabs={[{ label: "Усі", href: "#all", current: true }]}
      tabsLabel="Які"
      label="Знайдені місця"
      query={query}
      empty="Нічого не знайдено"
      forbidden={<h1>Такої сторінки немає</h1>}
      loose={loose}
      list={loose ? (rows) => <p>{rows.join(", ")}</p> : undefined}
    >
      {(name) => <li key={name}>{name}</li>}
    </ResourceListPage>
  );
}

function show(props: SampleProps) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <Providers queryClient={client}>
      <Places {...props} />
    </Providers>,
  );
}

it("is named, narrowed and added to above its rows", async () => {
  show({ ask: async () => ["Хутір", "Хутірське"] });
  const list = within(await screen.findByRole("region", { name: "Знайдені місця" }));
  expect((await list.findAllByRole("listitem")).map((one) => one.textContent)).toEqual([
    "Хутір",
    "Хутірське",
  ]);
  expect(document.title).toBe("Місця · Віче");
  expect(screen.getByRole("heading", { level: 1, name: "Місця" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Нове місце" })).toBeDefined();
  expect(screen.getByRole("searchbox", { name: "Назва" })).toBeDefined();
  expect(within(screen.getByRole("navigation", { name: "Які" })).getByRole("link")).toBeDefined();
});

it("lays out cards of its own, and says in one card that there are none", async () => {
  show({ ask: async () => ["Хутір", "Село"], loose: true });
  expect(await screen.findByText("Хутір, Село")).toBeDefined();
  expect(screen.queryByRole("region")).toBeNull();
});

it("says that nothing was found", async () => {
  show({ ask: async () => [], loose: true });
  const card = within(await screen.findByRole("region", { name: "Знайдені місця" }));
  expect(card.getByText("Нічого не знайдено")).toBeDefined();
});

it("is not there for whom the server refuses it", async () => {
  show({ ask: () => Promise.reject(new ApiProblem(403, "forbidden", "Не для вас")) });
  expect(await screen.findByRole("heading", { name: "Такої сторінки немає" })).toBeDefined();
  expect(screen.queryByRole("searchbox")).toBeNull();
});
