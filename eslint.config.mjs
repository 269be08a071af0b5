// @ts-check
import functional from 'eslint-plugin-functional';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const everywhere = ['**/*.ts'];
/** The layers whose data never changes once it is made. */
const formal = ['syntax/**/*.ts', 'semantics/**/*.ts', 'scripts/**/*.ts', 'reduction/**/*.ts'];

export default defineConfig(
  { ignores: ['.build/**', 'docs/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: everywhere,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-len': ['error', { code: 140, ignoreUrls: true }],
      // The alternative that it asks for is forbidden.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      // A type alias and an interface are both data here; which one reads better depends on the sum or product it names.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Indices, addresses and 64-bit values stand in messages as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // `1 << k` loops over bits and lanes read better with a plain counter.
      '@typescript-eslint/prefer-for-of': 'off',
    },
  },
  {
    // Programs in tests stand on one line each.
    files: ['test/**/*.ts'],
    rules: { 'max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }] },
  },
  {
    files: formal,
    plugins: { functional },
    rules: {
      'functional/no-classes': 'error',
      'functional/type-declaration-immutability': [
        'error',
        {
          rules: [{ identifiers: ['.+'], immutability: 'ReadonlyShallow', comparator: 'AtLeast' }],
          // The state of a driver (lexer, machine, checker) that never leaves the function that made it says so in its name.
          ignoreIdentifierPattern: ['^Mutable'],
        },
      ],
    },
  },
  {
    // The kit's one class tells "this rule is blocked" from a configuration with a single test of the prototype.
    files: ['reduction/kit.ts', 'reduction/kit/**/*.ts'],
    rules: { 'functional/no-classes': 'off' },
  },
  {
    // A rule is the mathematics it quotes: no cast may stand between the two.
    files: ['reduction/rules/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
);
