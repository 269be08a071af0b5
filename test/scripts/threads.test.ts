import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { resultsOf, TIGHT, unmet } from './running.ts';
import { checkThreads, threadScripts } from './threads.ts';

const turns = suite('threads of scripts');
for (const [name, [text]] of Object.entries(threadScripts)) turns(name, () => checkThreads(name, resultsOf(text)));

turns('have so much fuel for each command', () => {
  const [text] = threadScripts['one spins until another has written, which comes later'] ?? [''];
  const spinning = text.replaceAll('"set"', '"await"').replaceAll('(i32.atomic.store (i32.const 0) (i32.const 1))', '(loop (br 0))');
  assert.equal(unmet(spinning, TIGHT.littleFuel).filter((failure) => failure.endsWith('out of fuel after 1000 steps')).length, 2);
});
turns.run();
