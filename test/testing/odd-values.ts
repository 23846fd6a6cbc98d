import { UNFIT } from "../options/unfit.js";

/** A value by what it is. */
export type OddValue = readonly [what: string, value: unknown];

const trap = (): never => {
  throw new Error("a trap of the caller's");
};

/** Values that do not fit, some that nearly do, and some that throw where they are looked at. */
export const ODD: readonly OddValue[] = [
  ...UNFIT,
  [
    "a proxy that throws",
    new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap }),
  ],
  ["a list that throws", new Proxy([1, 2], { get: trap })],
  ["a getter that throws", Object.defineProperty({}, "threads", { get: trap, enumerable: true })],
  ["a list that claims to be long", { length: 1e9 }],
  ["a list of odd length", { length: -1 }],
  ["whole numbers of 64 bits", new BigInt64Array([1n, 2n])],
  ["bytes", new Uint8Array([1, 2, 3])],
  ["a view of bytes", new DataView(new ArrayBuffer(8))],
  ["memory", new ArrayBuffer(8)],
  ["a number in a box", Object(3)],
  ["a revoked proxy", revoked()],
  ["a promise", Promise.resolve(1)],
  ["a list with holes", new Array(3)],
  ["rows of bigints", [[1n, 2n]]],
  ["rows of null", [null, null]],
  ["rows of symbols", [[Symbol("a"), 1]]],
  ["records of odd values", [{ a: Symbol("a") }, { a: () => 1 }]],
  ["an object that holds itself", endless()],
  ["an error", new Error("odd")],
  ["a set", new Set([1])],
  ["infinity", Number.POSITIVE_INFINITY],
  ["less than nothing", -1],
  ["a class", class Odd {}],
  ["keys that are names of prototypes", Object.assign(Object.create(null), { constructor: 1, toString: 2 })],
  ["what is no text when asked", { toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap }],
];

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function endless(): object {
  const one: Record<string, unknown> = {};
  one["self"] = one;
  return one;
}
