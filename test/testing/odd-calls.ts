import { newEstimator } from "../../src/estimator/index.js";
import { KindredError } from "../../src/index.js";
import type { Loadable } from "../../src/persistence/index.js";
import { Subject } from "../../src/testing/subject.js";
import type { OddValue } from "./odd-values.js";

/** A method, the arguments that it takes, and how it is called. */
export interface OddCall {
  readonly name: string;
  readonly args: readonly unknown[];
  call(args: readonly unknown[]): unknown;
}

/** Methods of their own that are not for callers. */
const INTERNAL = new Set(
  "constructor learnFrom resampleFrom describe withProfile withSegments checkResult locate labelOf labels compiled apply has lacks unfitted makeProgram makePredictor".split(
    " ",
  ),
);

/** Every method of an object that is for callers, its own and inherited ones. */
function methodsOf(object: object): string[] {
  const names = new Set<string>();
  for (let own = object; own !== Object.prototype; own = Object.getPrototypeOf(own) as object)
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(own)))
      if (typeof value === "function" && !INTERNAL.has(name)) names.add(name);
  return [...names];
}

/** Every verb of an estimator class and of a model of it, with arguments that fit. */
export async function oddCalls(type: Loadable, options: ConstructorParameters<typeof Subject>[1]): Promise<OddCall[]> {
  const subject = new Subject(type, options);
  const { data, labels } = subject.example();
  const estimator = subject.make();
  const target = subject.needsTarget ? [labels] : [];
  const out: OddCall[] = [
    { name: "new", args: [subject.params], call: ([params]) => newEstimator(type, params as object) },
    ...Object.keys(estimator.params).map((option) => ({
      name: `new { ${option} }`,
      args: [(estimator.params as Record<string, unknown>)[option]],
      call: ([value]: readonly unknown[]) => newEstimator(type, { ...subject.params, [option]: value }),
    })),
  ];
  const add = (of: string, object: object, name: string, args: readonly unknown[]): void => {
    const method = (object as Record<string, (...args: readonly unknown[]) => unknown>)[name]!;
    out.push({ name: `${of}${name}`, args, call: (given) => method.call(object, ...given) });
  };
  for (const name of methodsOf(estimator))
    add("", estimator, name, name.startsWith("fit") ? [data, ...target, { threads: 1 }] : [{}]);
  if (subject.make().role === "resampler") return out;
  const { fitted } = await subject.model();
  for (const name of methodsOf(fitted)) {
    const args = name === "bulk" ? ["transform", data, { threads: 1 }] : name === "row" ? ["predict"] : [data, 1];
    add("fitted.", fitted, name, args);
  }
  for (const verb of subject.verbs(fitted)) {
    out.push({
      name: `fitted.bulk("${verb}")`,
      args: [data, { threads: 1 }],
      call: ([rows, job]) => fitted.bulk(verb, rows as never, job as never),
    });
    out.push({ name: `fitted.row("${verb}")()`, args: [{}], call: ([row]) => fitted.row(verb)(row as never) });
  }
  return out;
}

/** Waits for whatever a call gave: a promise, the blocks of a bulk. */
async function settle(answer: unknown): Promise<void> {
  const found = await answer;
  if (typeof found === "object" && found !== null && "collect" in found)
    await (found as { collect(): Promise<unknown> }).collect();
}

/** Every pair of an argument and a value to put in its place. */
export function placesOf(calls: readonly OddCall[], values: readonly OddValue[]): [OddCall, number, OddValue][] {
  return calls.flatMap((call) =>
    [...call.args.keys()].flatMap((at) => values.map((value): [OddCall, number, OddValue] => [call, at, value])),
  );
}

/** What a call with a value in the place of one argument ends in where that is no answer and no refusal in words; undefined else. */
export async function rawError(
  { name, args, call }: OddCall,
  at: number,
  [what, value]: OddValue,
  kind: string,
): Promise<string | undefined> {
  const given = [...args];
  given[at] = value;
  try {
    await settle(call(given));
    return undefined;
  } catch (error) {
    if (error instanceof KindredError) {
      const named = kind.split("/").pop()!;
      return error.message.includes(named)
        ? undefined
        : `${name}, ${what} as argument ${at + 1}: names no ${named}: ${error.message}`;
    }
    const stack = error instanceof Error ? (error.stack ?? "").split("\n").find((line) => line.includes("/src/")) : "";
    return `${name}, ${what} as argument ${at + 1}: ${describe(error)} ${stack?.trim() ?? ""}`;
  }
}

function describe(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "what has no text";
  }
}
