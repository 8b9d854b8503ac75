import js from '@eslint/js';
import globals from 'globals';

export default [
  {
    ignores: [
      '**/node_modules/', '.tox/', '.venv/', '.undercloud/', 'build/', 'dist/', 'doc/build/',
      // Links into helion_dashboard/, which is looked at itself.
      'static/', 'templates/', 'locale/',
      // Made by tools/bundle.py; what it is made from is looked at.
      'helion_dashboard/static/helion_dashboard/js/topology.mjs',
    ],
  },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    rules: {
      'array-callback-return': 'error',
      'block-scoped-var': 'error',
      'complexity': ['error', 15],
      'default-case-last': 'error',
      'eqeqeq': 'error',
      'no-await-in-loop': 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-param-reassign': 'error',
      'no-promise-executor-return': 'error',
      'no-return-assign': 'error',
      'no-script-url': 'error',
      'no-self-compare': 'error',
      'no-shadow': 'error',
      'no-template-curly-in-string': 'error',
      'no-throw-literal': 'error',
      'no-unreachable-loop': 'error',
      'no-unused-vars': ['error', { caughtErrors: 'all' }],
      'no-use-before-define': ['error', { functions: false, variables: false }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['helion_dashboard/static/**/*.mjs'],
    languageOptions: { globals: globals.browser },
    rules: {
      // What a service says goes into a page as text, or as HTML that the server drew.
      'no-restricted-properties': [
        'error',
        { object: 'document', property: 'write' },
        { object: 'window', property: 'open' },
      ],
      'no-restricted-globals': ['error', 'event', 'name', 'status', '$', 'angular', 'horizon'],
    },
  },
  {
    files: ['tests/bench/**/*.mjs'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['tests/unit/js/**/*.mjs', 'tools/**/*.mjs', 'eslint.config.mjs'],
    languageOptions: { globals: globals.node },
  },
];
