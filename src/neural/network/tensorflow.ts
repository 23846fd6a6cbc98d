import { KindredError } from "../../errors/index.js";
import type { NetworkBackend } from "./options.js";

/** TensorFlow.js as training uses it. */
export type TensorFlow = typeof import("@tensorflow/tfjs-core");

/** The package that registers each backend. */
const PACKAGES = {
  cpu: "@tensorflow/tfjs-backend-cpu",
  wasm: "@tensorflow/tfjs-backend-wasm",
  webgpu: "@tensorflow/tfjs-backend-webgpu",
  tensorflow: "@tensorflow/tfjs-node",
} as const;

/** TensorFlow.js with a backend that is ready. @throws KindredError where its packages are not installed. */
export async function tensorflow(backend: NetworkBackend, where: string): Promise<TensorFlow> {
  const tf = await core(where);
  if (backend === "auto") {
    if (!isRegistered(tf)) await registerAny(tf, where);
    await tf.ready();
    return tf;
  }
  if (tf.findBackendFactory(backend) === null) await register(backend, where);
  if (!(await tf.setBackend(backend))) throw notThere(where, `the backend "${backend}" does not start here`, undefined);
  await tf.ready();
  return tf;
}

async function core(where: string): Promise<TensorFlow> {
  try {
    const found = await import("@tensorflow/tfjs-core");
    return "default" in found ? (found.default as TensorFlow) : found;
  } catch (cause) {
    throw notThere(where, "training needs the package @tensorflow/tfjs-core, which is not installed", cause);
  }
}

function isRegistered(tf: TensorFlow): boolean {
  return Object.keys(tf.engine().registryFactory).length > 0;
}

async function registerAny(tf: TensorFlow, where: string): Promise<void> {
  for (const backend of ["wasm", "cpu"] as const) {
    try {
      await register(backend, where);
    } catch {
      continue;
    }
    if (await tf.setBackend(backend)) return;
  }
  throw notThere(where, "TensorFlow.js has no backend: none is registered, and none is installed", undefined);
}

async function register(backend: keyof typeof PACKAGES, where: string): Promise<void> {
  const name: string = PACKAGES[backend];
  try {
    await import(name);
  } catch (cause) {
    throw notThere(where, `the backend "${backend}" needs the package ${name}, which is not installed`, cause);
  }
}

function notThere(where: string, problem: string, cause: unknown): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem,
    fix: `Install them: npm install @tensorflow/tfjs-core ${PACKAGES.wasm}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
