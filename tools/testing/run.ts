/** The program of the process in which one test file runs: `node run.ts FILE`. */
import './watch.ts';
import { pathToFileURL } from 'node:url';
import { runSuites } from './suites.ts';

const [, , file] = process.argv;
if (file === undefined) throw new Error('expected a test file');
await import(pathToFileURL(file).href);
await runSuites();
