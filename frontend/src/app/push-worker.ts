/**
 * What the service worker does with a push. It says that there is news, and under which id; the words are asked
 * for now, with the sign-in of this browser. Whoever may not read them any more, or has no line, is told no more
 * than that something is new.
 */
import { isInternalPath } from "@/lib/is-internal-path";
import { addNotificationId, NEWS_ID } from "./notification-link";

const TAG = "viche";
const INBOX = "/inbox";
const PATIENCE = 6_000;
const LONGEST = 180;

type Language = "uk" | "en";

interface Hint {
  id: string | null;
  language: Language;
  /** How much else came with it. */
  more: number;
}

interface Words {
  title: string;
  body: string;
  url: string;
  offers: Offer[];
}

/** A button below the words: it leads to a page that asks before anything changes. */
interface Offer {
  do: string;
  label: string;
  url: string;
}

/** What a shown notification remembers; `id` of the one whose words it shows, where it stands for no other. */
interface Shown {
  url: string;
  count: number;
  id?: string;
  /** Where each of its buttons leads. */
  offers?: Record<string, string>;
}

/** What the browser takes and TypeScript does not know. */
type Options = NotificationOptions & { actions?: { action: string; title: string }[] };

/** Chrome shows two; who shows more says so. */
const USUAL_BUTTONS = 2;

/** What is used of a registration; `showNotification` of the browser takes more than its type knows. */
export interface Screen {
  getNotifications(filter: { tag: string }): Promise<{ data?: unknown; close(): void }[]>;
  showNotification(title: string, options: NotificationOptions): Promise<void>;
}

export interface Tab {
  url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

/** What is used of the clients of a worker. */
export interface Tabs {
  matchAll(filter: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Tab[]>;
  openWindow(url: string): Promise<unknown>;
}

const NEWS: Record<Language, { neutral: string; more: (count: number) => string }> = {
  uk: {
    neutral: "Є новина у Віче",
    more: (count) => {
      const word = { one: "новина", few: "новини" }[
        new Intl.PluralRules("uk").select(count) as "one" | "few"
      ];
      return `І ще ${count} ${word ?? "новин"}`;
    },
  },
  en: { neutral: "There is news in Viche", more: (count) => `And ${count} more` },
};

function hintOf(text: string | undefined): Hint {
  try {
    const { id, language, more } = JSON.parse(text ?? "");
    return {
      id: typeof id === "string" && NEWS_ID.test(id) ? id : null,
      language: language === "en" ? "en" : "uk",
      more: Number.isInteger(more) && more > 0 ? more : 0,
    };
  } catch {
    return { id: null, language: "uk", more: 0 };
  }
}

/** The words that hold now; null when this reader may not see them, is signed out, or has no line. */
async function wordsOf({ id, language }: Hint): Promise<Words | null> {
  if (!id) return null;
  try {
    const address = new URL(`/api/v1/notifications/${id}`, location.origin);
    const late = new Promise<null>((done) => setTimeout(done, PATIENCE, null));
    const answer = await Promise.race([fetch(address, { cache: "no-store" }), late]);
    if (!answer?.ok) return null;
    const { title, body, url, offers } = await answer.json();
    const said = (words: Record<Language, string>) => (words[language] || words.uk).trim();
    const offered = (Array.isArray(offers) ? offers : []).filter((one) => isInternalPath(one.url));
    return {
      title: said(title),
      body: said(body).split("\n")[0] ?? "",
      url,
      offers: offered.map((one) => ({ do: one.do, label: said(one.label), url: one.url })),
    };
  } catch {
    return null;
  }
}

function shownOf(data: unknown): Shown {
  const { url, count, id } = (data ?? {}) as Partial<Shown>;
  const shown = { url: isInternalPath(url) ? url : INBOX, count: typeof count === "number" ? count : 1 };
  return typeof id === "string" && shown.count === 1 ? { ...shown, id } : shown;
}

/**
 * Shows that there is news. It takes the place of what is shown already, without a sound, and counts it. What it
 * offers stands below as buttons, at `most` so many, where it says a single thing.
 */
export async function showNews(
  text: string | undefined,
  screen: Screen,
  most: number = USUAL_BUTTONS,
): Promise<void> {
  const hint = hintOf(text);
  const [words, earlier] = await Promise.all([wordsOf(hint), screen.getNotifications({ tag: TAG })]);
  const before = earlier.reduce((sum, one) => sum + shownOf(one.data).count, 0);
  const more = before + hint.more;
  const { neutral, more: andMore } = NEWS[hint.language];
  const lines = [words?.body.slice(0, LONGEST), more > 0 && andMore(more)];
  const buttons = more > 0 ? [] : (words?.offers ?? []).slice(0, most);
  const options: Options = {
    body: lines.filter(Boolean).join("\n"),
    tag: TAG,
    lang: hint.language,
    icon: "/icon-192.png",
    data: {
      url: more > 0 ? INBOX : shownOf(words).url,
      count: more + 1,
      ...(words && hint.id && more === 0 ? { id: hint.id } : {}),
      ...(buttons.length > 0 ? { offers: Object.fromEntries(buttons.map((one) => [one.do, one.url])) } : {}),
    } satisfies Shown,
    ...(buttons.length > 0 ? { actions: buttons.map((one) => ({ action: one.do, title: one.label })) } : {}),
  };
  await screen.showNotification(words?.title ?? neutral, options);
}

/**
 * Leads to what is new: in a tab that is open, which keeps what is being written there, or in a new one. The tab
 * says that it was read: a worker has no way to prove that it is asked by this site.
 */
export async function openNews(data: unknown, tabs: Tabs, button = ""): Promise<void> {
  const { url: page, id } = shownOf(data);
  const offered = (data as Partial<Shown> | null)?.offers?.[button];
  const url = isInternalPath(offered) ? offered : page;
  const open = await tabs.matchAll({ type: "window", includeUncontrolled: true });
  const at = (tab: Tab) => new URL(tab.url).pathname === url;
  const tab = open.find(at) ?? open[0];
  if (!tab) {
    await tabs.openWindow(id ? addNotificationId(url, id) : url);
    return;
  }
  await tab.focus();
  const news = id ? { read: id } : {};
  if (!at(tab)) tab.postMessage({ type: "open", url, ...news });
  else if (id) tab.postMessage({ type: "open", ...news });
}
