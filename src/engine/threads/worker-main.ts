import { useReference } from "../wasm/index.js";
import { type Answer, failureOf, type Order, ownedMemory, type PieceOrder, type TeamOrder } from "./messages.js";
import type { Task, TeamTask } from "./task.js";
import { Stopped, Team } from "./worker-group.js";

/** What a worker can do, by name. */
export interface Skills {
  /** The tasks of crews. */
  readonly tasks: ReadonlyMap<string, Task<never, never, unknown>>;
  /** The tasks of teams. */
  readonly teamTasks: ReadonlyMap<string, TeamTask<never, unknown>>;
}

/** A crew that this worker has a part in. */
interface Part {
  readonly piece: (args: never) => unknown;
  readonly end: AbortController;
}

const crews = new Map<number, Part>();

function obey(order: Order, { tasks, teamTasks }: Skills): Answer | Promise<Answer> | undefined {
  if (order.kind === "close") {
    crews.get(order.crew)?.end.abort();
    crews.delete(order.crew);
    return undefined;
  }
  useReference(order.reference);
  return order.kind === "piece" ? doPiece(order, tasks) : doPart(order, teamTasks);
}

function doPiece({ job, crew, task, args }: PieceOrder, tasks: Skills["tasks"]): Answer | Promise<Answer> {
  const failed = (error: unknown): Answer => ({ kind: "failed", job, failure: failureOf(error, 0) });
  try {
    if (task !== undefined) {
      const end = new AbortController();
      crews.set(crew, { piece: found(tasks, task.name).open(task.context as never, end.signal), end });
    }
    const value = crews.get(crew)!.piece(args as never);
    if (!(value instanceof Promise)) return { kind: "done", job, value };
    return value.then((later: unknown): Answer => ({ kind: "done", job, value: later }), failed);
  } catch (error) {
    return failed(error);
  }
}

function doPart({ job, name, args, control, member, members }: TeamOrder, teamTasks: Skills["teamTasks"]): Answer {
  const team = new Team(control, member, members);
  try {
    const steps = found(teamTasks, name).run(args as never, team);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return { kind: "done", job, value: step.value };
      team.throwIfStopped();
    }
  } catch (error) {
    team.stop();
    return { kind: "failed", job, failure: failureOf(error, error instanceof Stopped ? -1 : Math.max(0, team.piece)) };
  }
}

function found<T>(tasks: ReadonlyMap<string, T>, name: string): T {
  const task = tasks.get(name);
  if (task === undefined) throw new Error(`a worker knows no task "${name}"`);
  return task;
}

/** Connects to whoever started this worker. */
export function listen(skills: Skills): void {
  const say = (post: (answer: Answer, owned: ArrayBuffer[]) => void, order: Order): void => {
    const tell = (answer: Answer): void => post(answer, answer.kind === "done" ? [...ownedMemory(answer.value)] : []);
    const answer = obey(order, skills);
    if (answer instanceof Promise) void answer.then(tell);
    else if (answer !== undefined) tell(answer);
  };
  const port =
    typeof process !== "undefined" && typeof process.getBuiltinModule === "function"
      ? process.getBuiltinModule("node:worker_threads").parentPort
      : null;
  if (port !== null) {
    port.on("message", (order: Order) => say((answer, owned) => port.postMessage(answer, owned), order));
    port.postMessage({ kind: "ready" } satisfies Answer);
    return;
  }
  const scope = globalThis as unknown as Pick<Worker, "onmessage" | "postMessage">;
  scope.onmessage = ({ data }: MessageEvent<Order>) => say((answer, owned) => scope.postMessage(answer, owned), data);
  scope.postMessage({ kind: "ready" } satisfies Answer);
}
