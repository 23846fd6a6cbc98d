/**
 * Puts values that do not fit in the place of every argument of every verb of every estimator, then of two arguments at once, drawn at random:
 * `npm run fuzz:arguments -- [pairs of each kind] [seed] [kind …]`, 2,000 pairs by default. Prints what was neither an answer nor a
 * KindredError that names the estimator, what took more than two seconds, and rejections that nobody waits for.
 */
import { Random } from "../src/engine/numeric/random/index.js";
import { onWarning } from "../src/index.js";
import { registry } from "../src/registry.js";
import { checkOptionsOf } from "../test/testing/checked-params.js";
import { type OddCall, oddCalls, placesOf, rawError } from "../test/testing/odd-calls.js";
import { ODD } from "../test/testing/odd-values.js";

const SLOW_MS = 2000;
const [pairs = "2000", seed = "1", ...kinds] = process.argv.slice(2);
let faults = 0;
const fault = (text: string): void => {
  faults++;
  console.log(`  ${text}`);
};
onWarning(() => undefined);
process.on("unhandledRejection", (reason) => fault(`nobody waits for: ${String(reason)}`));

for (const type of registry.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))) {
  const { kind } = type;
  const start = performance.now();
  const random = new Random(Number(seed), kind);
  const calls = await oddCalls(type, checkOptionsOf(kind));
  const places = placesOf(calls, ODD);
  const several = calls.filter(({ args }) => args.length > 1);
  for (let k = 0; k < Number(pairs); k++) {
    const call = several[random.below(several.length)]!;
    const [first, second] = random.sample(call.args.length, 2);
    const [what, value] = ODD[random.below(ODD.length)]!;
    const changed: OddCall = {
      ...call,
      name: `${call.name} with ${what} as argument ${first! + 1}`,
      args: call.args.with(first!, value),
    };
    places.push([changed, second!, ODD[random.below(ODD.length)]!]);
  }
  for (const [call, at, odd] of places) {
    const from = performance.now();
    const found = await rawError(call, at, odd, kind);
    const ms = performance.now() - from;
    if (found !== undefined) fault(found);
    if (ms > SLOW_MS) fault(`${call.name}, ${odd[0]} as argument ${at + 1}: took ${Math.round(ms)} ms`);
  }
  console.log(
    `${kind}: ${places.length} calls, ${((performance.now() - start) / 1000).toFixed(1)} s, ${faults} faults so far`,
  );
}
process.exit(faults === 0 ? 0 : 1);
