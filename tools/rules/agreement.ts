/** Whether a rule and its comment say the same. */
import type { AnyRule } from '../../reduction/kit.ts';
import type { Sources } from '../documentation/citations.ts';
import { parseCitations } from '../documentation/citations.ts';
import { parseInferences } from '../documentation/inference.ts';
import type { DocumentedRule } from './comments.ts';

const nameOf = ({ id }: AnyRule, { rules }: DocumentedRule): readonly string[] => {
  const [name, second] = rules;
  if (name === undefined) return ['no @rule in the comment'];
  return [
    ...(name === id ? [] : [`@rule ${name}, but its id is ${id}`]),
    ...(second === undefined ? [] : [`@rule ${name} and @rule ${second}: one name for one rule`]),
  ];
};

const citationsOf = (specs: readonly string[], sources: Sources): readonly string[] => {
  if (specs.length === 0) return ['no @spec in the comment'];
  return specs.map((spec) => parseCitations(sources, spec)).flatMap((read) => (read._tag === 'Left' ? [read.left] : []));
};

/** The lines of the comment are the premises, word for word and in their order. */
const premisesOf = (stated: readonly string[], { premises }: AnyRule): readonly string[] => {
  const texts = premises.map(({ text }) => text);
  const missing = texts.filter((text) => !stated.includes(text)).map((text) => `the premise '${text}' is no line of the comment`);
  const invented = stated.filter((text) => !texts.includes(text)).map((text) => `the line '${text}' of the comment is no premise`);
  const wrong = [...missing, ...invented];
  if (wrong.length > 0) return wrong;
  const same = texts.length === stated.length && texts.every((text, i) => text === stated[i]);
  return same ? [] : ['the comment has the premises in another order, or one of them twice'];
};

const mathematicsOf = ({ fences }: DocumentedRule, rule: AnyRule): readonly string[] => {
  const [fence, second] = fences;
  if (fence === undefined) return ['no `rule` fence in the comment'];
  if (second !== undefined) return ['two `rule` fences in the comment'];
  const read = parseInferences(fence);
  if (read._tag === 'Left') return [read.left];
  const [inference, another] = read.right;
  if (inference === undefined || another !== undefined) return ['the `rule` fence does not hold one rule'];
  return premisesOf(inference.premises, rule);
};

/** All that is wrong with the comment of a rule. */
export const disagreements = (rule: AnyRule, documented: DocumentedRule, sources: Sources): readonly string[] =>
  [...nameOf(rule, documented), ...mathematicsOf(documented, rule), ...citationsOf(documented.specs, sources)];
