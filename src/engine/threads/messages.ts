import { type ErrorFacts, KindredError } from "../../errors/index.js";
import { allocate } from "../../matrix/index.js";

/** What a worker is asked to do. */
export type WorkerRequest =
  | PieceRequest
  | GroupRequest
  | { readonly kind: "close"; readonly queue: number }
  | { readonly kind: "marks"; readonly marks: Int32Array };

/** Places of the shared memory in which a worker writes down what it is at, so that the right job is blamed should it die. */
export const MARKS = {
  /** The last job that was begun. */
  begun: 0,
  /** The job that occupies the worker; -1 where it is in none, or goes on with one that waited for something. */
  running: 1,
} as const;

/** Marks of a worker that has begun nothing. */
export function newMarks(): Int32Array {
  return new Int32Array(allocate(4 * Object.keys(MARKS).length)).fill(-1);
}

/** One piece of a task; what all pieces have in common comes with the first that a worker gets. */
export interface PieceRequest {
  readonly kind: "piece";
  readonly job: number;
  readonly queue: number;
  readonly task?: { readonly name: string; readonly context: unknown };
  readonly args: unknown;
  readonly reference: boolean;
}

/** One member's part in a task of a group. */
export interface GroupRequest {
  readonly kind: "group";
  readonly job: number;
  readonly name: string;
  readonly args: unknown;
  readonly control: ArrayBufferLike;
  readonly index: number;
  readonly size: number;
  readonly reference: boolean;
}

/** What a worker says: first that it is there, then what came of each job. */
export type WorkerResponse =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly job: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly job: number; readonly failure: Failure };

/** An error on its way from a worker. */
export interface Failure {
  /** The piece that was at work; -1 where the member had stopped because another one failed. */
  readonly piece: number;
  readonly message: string;
  readonly stack: string | undefined;
  /** The facts of an error that was thrown on purpose. */
  readonly facts?: ErrorFacts;
}

export function failureOf(error: unknown, piece: number): Failure {
  if (error instanceof KindredError) {
    const { code, where, problem, message, stack, column, expected, got, fix } = error;
    const known = Object.entries({ column, expected, got, fix }).filter(([, fact]) => fact !== undefined);
    return { piece, message, stack, facts: { code, where, problem, ...Object.fromEntries(known) } };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { piece, message, stack };
}

/** The error as it was thrown in the worker. */
export function errorOf({ message, stack, facts }: Failure): Error {
  const error = facts === undefined ? new Error(message) : new KindredError(facts);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** The memory of all arrays in a result that own theirs: it can be handed over instead of copied. */
export function ownedMemory(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === value.byteLength) found.add(buffer);
  } else if (Array.isArray(value)) for (const each of value) ownedMemory(each, found);
  else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) ownedMemory(each, found);
  return found;
}
