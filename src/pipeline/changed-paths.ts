/** The text before the last dot and the one behind it: `["features.reduce", "components"]`. */
type Cut<K extends string> = K extends `${infer N}.${infer R}`
  ? R extends `${string}.${string}`
    ? Cut<R> extends readonly [infer P extends string, infer O extends string]
      ? readonly [`${N}.${P}`, O]
      : never
    : readonly [N, R]
  : readonly ["", K];

/** The first letters of a name. */
type Start<T extends string> = T extends `${infer A}${infer B}${infer C}${string}` ? `${A}${B}${C}` : T;

/** The paths that may be meant: of the same step an option that begins alike, else the same option of a step. */
type Near<P extends string, O extends string, All extends string> = [
  Extract<All, `${P}.${Start<O>}${string}`>,
] extends [never]
  ? Extract<All, `${string}.${O}`>
  : Extract<All, `${P}.${Start<O>}${string}`>;

type DidYouMean<N extends string> = [N] extends [never] ? "" : `: did you mean ${N}?`;

/** What is wrong with a path, as a sentence. */
type PathFault<K extends string, All extends string> =
  Cut<K> extends readonly [infer P extends string, infer O extends string]
    ? P extends ""
      ? `there is no parameter ${K}${DidYouMean<Extract<All, `${Start<K>}${string}` | `${string}.${K}`>>}`
      : [Extract<All, `${P}.${string}`>] extends [never]
        ? `there is no step ${P}${DidYouMean<Near<P, O, All>>}`
        : `there is no parameter ${K}${DidYouMean<Near<P, O, All>>}`
    : never;

/** Changes of parameters by their paths `Q`. A path `K` that there is none of has a type that says so. */
export type ChangedPaths<K extends string, Q> = { readonly [P in K]?: unknown } & Q & {
    readonly [P in string extends K ? never : Exclude<K, keyof Q>]: PathFault<P, Extract<keyof Q, string>>;
  };
