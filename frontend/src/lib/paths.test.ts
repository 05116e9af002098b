import { describe, expect, it } from "vitest";
import { type Path, pathTo } from "./paths";

describe("the address of a page", () => {
  it("has its parameters, and of the search what is not empty", () => {
    expect(pathTo("/threads/$threadId", { threadId: "t-1" })).toBe("/threads/t-1");
    expect(pathTo("/threads/$threadId", { threadId: "t-1" }, { message: 7 })).toBe("/threads/t-1?message=7");
    expect(pathTo("/groups/new", {}, { parent: "g-1", place: undefined })).toBe("/groups/new?parent=g-1");
    expect(pathTo("/groups/new", {}, { place: "" })).toBe("/groups/new");
  });

  it("keeps what was typed from becoming a part of the path", () => {
    const section = pathTo(
      "/groups/$groupId/$section",
      { groupId: "g/1?", section: "threads" },
      { tag: "a&b" },
    );
    expect(section).toBe("/groups/g%2F1%3F/threads?tag=a%26b");
  });

  it("is refused by the types where there is no such page, or not so", () => {
    // @ts-expect-error there is no such page
    const page: Path = "/nowhere";
    // @ts-expect-error built of strings
    const built: Path = `/threads/${page}`;
    // @ts-expect-error it needs another parameter
    const other = pathTo("/threads/$threadId", { groupId: "g-1" });
    // @ts-expect-error nor is this in its search
    const asked = pathTo("/threads/$threadId", { threadId: "t-1" }, { tag: "roof" });
    expect([built, other, asked]).toHaveLength(3);
  });
});
