import { useReference } from "../wasm/index.js";
import {
  failureOf,
  type GroupRequest,
  MARKS,
  newMarks,
  ownedMemory,
  type PieceRequest,
  type WorkerRequest,
  type WorkerResponse,
} from "./messages.js";
import type { GroupTask, Task } from "./task.js";
import { Stopped, WorkerGroup } from "./worker-group.js";

/** What a worker can do, by name. */
export interface TaskRegistry {
  /** The tasks of queues. */
  readonly tasks: ReadonlyMap<string, Task<never, never, unknown>>;
  /** The tasks of groups. */
  readonly groupTasks: ReadonlyMap<string, GroupTask<never, unknown>>;
}

/** A queue that this worker has a part in. */
interface OpenQueue {
  readonly piece: (args: never) => unknown;
  readonly end: AbortController;
}

const queues = new Map<number, OpenQueue>();
let marks = newMarks();

function handle(
  order: WorkerRequest,
  { tasks, groupTasks }: TaskRegistry,
): WorkerResponse | Promise<WorkerResponse> | undefined {
  if (order.kind === "close") {
    queues.get(order.queue)?.end.abort();
    queues.delete(order.queue);
    return undefined;
  }
  if (order.kind === "marks") {
    marks = order.marks;
    return undefined;
  }
  Atomics.store(marks, MARKS.begun, order.job);
  Atomics.store(marks, MARKS.running, order.job);
  useReference(order.reference);
  const answer = order.kind === "piece" ? doPiece(order, tasks) : doPart(order, groupTasks);
  Atomics.store(marks, MARKS.running, -1);
  return answer;
}

function doPiece(
  { job, queue, task, args }: PieceRequest,
  tasks: TaskRegistry["tasks"],
): WorkerResponse | Promise<WorkerResponse> {
  const failed = (error: unknown): WorkerResponse => ({ kind: "failed", job, failure: failureOf(error, 0) });
  try {
    if (task !== undefined) {
      const end = new AbortController();
      queues.set(queue, { piece: found(tasks, task.name).open(task.context as never, end.signal), end });
    }
    const value = queues.get(queue)!.piece(args as never);
    if (!(value instanceof Promise)) return { kind: "done", job, value };
    return value.then((later: unknown): WorkerResponse => ({ kind: "done", job, value: later }), failed);
  } catch (error) {
    return failed(error);
  }
}

function doPart(
  { job, name, args, control, index: member, size: members }: GroupRequest,
  groupTasks: TaskRegistry["groupTasks"],
): WorkerResponse {
  const group = new WorkerGroup(control, member, members);
  try {
    const steps = found(groupTasks, name).run(args as never, group);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return { kind: "done", job, value: step.value };
      group.throwIfStopped();
    }
  } catch (error) {
    group.stop();
    return { kind: "failed", job, failure: failureOf(error, error instanceof Stopped ? -1 : Math.max(0, group.piece)) };
  }
}

function found<T>(tasks: ReadonlyMap<string, T>, name: string): T {
  const task = tasks.get(name);
  if (task === undefined) throw new Error(`a worker knows no task "${name}"`);
  return task;
}

/** Serves the thread that started this worker. */
export function listen(skills: TaskRegistry): void {
  const say = (post: (answer: WorkerResponse, owned: ArrayBuffer[]) => void, order: WorkerRequest): void => {
    const tell = (answer: WorkerResponse): void =>
      post(answer, answer.kind === "done" ? [...ownedMemory(answer.value)] : []);
    const answer = handle(order, skills);
    if (answer instanceof Promise) void answer.then(tell);
    else if (answer !== undefined) tell(answer);
  };
  const port =
    typeof process !== "undefined" && typeof process.getBuiltinModule === "function"
      ? process.getBuiltinModule("node:worker_threads").parentPort
      : null;
  if (port !== null) {
    port.on("message", (order: WorkerRequest) => say((answer, owned) => port.postMessage(answer, owned), order));
    port.postMessage({ kind: "ready" } satisfies WorkerResponse);
    return;
  }
  const scope = globalThis as unknown as Pick<Worker, "onmessage" | "postMessage">;
  scope.onmessage = ({ data }: MessageEvent<WorkerRequest>) =>
    say((answer, owned) => scope.postMessage(answer, owned), data);
  scope.postMessage({ kind: "ready" } satisfies WorkerResponse);
}
