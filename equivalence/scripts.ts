/**
 * Scripts on both engines: everything that is run for a script must end in the same way, whatever the script expects.
 * @category Equivalence
 * @module
 */
import type { Evaluator, HostModule } from '../evaluation/engine.ts';
import { evaluator } from '../evaluation/engine.ts';
import { spectest as hostSpectest } from '../evaluation/hosts/spectest.ts';
import { needsWorkers, runThreads } from '../evaluation/scripts/pool.ts';
import type { Running } from '../evaluation/scripts/threads.ts';
import type { SmallStep } from '../reduction/engine.ts';
import { DEFAULT_SMALL_STEP, smallStep } from '../reduction/engine.ts';
import { spectest } from '../reduction/hosts/spectest.ts';
import type { Ended, Ending, Engine, Instantiated, Nouns, World } from '../scripts/engine.ts';
import type { Part } from '../scripts/executor.ts';
import { commandsIn, runPart, runScript } from '../scripts/executor.ts';
import type { ScriptOptions } from '../scripts/state.ts';
import { DEFAULT_OPTIONS } from '../scripts/state.ts';
import { mapTask } from '../semantics/data/task.ts';
import type { Val } from '../semantics/runtime/values.ts';
import type { Script } from '../syntax/script.ts';
import { printNum } from '../syntax/text/print-literals.ts';
import type { Event, Observation } from './observation.ts';

const isNan32 = (bits: bigint): boolean => (bits & 0x7fff_ffffn) > 0x7f80_0000n;
const isNan64 = (bits: bigint): boolean => (bits & 0x7fff_ffff_ffff_ffffn) > 0x7ff0_0000_0000_0000n;
/** A half of a vector: bits that are those of a NaN in lanes of 64 or of 32 bits count as some NaN, for nobody knows what the lanes are. */
const showHalf = (bits: bigint): string => {
  const parts = [bits & 0xffff_ffffn, bits >> 32n];
  return isNan64(bits) ? 'nan' : parts.map((part) => isNan32(part) ? 'nan' : part.toString(16)).join(' ');
};
/** A value, as far as every engine must agree: not the payload of a NaN; of references their kind. */
const showVal = (val: Val<unknown>): string => {
  switch (val.t) {
    case 'f32': return (val.c & 0x7fff_ffff) > 0x7f80_0000 ? 'f32 nan' : `f32 ${printNum(val)}`;
    case 'f64': return BigInt.asUintN(63, val.c) > 0x7ff0_0000_0000_0000n ? 'f64 nan' : `f64 ${printNum(val)}`;
    case 'i32': case 'i64': return `${val.t} ${printNum(val)}`;
    case 'v128': return `v128 ${showHalf(BigInt.asUintN(64, val.c))} ${showHalf(val.c >> 64n)}`;
    case 'ref.i31': return `ref.i31 ${val.c}`;
    default: return val.t;
  }
};
const eventOf = (what: string, ending: Ending<unknown>): Event => {
  switch (ending.kind) {
    case 'values': return { what, found: [`returns ${ending.vals.map(showVal).join(', ')}`] };
    case 'trap': return { what, found: ending.whys.map((why) => `traps: ${why}`) };
    case 'exception': return { what, found: [`throws ${ending.fields.map(showVal).join(', ')}`] };
    case 'suspension': case 'deadlock': return { what, found: [ending.shown] };
    case 'call stack exhausted': case 'unfinished': return { what, found: [ending.shown], inconclusive: true };
  }
};
const instantiation = <N extends Nouns>([, end]: Instantiated<N>): Event => {
  const what = 'an instantiation';
  switch (end.kind) {
    case 'instance': return { what, found: ['succeeds'] };
    case 'unlinkable': return { what, found: ['does not link'] };
    case 'limit': case 'unsupported': return { what, found: ['exceeds what there is'], inconclusive: true };
    case 'ending': return eventOf(what, end.ending);
  }
};

/** The engine, and how everything ends that it runs. */
const recorded = <N extends Nouns>(engine: Engine<N>, note: (world: World<N>, event: Event) => void): Engine<N> => {
  return {
    ...engine,
    instantiate: (world, valid, names) => mapTask(engine.instantiate(world, valid, names), (end) => {
      note(world, instantiation(end));
      return end;
    }),
    invoke: (world, func, args) => mapTask(engine.invoke(world, func, args), (ended: Ended<N>) => {
      note(world, eventOf('a call', ended[1]));
      return ended;
    }),
    read: (world, global) => {
      const val = engine.read(world, global);
      note(world, { what: 'a global', found: [val === undefined ? 'has no value' : showVal(val)] });
      return val;
    },
  };
};

const hasNestedThreads = ({ commands }: Script): boolean => commands.some((command) =>
  command.kind === 'thread' && command.commands.some(({ kind }) => kind === 'thread'));
/** Why a script cannot be compared; undefined if it can. */
export const incomparable = (script: Script): string | undefined => {
  if (hasNestedThreads(script)) return 'its threads begin threads, and in which order is not determined';
  const isOpen = commandsIn(script.commands).some((command) =>
    command.kind === 'assert_return' && command.results.some(({ kind }) => kind === 'either'));
  return isOpen ? 'what it does is not determined: it expects one of several results' : undefined;
};

/** What scripts expect does not matter here, and names of modules are names to import from. */
const OPTIONS: ScriptOptions = { ...DEFAULT_OPTIONS, importsByName: true, definesUnlinked: true, anyRefusal: true };
/** What is observed of the threads, one after the other. */
const inOrder = (events: ReadonlyMap<number, Observation>): Observation =>
  [...events].toSorted(([a], [b]) => a - b).flatMap(([thread, some]) =>
    thread === 0 ? some : some.map((event) => ({ ...event, what: `thread ${thread}: ${event.what}` })));

/** What is observed of a script by the small step, with so many steps for each action. */
export const observeScriptBySteps = (script: Script, fuel: number): Observation => {
  const events = new Map<number, Event[]>(), limits = { ...DEFAULT_SMALL_STEP.limits, fuel };
  const engine = smallStep({ limits, hosts: [{ name: 'spectest', allocate: spectest }] });
  const note = ({ T: { id } }: World<SmallStep>, event: Event): void => {
    const known = events.get(-id);
    if (known === undefined) events.set(-id, [event]);
    else known.push(event);
  };
  runScript(script, recorded(engine, note), OPTIONS);
  return inOrder(events);
};
/** The modules that scripts may import from the start, by the evaluator. */
const HOSTS: readonly HostModule[] = [{ name: 'spectest', allocate: (S) => hostSpectest(S) }];
const observePart = (part: Part<Evaluator>, engine: Engine<Evaluator>, say: (event: Event) => void): void => {
  runPart(part, recorded(engine, (_, event) => say(event)), OPTIONS, () => undefined);
};
/** A thread of a script by the evaluator: what is observed of it. */
export const observedThread: Running<undefined, Event> =
  { hosts: () => HOSTS, run: (part, engine, _, say) => { observePart(part, engine, say); } };
/** What is observed of a script by the evaluator. */
export const observeScriptByEvaluator = async (script: Script): Promise<Observation> => {
  if (!needsWorkers(script)) {
    const events: Event[] = [];
    observePart({ commands: script.commands, given: [] }, evaluator(HOSTS), (event) => events.push(event));
    return events;
  }
  const { notes, why } = await runThreads<Event>(script, new URL('script-thread.ts', import.meta.url), undefined);
  return [...inOrder(notes), ...why === undefined ? [] : [{ what: 'the threads', found: [why] }]];
};
