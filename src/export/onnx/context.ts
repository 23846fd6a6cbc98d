import { OnnxGraph } from "./graph.js";

/** A column of words, which a matrix holds as their positions. */
export interface TextColumn {
  readonly words: readonly string[];
  /** The text itself, for words that are not among them: rows x 1. Where there is none, no such words come. */
  readonly text: string | undefined;
}

/** Columns on their way through a program: a matrix of numbers, rows x width, and which of its columns stand for words. */
export interface Columns {
  readonly matrix: string;
  readonly width: number;
  readonly texts: ReadonlyMap<number, TextColumn>;
}

/** What operations are written with. */
export class OnnxContext {
  readonly graph: OnnxGraph;
  readonly where: string;
  /** Conditions, rows x 1, that hold where the model would answer. */
  readonly conditions: string[] = [];

  constructor(taken: readonly string[], where: string) {
    this.graph = new OnnxGraph(taken);
    this.where = where;
  }

  /** Numbers that stand for no words. */
  numbers(matrix: string, width: number): Columns {
    return { matrix, width, texts: new Map() };
  }

  /** Each value looked up among others: a number for each of them, one where it is missing, and one for the rest. */
  lookup(
    column: string,
    values: ArrayLike<number>,
    results: ArrayLike<number>,
    { missing, other }: { readonly missing: number; readonly other: number },
  ): string {
    // The last of equal values holds.
    const known = new Map(Array.from(values, (value, k) => [value, results[k]!]));
    known.delete(Number.NaN);
    const { graph } = this;
    const tensor = (list: readonly number[], dims: readonly number[]) =>
      ({ tensor: { type: "double", dims, data: Float64Array.from(list) } }) as const;
    const found =
      known.size === 0
        ? graph.where(graph.isMissing(column), graph.number(other), graph.number(other))
        : graph.ml("LabelEncoder", [column], {
            keys_tensor: tensor([...known.keys()], [known.size]),
            values_tensor: tensor([...known.values()], [known.size]),
            default_tensor: tensor([other], [1]),
          });
    return Object.is(missing, other) ? found : graph.where(graph.isMissing(column), graph.number(missing), found);
  }

  /** Columns with some of them replaced, rows x 1 each. */
  replaced(matrix: string, width: number, made: ReadonlyMap<number, string>): string {
    if (made.size === 0) return matrix;
    const { graph } = this;
    const parts = [{ name: matrix, width }, ...[...made.values()].map((name) => ({ name, width: 1 }))];
    const places = new Map([...made.keys()].map((position, k) => [position, width + k]));
    return graph.columns(
      graph.concat(parts),
      Array.from({ length: width }, (_, j) => places.get(j) ?? j),
    );
  }
}
