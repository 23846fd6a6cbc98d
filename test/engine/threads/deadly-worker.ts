import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WORKER_ADDRESS } from "../../workers/worker-address.js";

/** The code of a worker whose pieces can end it: what `deadlyTasks` names, and a group that adds up. */
const code = (threads: string): string => `
  import { listen } from ${JSON.stringify(`${threads}worker-main.js`)};
  const wait = (flags, at) => new Promise((resolve) => {
    const look = () => (Atomics.load(flags, at) === 1 ? resolve() : setTimeout(look, 1));
    look();
  });
  const kinds = {
    double: ({ value }) => 2 * value,
    exit: () => process.exit(3),
    /** Says that it has begun, waits for leave, and ends the worker or answers. */
    later: async ({ flags, begun, leave, dies, value }) => {
      Atomics.store(flags, begun, 1);
      await wait(flags, leave);
      return dies ? process.exit(3) : 2 * value;
    },
    /** Occupies the worker until it is let go. */
    hold: ({ flags, begun, leave, dies }) => {
      Atomics.store(flags, begun, 1);
      while (Atomics.load(flags, leave) === 0) Atomics.wait(flags, leave, 0, 50);
      if (dies) process.exit(3);
      return "held";
    },
    overflow: () => {
      const held = [];
      for (;;) held.push(new Array(10_000).fill(held.length + 0.5));
    },
  };
  const tasks = new Map([["deadly", { name: "deadly", open: ({ plus }) => ({ kind, ...args }) => {
    const found = kinds[kind](args);
    return typeof found === "number" ? found + plus : found instanceof Promise ? found.then((value) => value + plus) : found;
  } }]]);
  const groupTasks = new Map([["add", { name: "add", *run({ sums, dies }, group) {
    for (let piece = group.next(); piece >= 0; piece = group.next()) {
      Atomics.add(sums, 0, piece);
      yield;
    }
    group.barrier();
    if (dies && group.index === 0) process.exit(3);
    return Atomics.load(sums, 0);
  } }]]);
  listen({ tasks, groupTasks });
`;

/** Writes the worker into a folder and gives its address. */
export function deadlyWorker(folder: string): URL {
  const file = join(folder, "deadly-worker.mjs");
  writeFileSync(file, code(new URL("../engine/threads/", WORKER_ADDRESS).href));
  return pathToFileURL(file);
}
