// @ts-check
/** Which folder may import which: the house of docs/architecture.md. Folders at the top of the list are the foundation. */
const below = {
  syntax: [],
  semantics: ['syntax'],
  scripts: ['semantics', 'syntax'],
  reduction: ['scripts', 'semantics', 'syntax'],
  evaluation: ['scripts', 'semantics', 'syntax'],
  equivalence: ['reduction', 'evaluation', 'scripts', 'semantics', 'syntax'],
  tracing: ['reduction', 'scripts', 'semantics', 'syntax'],
  cli: ['tracing', 'equivalence', 'reduction', 'evaluation', 'scripts', 'semantics', 'syntax'],
  examples: ['tracing', 'equivalence', 'reduction', 'evaluation', 'scripts', 'semantics', 'syntax'],
  tools: ['cli', 'tracing', 'equivalence', 'reduction', 'evaluation', 'scripts', 'semantics', 'syntax'],
  bench: ['cli', 'tracing', 'equivalence', 'reduction', 'evaluation', 'scripts', 'semantics', 'syntax'],
};
const folders = [...Object.keys(below), 'test'];
const formal = '^(syntax|semantics|scripts|reduction)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(below).map(([folder, allowed]) => ({
      name: `${folder}-imports-down`,
      comment: `${folder}/ may import only ${['itself', ...allowed].join(', ')}`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^${folder}/` },
      to: { path: `^(${folders.filter((other) => other !== folder && !allowed.includes(other)).join('|')})/` },
    })),
    {
      name: 'no-cycles',
      comment: 'two files that need each other are one subject, or hide a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-host',
      comment: 'what defines the language runs anywhere: no file system, no process',
      severity: 'error',
      from: { path: formal },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-declared-packages',
      comment: 'what is imported exists, and stands in package.json',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'every import leads to a file',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-package',
      comment: 'what runs for a reader needs no development dependency',
      severity: 'error',
      from: { path: `^(${Object.keys(below).filter((folder) => folder !== 'tools').join('|')})/` },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.build/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
