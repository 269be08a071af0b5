import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/traps.ts';
import { i32 } from '../../../semantics/runtime/values.ts';
import type { Bare } from '../configurations.ts';
import { frameOf, inFrame, inHandler, inLabel, inPrompt, UNDER } from '../configurations.ts';
import { law } from './support.ts';

const trap: Bare = { op: 'trap', why: 'unreachable' };
const outer = frameOf([i32(1)]), inner = [i32(2)];
const next = inLabel(0, []);
/** What stands outside comes back; the next step throws it away. */
const outside = { vs: [i32(8)], es: [{ op: 'return' }], next } as const;
const after = { vs: [i32(8)], es: [trap, { op: 'return' }] } as const;
const alone = { e: trap, below: [], rest: [], locals: inner } as const;
const notAlone = { 'nothing else stands in the hole': { below: [UNDER] } };

const traps = suite('traps');
law(traps, rules.trapInstrs, { ...alone, below: [UNDER], rest: [{ op: 'nop' }] }, { vs: [], es: [trap] }, {
  'val* ≠ ε or instr* ≠ ε': { below: [], rest: [] },
});
law(traps, rules.trapLabel, { ...alone, H: inLabel(1, [], outside) }, { ...after, H: next }, {
  ...notAlone, 'the hole stands in a label': { H: inHandler(1, [], outside) },
});
law(traps, rules.trapHandler, { ...alone, H: inHandler(1, [], outside) }, { ...after, H: next }, {
  ...notAlone, 'the hole stands in a handler': { H: inFrame(1, outer, outside) },
});
law(traps, rules.trapFrame, { ...alone, H: inFrame(1, outer, outside) }, { ...after, H: next, F: outer }, {
  ...notAlone, 'the hole stands in a frame': { H: inLabel(1, [], outside) },
});
const prompt = inPrompt([], outer, outside);
law(traps, rules.trapPrompt, { ...alone, P: prompt }, { ...after, H: next, P: null, F: outer }, {
  ...notAlone, 'the hole stands in a prompt': { H: inLabel(1, [], outside) },
});
traps.run();
