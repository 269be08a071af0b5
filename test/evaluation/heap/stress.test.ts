/** Programs about shared things come to the same if there is a collection before each allocation. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { running, shown } from '../running.ts';
import type { Running } from '../running.ts';
import { programs } from '../sharing/programs.ts';
import { collections, stressed } from './collecting.ts';

/** Results of `main`, one after the other, of one instance. Addresses are left out: what is freed is used again. */
const results = ({ call }: Running, calls: number): readonly string[] => Array.from({ length: calls }, (_, n) =>
  shown(call('main', { t: 'i32', c: n })).replaceAll(/\(ref\.(?:struct|array|exn)[^)]*\)/gu, '(ref)'));

const Stress = suite('programs about shared things, collecting before each allocation');
for (const [name, [fields, calls]] of Object.entries(programs)) {
  Stress(name, () => {
    assert.equal(results(stressed(fields), calls), results(running(fields), calls));
  });
}
Stress('there are collections', () => {
  const [fields, calls] = programs['a list of structures'] ?? ['', 0], often = stressed(fields);
  results(often, calls);
  assert.ok(collections(often.S) >= 5000);
});

Stress.run();
