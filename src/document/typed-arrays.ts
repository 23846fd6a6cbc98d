/** Typed arrays by the name that documents use. */
export const ARRAYS = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
} as const;
/** The name of one. */
export type ArrayName = keyof typeof ARRAYS;
/** Any of them. */
export type AnyArray = InstanceType<(typeof ARRAYS)[ArrayName]>;
