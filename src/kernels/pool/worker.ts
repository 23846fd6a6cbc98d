import { useReference } from "../wasm/index.js";
import { type Answer, failureOf, type Order, ownedMemory, type PieceOrder, type TeamOrder } from "./messages.js";
import { TASKS, TEAM_TASKS } from "./tasks.js";
import { Stopped, Team } from "./team.js";

/** The pieces of each crew that this worker has a part in. */
const crews = new Map<number, (args: never) => unknown>();

function obey(order: Order): Answer | undefined {
  if (order.kind === "close") {
    crews.delete(order.crew);
    return undefined;
  }
  useReference(order.reference);
  return order.kind === "piece" ? doPiece(order) : doPart(order);
}

function doPiece({ job, crew, task, args }: PieceOrder): Answer {
  try {
    if (task !== undefined) crews.set(crew, found(TASKS, task.name).open(task.context as never));
    return { kind: "done", job, value: crews.get(crew)!(args as never) };
  } catch (error) {
    return { kind: "failed", job, failure: failureOf(error, 0) };
  }
}

function doPart({ job, name, args, control, member, members }: TeamOrder): Answer {
  const team = new Team(control, member, members);
  try {
    const steps = found(TEAM_TASKS, name).run(args as never, team);
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
function listen(): void {
  const say = (post: (answer: Answer, owned: ArrayBuffer[]) => void, order: Order): void => {
    const answer = obey(order);
    if (answer !== undefined) post(answer, answer.kind === "done" ? [...ownedMemory(answer.value)] : []);
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

listen();
