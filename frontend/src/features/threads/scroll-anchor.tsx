import { Component, type ReactNode, type RefObject } from "react";
import { lineId, scroller } from "./use-scroll-position";

interface HeldPlaceProps {
  body: RefObject<HTMLElement | null>;
  /** Number of the first message that is shown: when it changes, something above came or went. */
  first: number;
  /** What was missed in short stands above the honey line. */
  told: boolean;
  children: ReactNode;
}

interface Held {
  id: string;
  top: number;
}

/**
 * What is being read stays where it is when messages come or go above it, also where the browser does not see to
 * that itself. Only a class is asked before the page changes.
 */
export class ScrollAnchor extends Component<HeldPlaceProps> {
  override getSnapshotBeforeUpdate(before: HeldPlaceProps): Held | null {
    const { body, first, told } = this.props;
    if (!body.current) return null;
    const changed = first !== before.first || (told !== before.told && hasPassedLine(body.current));
    return changed ? firstInView(body.current) : null;
  }

  override componentDidUpdate(_props: HeldPlaceProps, _state: unknown, held: Held | null): void {
    const body = this.props.body.current;
    const article = held && document.getElementById(held.id);
    if (!body || !article) return;
    const moved = article.getBoundingClientRect().top - held.top;
    if (Math.abs(moved) >= 1) scroller(body).scrollTop += moved;
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

const edgeOf = (body: HTMLElement) => Math.max(0, body.getBoundingClientRect().top);

/** Who is still at the line is to see what comes above it. */
function hasPassedLine(body: HTMLElement): boolean {
  const line = document.getElementById(lineId);
  return line !== null && line.getBoundingClientRect().bottom <= edgeOf(body);
}

function firstInView(body: HTMLElement): Held | null {
  const edge = edgeOf(body);
  for (const article of body.querySelectorAll("article")) {
    const { top, bottom } = article.getBoundingClientRect();
    if (bottom > edge) return { id: article.id, top };
  }
  return null;
}
