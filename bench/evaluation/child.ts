/**
 * A process of its own for one measurement: the host with its experimental stack switching, or how much memory something takes. The
 * arguments say which, and the answer is one line of JSON.
 * @module
 */
import { measure } from '../measure.ts';
import type { Request } from './children.ts';
import { exportsOf, running } from './running.ts';

const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

const answer = (request: Request): unknown => {
  switch (request.what) {
    case 'time': {
      const run = running(request.run, 'host'), result = run();
      return { result, nanoseconds: measure([run], request.rounds)[0] };
    }
    case 'live': {
      const exports = exportsOf(request.file, 'evaluator'), before = megabytes();
      exports('make')(request.n, 0);
      const after = megabytes();
      return { result: exports('run')(0, 0), megabytes: after - before };
    }
    case 'dropped': {
      const run = exportsOf(request.file, 'evaluator')('run'), tenth = request.n / 10, sizes: number[] = [];
      for (let i = 0; i < 10; i++) {
        run(tenth, 0);
        sizes.push(megabytes());
      }
      return { first: Math.max(...sizes.slice(0, 5)), last: Math.max(...sizes.slice(5)) };
    }
  }
};

console.log(JSON.stringify(answer(JSON.parse(process.argv[2] ?? '') as Request)));
