/** Small integers that stand for values. */
export type Codes = Int8Array | Uint8Array | Int16Array | Int32Array;

/** Plain numbers. */
export type Floats = Float32Array | Float64Array;

/** Everything a column may be stored in. */
export type Store = Codes | Floats;
