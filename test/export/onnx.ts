import { env, InferenceSession, Tensor } from "onnxruntime-web";
import type { PeopleColumn } from "./people.js";

env.wasm.numThreads = 1;

/** What a model says of rows, by the names of its outputs. */
export type Outputs = Readonly<Record<string, { readonly dims: readonly number[]; readonly data: ArrayLike<unknown> }>>;

/** A model in onnxruntime's WebAssembly build. */
export async function openOnnx(bytes: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(bytes, { executionProviders: ["wasm"], logSeverityLevel: 3 });
}

/** Columns as tensors of rows x 1, by name. */
export function feedsOf(columns: readonly PeopleColumn[], missing = ""): Record<string, Tensor> {
  return Object.fromEntries(
    columns.map(({ name, type, values }): [string, Tensor] => {
      const dims = [values.length, 1];
      if (type === "text")
        return [
          name,
          new Tensor(
            "string",
            values.map((value) => (value as string) ?? missing),
            dims,
          ),
        ];
      const numbers = values.map((value) => (value === null ? Number.NaN : Number(value)));
      return [name, new Tensor("float64", Float64Array.from(numbers), dims)];
    }),
  );
}

/** Runs a model once and lets it go. */
export async function runOnnx(bytes: Uint8Array, feeds: Record<string, Tensor>): Promise<Outputs> {
  const session = await openOnnx(bytes);
  try {
    const known = Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!]));
    return (await session.run(known)) as unknown as Outputs;
  } finally {
    await session.release();
  }
}
