/** What `@spec` tags cite: the texts of docs/spec.lock.json, at the commits that stand there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { failure } from 'io-ts/lib/PathReporter.js';

/** A text that may be cited. */
export type CitedText = {
  readonly title: string;
  /** owner and name on GitHub */
  readonly repository: string;
  readonly commit: string;
  /** from the name by which a file is cited to its path in the repository */
  readonly files: Readonly<Record<string, string>>;
};

/** The texts that may be cited, by their short names. */
export type Sources = Readonly<Record<string, CitedText>>;

const text: t.Type<CitedText> = t.type({ title: t.string, repository: t.string, commit: t.string, files: t.record(t.string, t.string) });
const lock: t.Type<{ readonly sources: Sources }> = t.type({ sources: t.record(t.string, text) });

/** Reads docs/spec.lock.json. @throws when it is not what it should be */
export const readSources = (): Sources => {
  const json = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'spec.lock.json'), 'utf8');
  const decoded = lock.decode(JSON.parse(json));
  if (decoded._tag === 'Left') throw new Error(`docs/spec.lock.json: ${failure(decoded.left).join('; ')}`);
  return decoded.right.sources;
};

/** One place in one text. */
export type Citation = {
  /** the short name of the text */
  readonly source: string;
  /** the name of the file, as cited */
  readonly file: string;
  /** the section, with its sign, or the names of the definitions there */
  readonly place: string | undefined;
  /** where it can be read */
  readonly url: string;
};

const shape = /^(?:(?<source>\w+)\s+)?(?<file>[^\s§]+)(?:\s+(?:§\s*(?<section>\S.*)|(?<names>`.+)))?$/u;

/** @param before - the source of the citation to the left, which need not be repeated */
const parseOne = (sources: Sources, citation: string, before: string | undefined): Either<string, Citation> => {
  const { source = before, file, section, names } = shape.exec(citation.replaceAll(/\s+/gu, ' '))?.groups ?? {};
  if (source === undefined || file === undefined) return left(`'${citation}': expected '<source> <file> §<section>'`);
  const cited = sources[source];
  if (cited === undefined) return left(`'${citation}': no source is called '${source}', only ${Object.keys(sources).join(', ')}`);
  const path = cited.files[file];
  if (path === undefined) return left(`'${citation}': ${cited.title} has no file '${file}'`);
  const place = section === undefined ? names : `§${section}`;
  return right({ source, file, place, url: `https://github.com/${cited.repository}/blob/${cited.commit}/${path}` });
};

/**
 * Reads what follows `@spec`: `core exec/modules.rst §Invocation`, or several with a semicolon between them, of which the
 * later ones need not repeat the source. In place of a section may stand the names of definitions, in backquotes.
 *
 * @returns what is wrong with the first citation that leads nowhere, or all of them
 */
export const parseCitations = (sources: Sources, tag: string): Either<string, readonly Citation[]> => {
  const citations: Citation[] = [];
  for (const part of tag.split(';')) {
    const citation = parseOne(sources, part.trim(), citations.at(-1)?.source);
    if (citation._tag === 'Left') return left(`@spec ${citation.left}`);
    citations.push(citation.right);
  }
  return right(citations);
};
