import { QueryClient, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { userEvent } from "@/testing/user";
import { SectionCard } from "./section-card";

interface Place {
  id: string;
  open: boolean;
}
interface Page {
  items: Place[];
  next: string | null;
}

const place = (id: string, open = true) => ({ id, open });
const FIRST: Page = { items: [place("Хутір"), place("Село", false)], next: "more" };
const LAST: Page = { items: [place("Місто")], next: null };

interface SampleProps {
  ask: (cursor: string) => Promise<Page>;
  empty?: ReactNode;
  add?: ReactNode;
  select?: (places: Place[]) => Place[];
}

function Paged({ ask, ...rest }: SampleProps) {
  const query = useInfiniteQuery({
    queryKey: ["places"],
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return (
    <SectionCard title="Місця" query={query} {...rest}>
      {({ id }) => <li key={id}>{id}</li>}
    </SectionCard>
  );
}

function Whole({ places }: { places: Place[] }) {
  const query = useQuery({ queryKey: ["places", "all"], queryFn: async () => places });
  return (
    <SectionCard
      title="Місця"
      query={query}
      empty="Місць немає"
      list={(rows) => <p>{rows.map(({ id }) => id).join(", ")}</p>}
    />
  );
}

function show(section: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <Providers queryClient={client}>
      {section}
      <p>Далі</p>
    </Providers>,
  );
}

const rows = () => screen.getAllByRole("listitem").map((one) => one.textContent);

describe("a section", () => {
  it("goes on page by page, and only to its end", async () => {
    show(<Paged ask={async (cursor) => (cursor ? LAST : FIRST)} add={<a href="#new">Нове місце</a>} />);
    const card = within(await screen.findByRole("region", { name: "Місця" }));
    expect(rows()).toEqual(["Хутір", "Село"]);
    expect(card.getByRole("link", { name: "Нове місце" })).toBeDefined();
    await userEvent.click(card.getByRole("button", { name: "Показати ще" }));
    expect(await card.findByText("Місто")).toBeDefined();
    expect(card.queryByRole("button")).toBeNull();
  });

  it("is left out where there is nothing, unless it says so or more may come", async () => {
    const shut = (places: Place[]) => places.filter(({ open }) => !open);
    show(
      <>
        <Paged ask={async () => LAST} select={shut} />
        <Whole places={[]} />
      </>,
    );
    expect(await screen.findByText("Місць немає")).toBeDefined();
    expect(screen.getAllByRole("region")).toHaveLength(1);
  });

  it("stays while a further page may hold what is shown", async () => {
    show(<Paged ask={async () => FIRST} select={() => []} />);
    expect(await screen.findByRole("button", { name: "Показати ще" })).toBeDefined();
  });

  it("says that it could not be loaded, also where it is left out when empty", async () => {
    show(<Paged ask={() => Promise.reject(new Error("broken"))} />);
    expect(await screen.findByText("Не вдалося завантажити")).toBeDefined();
  });

  it("shows a whole list in its own way", async () => {
    show(<Whole places={[place("Хутір"), place("Село")]} />);
    expect(await screen.findByText("Хутір, Село")).toBeDefined();
  });
});
