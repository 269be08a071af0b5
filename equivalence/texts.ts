/**
 * Programs as text: scripts that define modules and call what they export.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { NumConst } from '../syntax/instructions.ts';
import type { Command, ScriptArg } from '../syntax/script.ts';
import { printName, printNum } from '../syntax/text/print-literals.ts';
import { printModule } from '../syntax/text/printer.ts';
import { parseScript } from '../syntax/text/script.ts';
import { readModule } from '../scripts/modules.ts';
import type { Module } from '../syntax/modules.ts';
import type { Call, NamedModule, Program } from './program.ts';

const showCall = ({ module, name, args }: Call): string =>
  `(invoke $${module} ${[printName(name), ...args.map((arg) => `(${arg.t}.const ${printNum(arg)})`)].join(' ')})`;
const named = ({ names, ...module }: Module, name: string): Module => ({ ...module, names: { ...names, module: name } });

/** A program as a script. It can be read again by `readProgram`. */
export const printProgram = ({ modules, calls }: Program): string => [
  ...modules.flatMap(({ name, module }) => [printModule(named(module, name)).trimEnd(), `(register ${printName(name)} $${name})`]),
  ...calls.map(showCall),
  '',
].join('\n');

const isNumber = (arg: ScriptArg): arg is NumConst => arg.t === 'i32' || arg.t === 'i64' || arg.t === 'f32' || arg.t === 'f64';

/** The functions that an example is run by: those that are exported and take nothing. */
const runnable = ({ name, module }: NamedModule): readonly Call[] => {
  const subs = module.types.flatMap(({ rec }) => rec);
  const imported = module.imports.flatMap(({ type }) => type.kind === 'func' ? [type.type.x] : []);
  const types = [...imported, ...module.funcs.map(({ type }) => type)];
  return module.exports.flatMap(({ name: field, desc }): readonly Call[] => {
    const comp = desc.kind === 'func' ? subs[types[desc.x] ?? -1]?.comp : undefined;
    return comp?.kind === 'func' && comp.params.length === 0 ? [{ module: name, name: field, args: [] }] : [];
  });
};

/** A single module as a program: everything that it exports is called, as far as it takes nothing. */
export const programOfModule = (module: Module): Program => {
  const one = { name: module.names.module ?? 'M', module };
  return { modules: [one], calls: runnable(one) };
};

type Step = E.Either<string, Program>;
const addModule = (program: Program, module: Module, name: string | undefined): Step =>
  E.right({ ...program, modules: [...program.modules, { name: name ?? module.names.module ?? `M${program.modules.length}`, module }] });
const step = (program: Program, command: Command): Step => {
  switch (command.kind) {
    case 'module': {
      const module = readModule(command.module);
      return E.isLeft(module) ? E.left(module.left.message) : addModule(program, module.right, command.name);
    }
    case 'register': return command.as === command.instance ? E.right(program) : E.left('a module is registered under its own name');
    case 'action': case 'assert_return': {
      const { action } = command, module = action.instance ?? program.modules.at(-1)?.name;
      if (action.kind !== 'invoke' || module === undefined) return E.left('the only actions are calls');
      const args = action.args.filter(isNumber);
      if (args.length < action.args.length) return E.left('the only arguments are numbers');
      return E.right({ ...program, calls: [...program.calls, { module, name: action.name, args }] });
    }
    default: return E.left(`a program consists of modules and calls, not of ${command.kind}`);
  }
};

/** Reads a program that is a script of modules, registrations under their names, and calls; on the left, what is wrong. */
export const readProgram = (text: string | Uint8Array): E.Either<string, Program> => {
  const script = parseScript(text);
  if (E.isLeft(script)) return E.left(script.left.message);
  let program: Step = E.right({ modules: [], calls: [] });
  for (const command of script.right.commands) {
    if (E.isLeft(program)) return program;
    program = step(program.right, command);
  }
  return program;
};
