import type { GroupTask, WorkerGroup } from "../threads/index.js";
import { type Boosted, Boosting, type BoostingRows, type BoostingRules } from "./boosting.js";
import { type Step, takeStep } from "./step.js";
import {
  GROUP_FEATURES,
  openWorkspace,
  PART_FEATURES,
  type Plan,
  type TreeMemory,
  type Workspace,
} from "./workspace.js";

/** What the threads of a boosting are given. Large arrays and the memory are shared. */
export interface BoostArgs {
  readonly memory: TreeMemory;
  readonly plan: Plan;
  readonly rows: BoostingRows;
  readonly rules: BoostingRules;
}

/** What an order says. */
const ORDER = { step: 0, from: 1, rows: 2, slot: 3, other: 4 } as const;

/**
 * Boosting by several threads that divide the columns: the first one leads, and all of them sum the histograms of a step and look for
 * splits, each in its own columns. Gives what was learned on the leading thread, and nothing on the others.
 */
export const boostGroup: GroupTask<BoostArgs, Boosted | undefined> = {
  name: "boostGroup",
  *run({ memory, plan, rows, rules }, group) {
    const space = openWorkspace(memory, plan);
    if (group.index > 0) {
      follow(space, group);
      return undefined;
    }
    const boosting = new Boosting(rows, space, rules, group.size === 1 ? undefined : leader(group));
    for (let iteration = 0; iteration < rules.iterations; iteration++) {
      if (!boosting.iterate(iteration)) break;
      group.addDone(1);
      yield;
    }
    space.order[ORDER.step] = 0;
    group.barrier();
    return boosting.result();
  },
};

/** Steps as orders to all threads. */
function leader(group: WorkerGroup): (space: Workspace, step: Step) => void {
  return (space, step) => {
    space.order.set([1, step.from, step.rows, step.slot, step.other]);
    group.barrier();
    takePart(space, step, group);
    group.barrier();
  };
}

/** Takes steps until there are no more. */
function follow(space: Workspace, group: WorkerGroup): void {
  const { order } = space;
  for (;;) {
    group.barrier();
    if (order[ORDER.step] === 0) return;
    const step = {
      from: order[ORDER.from]!,
      rows: order[ORDER.rows]!,
      slot: order[ORDER.slot]!,
      other: order[ORDER.other]!,
    };
    takePart(space, step, group);
    group.barrier();
  }
}

/** A step in the columns of one thread: whole parts where there are enough of them, else whole groups. */
function takePart(space: Workspace, step: Step, { index: member, size: members }: WorkerGroup): void {
  const unit = space.stride > 2 * members * PART_FEATURES ? PART_FEATURES : GROUP_FEATURES;
  const units = Math.ceil(space.stride / unit);
  const first = unit * Math.floor((units * member) / members);
  const last = Math.min(space.stride, unit * Math.floor((units * (member + 1)) / members));
  if (first < last) takeStep(space, step, first, last);
}
