/** Typed arrays by the name that documents use. */
export const ARRAYS: {
  readonly float64: typeof Float64Array;
  readonly float32: typeof Float32Array;
  readonly int32: typeof Int32Array;
  readonly uint32: typeof Uint32Array;
  readonly int16: typeof Int16Array;
  readonly uint16: typeof Uint16Array;
  readonly int8: typeof Int8Array;
  readonly uint8: typeof Uint8Array;
} = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
};
/** The name of one. */
export type ArrayName = keyof typeof ARRAYS;
/** Any of them. */
export type AnyArray = InstanceType<(typeof ARRAYS)[ArrayName]>;
