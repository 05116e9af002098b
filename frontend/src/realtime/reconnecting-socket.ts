import { backoff } from "./backoff";
import { type ClientFrame, parseFrame, type ServerFrame } from "./frames";

/** Why the server closed the line. */
const SIGNED_OUT = 4401;
const SECOND_FACTOR = 4423;
const FLOODING = 4429;
/** The server lets go without fault: come back at once. */
const COME_BACK = new Set([1012, 4403, 4408, 4413]);

const PING_MS = 60_000;
/** Heads come every 15 s for each topic: a line that is silent for longer is dead, whatever the browser says. */
const SILENT_MS = 45_000;
const AFTER_FLOOD_MS = 30_000;
/** Attempts that may fail before the page says that there is no connection. */
const PATIENCE = 1;

export interface LineHandlers {
  onOpen: () => void;
  onFrame: (frame: ServerFrame) => void;
  onSignedOut: () => void;
  onFactorNeeded: () => void;
  /** True when there is a line, false when the page should say that there is none. */
  onLine: (up: boolean) => void;
}

export interface LineParts {
  connect: () => WebSocket;
  random?: () => number;
}

/** One websocket that comes back by itself: after a cut, in a new network, when the page is looked at again. */
export class ReconnectingSocket {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private heardAt = 0;
  private saidAt = 0;
  private wanted = false;

  constructor(
    private readonly handlers: LineHandlers,
    private readonly parts: LineParts,
  ) {}

  start(): void {
    this.wanted = true;
    window.addEventListener("online", this.comeBack);
    window.addEventListener("offline", this.cut);
    document.addEventListener("visibilitychange", this.looked);
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    window.removeEventListener("online", this.comeBack);
    window.removeEventListener("offline", this.cut);
    document.removeEventListener("visibilitychange", this.looked);
    clearTimeout(this.retry);
    this.leave();
  }

  /** False when there is no line: what matters is kept elsewhere, the rest may be lost. */
  say(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    this.saidAt = Date.now();
    return true;
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  private readonly comeBack = () => {
    this.attempt = 0;
    if (!this.isOpen) this.connect();
  };

  private readonly cut = () => {
    this.leave();
    this.handlers.onLine(false);
  };

  private readonly looked = () => {
    if (document.visibilityState !== "visible") return;
    if (this.isOpen) this.listen();
    else this.comeBack();
  };

  private connect(): void {
    clearTimeout(this.retry);
    if (!this.wanted || this.socket) return;
    const socket = this.parts.connect();
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.heardAt = this.saidAt = Date.now();
      this.watch = setInterval(() => this.listen(), PING_MS / 4);
      this.handlers.onLine(true);
      this.handlers.onOpen();
    };
    socket.onmessage = (message) => {
      this.heardAt = Date.now();
      const frame = parseFrame(String(message.data));
      if (frame) this.handlers.onFrame(frame);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.ended(event.code);
    };
  }

  /** Is anybody there? Says something in time, and gives up a line that has died without a word. */
  private listen(): void {
    if (Date.now() - this.heardAt > SILENT_MS) {
      this.leave();
      this.ended(1006);
    } else if (Date.now() - this.saidAt >= PING_MS) {
      this.say({ type: "ping" });
    }
  }

  private ended(code: number): void {
    this.socket = null;
    clearInterval(this.watch);
    if (!this.wanted) return;
    if (code === SIGNED_OUT) {
      this.stop();
      this.handlers.onSignedOut();
      return;
    }
    if (code === SECOND_FACTOR) {
      this.stop();
      this.handlers.onFactorNeeded();
      return;
    }
    if (!COME_BACK.has(code) && this.attempt >= PATIENCE) this.handlers.onLine(false);
    this.retry = setTimeout(() => this.connect(), this.pause(code));
    this.attempt += 1;
  }

  private pause(code: number): number {
    if (code === FLOODING) return AFTER_FLOOD_MS;
    return backoff(this.attempt, this.parts.random);
  }

  /** Lets go of the socket without hearing of its end. */
  private leave(): void {
    clearInterval(this.watch);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
