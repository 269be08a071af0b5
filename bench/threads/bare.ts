/**
 * A worker of the host, with nothing of the evaluator: it answers what is told in its memory.
 * @module
 */
import { workerData } from 'node:worker_threads';
import type { Bare } from './first.ts';

declare const WebAssembly: {
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly answer: () => void } };
};

const { module, memory } = workerData as Bare;
new WebAssembly.Instance(module, { '': { memory } }).exports.answer();
