import { KindredError } from "../errors/index.js";

/** Arrays that travel as they lie in memory. */
const ARRAYS = {
  i8: Int8Array,
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;

/** "KND" and the version of this form. */
const MAGIC = 0x01444e4b;
const HEAD_BYTES = 8;
const ALIGNMENT = 8;

/**
 * A value as bytes for another process: JSON, and behind it the memory of typed arrays. Plain objects, lists, texts, truth values, null, undefined in objects,
 * every number to the bit, Maps, Sets and typed arrays.
 *
 * @throws TypeError for anything else.
 */
export function pack(value: unknown): Buffer {
  const memory: Uint8Array[] = [];
  let at = 0;
  const plain = (value: unknown): unknown => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number")
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $: "number", v: Object.is(value, -0) ? "-0" : String(value) };
    if (Array.isArray(value)) return value.map(plain);
    if (ArrayBuffer.isView(value)) {
      const name = (Object.keys(ARRAYS) as ArrayName[]).find((key) => value instanceof ARRAYS[key]);
      if (name === undefined) throw new TypeError(`a ${value.constructor.name} cannot travel`);
      const here = { $: name, at, n: value.byteLength / ARRAYS[name].BYTES_PER_ELEMENT };
      memory.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      const padding = (ALIGNMENT - (value.byteLength % ALIGNMENT)) % ALIGNMENT;
      if (padding > 0) memory.push(new Uint8Array(padding));
      at += value.byteLength + padding;
      return here;
    }
    if (value instanceof Map) return { $: "map", v: Array.from(value, ([key, one]) => [plain(key), plain(one)]) };
    if (value instanceof Set) return { $: "set", v: Array.from(value, plain) };
    if (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
      const entries = Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, plain(one)]]));
      return Object.hasOwn(value, "$") ? { $: "object", v: entries } : Object.fromEntries(entries);
    }
    throw new TypeError(`a ${typeof value === "object" ? value.constructor.name : typeof value} cannot travel`);
  };
  const json = Buffer.from(JSON.stringify(plain(value)));
  const padded = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const head = Buffer.alloc(HEAD_BYTES + padded, " ");
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(padded, 4);
  json.copy(head, HEAD_BYTES);
  return Buffer.concat([head, ...memory]);
}

/**
 * The value that `pack` wrote; arrays lie in memory of their own.
 *
 * @throws KindredError MALFORMED_FILE.
 */
export function unpack<V>(bytes: Uint8Array): V {
  // Arrays need memory that begins where their widest values may.
  const own = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice();
  const view = new DataView(own.buffer, own.byteOffset, own.byteLength);
  if (own.length < HEAD_BYTES || view.getUint32(0, true) !== MAGIC) throw damaged();
  const start = HEAD_BYTES + view.getUint32(4, true);
  if (start > own.length) throw damaged();
  const restore = (value: unknown): unknown => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(restore);
    const { $, v, at, n } = value as { $?: string; v: never; at: number; n: number };
    switch ($) {
      case undefined:
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, restore(one)]));
      case "number":
        return Number(v);
      case "map":
        return new Map((v as [unknown, unknown][]).map(([key, one]) => [restore(key), restore(one)]));
      case "set":
        return new Set((v as unknown[]).map(restore));
      case "object":
        return Object.fromEntries((v as [string, unknown][]).map(([key, one]) => [key, restore(one)]));
      default: {
        const Type = ARRAYS[$ as ArrayName];
        if (Type === undefined || start + at + n * Type.BYTES_PER_ELEMENT > own.length) throw damaged();
        return new Type(own.buffer as ArrayBuffer, own.byteOffset + start + at, n).slice();
      }
    }
  };
  return restore(JSON.parse(Buffer.from(own.subarray(HEAD_BYTES, start)).toString())) as V;
}

function damaged(): KindredError {
  return new KindredError({
    code: "MALFORMED_FILE",
    where: "sparkSource",
    problem: "what came from an executor is not in the form of this version",
    fix: "Name the same version of the package on executors and here",
  });
}
