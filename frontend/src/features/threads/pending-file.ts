import type { FileOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { FileUnreadableError } from "@/api/upload-in-parts";
import type { Attached } from "@/outbox/items";
import type { PendingFileRow } from "@/outbox/pending-files";

/** A file on its way to a message. */
export interface PendingFile {
  key: string;
  name: string;
  size: number;
  isPicture: boolean;
  /** What goes over the line; null of what had arrived before. */
  file: File | null;
  /** Where the server takes it, once some of it has gone. */
  place: string | null;
  /** How much of it has gone, from 0 to 1. */
  share: number;
  stored: FileOut | null;
  /** Why it has not arrived. */
  failure: string | null;
  /** Whether it is worth another try. */
  mayRetry: boolean;
  /** The message brings as many as it may without it: it goes when another one makes room. */
  surplus: boolean;
  /** There is no line: it goes on by itself when there is one. */
  waits: boolean;
  /** The browser keeps it until the message is sent. */
  kept: boolean;
  /** What is in it, for whoever does not see it. */
  alt: string;
}

export const isPicture = (type: string) => type.startsWith("image/");
const FRESH = {
  place: null,
  share: 0,
  stored: null,
  failure: null,
  mayRetry: false,
  surplus: false,
  waits: false,
  kept: false,
  alt: "",
};

/** Return whether the message cannot bring it, whatever is tried: it is to be removed. */
export const isRefused = ({ failure, mayRetry }: PendingFile) => failure !== null && !mayRetry;

export function pieceOf(file: File): PendingFile {
  const { name, size, type } = file;
  return { ...FRESH, key: crypto.randomUUID(), name, size, isPicture: isPicture(type), file };
}

export function arrivedBefore({ file, alt }: Attached, key = file.id): PendingFile {
  const { name, size, media_type } = file;
  const there = { share: 1, stored: file, file: null, alt };
  return { ...FRESH, key, name, size, isPicture: isPicture(media_type), ...there };
}

export function keptBefore(
  { key, place, alt, stored }: PendingFileRow,
  file: File | null,
): PendingFile | null {
  if (stored) return { ...arrivedBefore({ file: stored, alt }, key), kept: true };
  return file && { ...pieceOf(file), key, place, alt, kept: true };
}

/** What the server says of the file itself. All else may pass: a sign-in that ended, a busy moment, a proxy. */
const REFUSED = new Set([400, 413, 415, 422]);
export const isFinal = (error: unknown) =>
  error instanceof FileUnreadableError || (error instanceof ApiProblem && REFUSED.has(error.status));
