import type { GenericArray, NdArray } from "ndarray";

/** Numbers that are read by their place. */
type Readable = GenericArray<number>;

/**
 * An array of any number of dimensions over other numbers, with the members and the meaning of those of the `ndarray` package, which compiles a class for
 * each number of dimensions from text: pages whose policy forbids that could not look at a FeatureMatrix.
 */
export class StridedView implements NdArray<Readable> {
  readonly dtype = "generic";
  readonly data: Readable;
  readonly shape: number[];
  readonly stride: number[];
  readonly offset: number;

  constructor(data: Readable, shape: number[], stride: number[] = rowMajor(shape), offset = 0) {
    this.data = data;
    this.shape = shape;
    this.stride = stride;
    this.offset = offset;
  }

  get dimension(): number {
    return this.shape.length;
  }

  get size(): number {
    return this.shape.reduce((size, length) => size * length, 1);
  }

  /** The dimensions, the one whose steps are smallest first. */
  get order(): number[] {
    return Array.from(this.stride.keys()).sort((a, b) => Math.abs(this.stride[a]!) - Math.abs(this.stride[b]!));
  }

  get T(): StridedView {
    return this.transpose(...Array.from(this.shape.keys()).reverse());
  }

  get(...at: number[]): number {
    return this.data.get(this.index(...at));
  }

  set(...given: number[]): number {
    return this.data.set(this.index(...given.slice(0, -1)), given.at(-1)!) as never;
  }

  index(...at: number[]): number {
    let place = this.offset;
    for (let axis = 0; axis < this.stride.length; axis++) place += this.stride[axis]! * at[axis]!;
    return place;
  }

  /** Without what lies before these places; an axis that is not given stays whole. */
  lo(...from: number[]): StridedView {
    let { offset } = this;
    const shape = this.shape.map((length, axis) => {
      const start = placeOn(from[axis]);
      if (start === undefined) return length;
      offset += this.stride[axis]! * start;
      return length - start;
    });
    return new StridedView(this.data, shape, [...this.stride], offset);
  }

  /** With the places along each axis before these; an axis that is not given stays whole. */
  hi(...to: number[]): StridedView {
    const shape = this.shape.map((length, axis) => placeOn(to[axis]) ?? length);
    return new StridedView(this.data, shape, [...this.stride], this.offset);
  }

  /** Every n-th place, backwards where negative. */
  step(...steps: number[]): StridedView {
    let { offset } = this;
    const stride = [...this.stride];
    const shape = this.shape.map((length, axis) => {
      const step = steps[axis];
      if (typeof step !== "number") return length;
      const whole = Math.trunc(step);
      if (whole < 0) offset += stride[axis]! * (length - 1);
      stride[axis]! *= whole;
      return Math.ceil(length / Math.abs(whole));
    });
    return new StridedView(this.data, shape, stride, offset);
  }

  /** Its axes in another order. */
  transpose(...axes: number[]): StridedView {
    const order = this.shape.map((_, axis) => Math.trunc(axes[axis] ?? axis));
    const turned = (values: readonly number[]): number[] => order.map((axis) => values[axis]!);
    return new StridedView(this.data, turned(this.shape), turned(this.stride), this.offset);
  }

  /** What lies at a place of some axes, which it no longer has. */
  pick(...at: (number | null)[]): StridedView {
    const left = this.shape.flatMap((_, axis) => (placeOn(at[axis]) === undefined ? [axis] : []));
    const offset = this.stride.reduce((sum, step, axis) => sum + step * (placeOn(at[axis]) ?? 0), this.offset);
    const kept = (values: readonly number[]): number[] => left.map((axis) => values[axis]!);
    return new StridedView(this.data, kept(this.shape), kept(this.stride), offset);
  }
}

function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((size, length) => size * length, 1));
}

/** A place along an axis; anything else leaves the axis as it is. */
function placeOn(at: number | null | undefined): number | undefined {
  return typeof at === "number" && at >= 0 ? Math.trunc(at) : undefined;
}
