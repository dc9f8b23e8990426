// The two parts of Node that the tests use.
declare module "node:test" {
  export const test: (name: string, run: () => void | Promise<void>) => void;
}
declare module "node:assert/strict" {
  const assert: {
    deepEqual(got: unknown, want: unknown, why?: string): void;
    equal(got: unknown, want: unknown, why?: string): void;
    throws(act: () => unknown): void;
  };
  export default assert;
}
