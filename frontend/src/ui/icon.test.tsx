import { IconPlus } from "@tabler/icons-react";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Icon } from "./icon";

it("is read out where it stands for words", () => {
  render(<Icon of={IconPlus} label="Є" />);
  expect(screen.getByRole("img", { name: "Є" }).hasAttribute("aria-hidden")).toBe(false);
});

it("is drawn with the one stroke, and is not read out", () => {
  const { container } = render(
    <>
      <Icon of={IconPlus} />
      <Icon of={IconPlus} size={16} className="small" />
    </>,
  );
  const [usual, small] = container.querySelectorAll("svg");
  expect(usual?.getAttribute("stroke-width")).toBe("1.75");
  expect(usual?.getAttribute("width")).toBe("20");
  expect(usual?.getAttribute("aria-hidden")).toBe("true");
  expect(small?.getAttribute("width")).toBe("16");
  expect(small?.classList.contains("small")).toBe(true);
});
