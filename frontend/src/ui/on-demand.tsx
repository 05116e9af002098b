import { useLingui } from "@lingui/react/macro";
import { type ComponentType, createElement, useEffect, useEffectEvent, useState } from "react";
import { isOnline } from "@/lib/online";
import classes from "./on-demand.module.css";
import { toast } from "./toast";
import { findOpener } from "./use-return-focus";

interface Closable {
  onClose: () => void;
}

/** `preload` asks for the file before it is opened: when the pointer or the focus comes to what opens it. */
type OnDemand<Props> = ComponentType<Props> & { preload: () => void };

/** A component that is in a file of its own. */
interface LateFile<Props> {
  component: ComponentType<Props> | null;
  /** Asks for the file; after a failure again. */
  ask: () => Promise<void>;
}

/**
 * Return a component whose file is loaded when it is first shown, such as a dialog.
 *
 * Unlike `lazy` it shows at once what is already there, asks again after a failure, and closes what cannot be loaded
 * instead of taking the page down.
 */
export function onDemand<Props extends Closable>(load: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let asked: Promise<void> | null = null;
  const receive = async () => {
    try {
      file.component = await load();
    } catch (error) {
      asked = null;
      throw error;
    }
  };
  const file: LateFile<Props> = {
    component: null,
    ask: () => {
      asked ??= receive();
      return asked;
    },
  };
  return Object.assign((props: Props) => <Late file={file} shown={props} />, {
    // It is asked for again when it is opened, and only then a failure matters.
    preload: () => void file.ask().catch(() => undefined),
  });
}

interface LateProps<Props> {
  file: LateFile<Props>;
  shown: Props;
}

function Late<Props extends Closable>({ file, shown }: LateProps<Props>) {
  const isReady = useLoaded(file, shown.onClose);
  return isReady && file.component ? createElement(file.component, shown) : <Opening />;
}

/** Return whether the file is there; where it cannot be had, say so and close. */
function useLoaded<Props>(file: LateFile<Props>, onClose: () => void): boolean {
  const { t } = useLingui();
  const [isReady, setReady] = useState(file.component !== null);
  const [opener] = useState(findOpener);
  const show = useEffectEvent(() => {
    // The item of a menu is gone by now: a dialog gives the focus back to what has it when it opens.
    if (document.activeElement === document.body) opener?.focus();
    setReady(true);
  });
  const fail = useEffectEvent(() => {
    const why = isOnline()
      ? t`Не вдалося відкрити. Оновіть сторінку й спробуйте ще раз.`
      : t`Немає зв’язку, тож це не відкрити. Спробуйте, коли він з’явиться.`;
    toast(why, { kind: "failed" });
    onClose();
  });
  useEffect(() => {
    if (isReady) return;
    let isShown = true;
    file.ask().then(
      () => isShown && show(),
      () => isShown && fail(),
    );
    return () => {
      isShown = false;
    };
  }, [isReady, file]);
  return isReady;
}

/** Inside a line of text, too; seen only where it takes long. */
function Opening() {
  const { t } = useLingui();
  return (
    <span role="status" className={classes.opening}>
      {t`Відкриваємо…`}
    </span>
  );
}
