import { Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCloudOff, IconWifiOff } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useOutage } from "@/lib/online";
import { Button } from "./button";
import classes from "./feedback.module.css";
import { Icon } from "./icon";
import { Mark } from "./logo";

interface StateProps {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  button?: ReactNode;
  role?: "status" | "alert";
  /** It is all that the page has: its words are the heading of the page. */
  alone?: boolean;
}

function State({ icon, title, children, button, role, alone = false }: StateProps) {
  const Heading = alone ? "h1" : "h2";
  return (
    <div className={classes.state} role={role}>
      <span className={classes.icon}>{icon}</span>
      <Heading className={classes.title}>{title}</Heading>
      {children && <p className="v-small v-t2">{children}</p>}
      {button && <div className={classes.button}>{button}</div>}
    </div>
  );
}

/** Nothing here, and that is fine: it says what comes next. */
export function EmptyState(props: Omit<StateProps, "icon" | "role">) {
  return <State icon={<Mark size={56} />} {...props} />;
}

/** Something that the reader has to know before they go on; a screen reader says it at once. */
export function NoticeState(props: Omit<StateProps, "role">) {
  return <State role="alert" {...props} />;
}

interface ErrorStateProps {
  /** Shown to the reader, so that they can name it when they ask for help. */
  code?: string;
  onRetry?: () => void;
}

export function ErrorState({ code, onRetry }: ErrorStateProps) {
  return (
    <State
      role="alert"
      icon={<Icon of={IconAlertTriangle} size={24} />}
      title={<Trans>Не вдалося завантажити</Trans>}
      button={
        onRetry && (
          <Button kind="quiet" onClick={onRetry}>
            <Trans>Спробувати ще</Trans>
          </Button>
        )
      }
    >
      <Trans>Ваші чернетки на місці.</Trans> {code && <Trans>Код {code}.</Trans>}
    </State>
  );
}

/** Not loaded before the line was cut, or before the server stopped answering. */
export function OfflineState({ button }: { button?: ReactNode }) {
  if (useOutage() === "server") return <SilentServerState button={button} />;
  return (
    <State
      role="status"
      icon={<Icon of={IconWifiOff} size={24} />}
      title={<Trans>Цього ще немає на пристрої</Trans>}
      button={button}
    >
      <Trans>Відкриємо, щойно з’явиться зв’язок.</Trans>
    </State>
  );
}

function SilentServerState({ button }: { button?: ReactNode }) {
  return (
    <State
      role="status"
      icon={<Icon of={IconCloudOff} size={24} />}
      title={<Trans>Сервер не відповідає, пробуємо ще</Trans>}
      button={button}
    >
      <Trans>Відкриємо, щойно він відповість. Ваші чернетки на місці.</Trans>
    </State>
  );
}

/** The first 300 ms stay blank: a skeleton that flashes is worse than none. The height is kept either way. */
function useDelayed(delay: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delay);
    return () => clearTimeout(timer);
  }, [delay]);
  return late;
}

interface LoadingStateProps {
  children?: ReactNode;
  delay?: number;
}

export function LoadingState({ children, delay = 300 }: LoadingStateProps) {
  const { t } = useLingui();
  const late = useDelayed(delay);
  return (
    <div className={`${classes.loading} ${late ? "" : classes.waiting}`} aria-busy="true" role="status">
      <Skeleton width="40%" />
      <Skeleton width="92%" large />
      <Skeleton width="74%" large />
      <Skeleton width="56%" />
      <p className="v-small v-t2">{children ?? t`Завантажуємо…`}</p>
    </div>
  );
}

function Skeleton({ width, large = false }: { width: string; large?: boolean }) {
  return <span className={`${classes.bone} ${large ? classes.large : ""}`} style={{ width }} />;
}
