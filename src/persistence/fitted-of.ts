/** The fitted model of an estimator. */
export type FittedOf<E> = E extends { fit(...args: never[]): Promise<infer F> } ? F : never;
