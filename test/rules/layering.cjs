/**
 * Who may import whom, each rule with its reason. `npm run layering` holds the tree to it; layering.test.ts plants a
 * breach of every rule and sees it refused.
 */

const anyOf = (...names) => `(?:${names.join('|')})`;
const room = (...names) => `^src/${anyOf(...names)}/`;
const npmPackage = (...names) => `node_modules/${anyOf(...names)}/`;
const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];
const PURE = ['model', 'audit', 'report', 'compare'];

/** A room sees itself and the rooms named; what a rule of its own forbids is left to that rule. */
const roomSees = (name, seen, comment, ruledElsewhere = []) => ({
  name: `${name}-sees-${seen.length === 0 ? 'no-other-room' : `only-${seen.join('-and-')}`}`,
  comment,
  severity: 'error',
  from: { path: room(name) },
  to: {
    path: '^src/',
    pathNot: [room(name, ...seen, 'twin', 'commands', ...ruledElsewhere), '^src/cli\\.ts$'],
  },
});

const packagesOf = (name, packages, comment) => ({
  name: packages.length === 0 ? `${name}-takes-no-package` : `${name}-takes-only-listed-packages`,
  comment,
  severity: 'error',
  from: { path: room(name) },
  to: {
    dependencyTypes: NPM,
    // Types alone vanish in the build.
    dependencyTypesNot: ['type-only'],
    ...(packages.length === 0 ? {} : { pathNot: npmPackage(...packages) }),
  },
});

/** Files that may start another program, each with the reason. */
const SPAWNERS = [
  // The one way to adb, so that every call has its bounds and its place in the journal.
  '^src/collect/handset/adb\\.ts$',
  // tshark reads TLS out of a packet capture where a key log is given.
  '^src/capture/pcap/tshark\\.ts$',
  // A twin's own process is started beside its entry.
  '^src/twin/spawn-twin\\.ts$',
  // Wiring: the twin runs in a process of its own, doctor asks programs for their versions.
  '^src/commands/',
];

const rooms = [
  roomSees('model', [], 'The nouns know no verb: every room can then stand on them.'),
  roomSees('audit', ['model'], 'An old capture is audited years later, without phone, files or network.'),
  roomSees('report', ['model'], 'A renderer reads the verdict and computes nothing.'),
  roomSees('compare', ['model'], 'Reports are compared as reports, whatever made them.'),
  roomSees('capture', ['model'], 'The file format outlives the code that collects and audits.'),
  roomSees('devices', ['model'], 'Data that a user edits is read and checked, nothing more.'),
  roomSees('twin', ['model'], 'The twin shares no code with what it tests but the nouns.'),
  roomSees('collect', ['model', 'capture'], 'Collecting writes a capture and ends there.', ['audit']),
  roomSees('verify', ['model', 'capture'], 'A replay from raw bytes needs the bytes only.', ['audit']),
  {
    name: 'collect-never-imports-audit',
    comment: 'What is collected cannot depend on what would be found.',
    severity: 'error',
    from: { path: room('collect') },
    to: { path: room('audit') },
  },
  {
    name: 'verify-never-imports-audit',
    comment: 'A finding is proven by other code than found it.',
    severity: 'error',
    from: { path: room('verify') },
    to: { path: room('audit') },
  },
  {
    name: 'only-commands-import-twin',
    comment: 'The harness cannot know that it talks to a twin: only commands and tests do.',
    severity: 'error',
    from: { path: '^src/', pathNot: [room('commands', 'twin'), '^src/cli\\.ts$'] },
    to: { path: room('twin') },
  },
  {
    name: 'only-cli-imports-commands',
    comment: 'Commands wire the rooms together; a room that called one would wire itself.',
    severity: 'error',
    from: { path: '^src/', pathNot: [room('commands'), '^src/cli\\.ts$'] },
    to: { path: room('commands') },
  },
  {
    name: 'cli-sees-only-commands-and-model',
    comment: 'argv becomes a command and a failure becomes an exit code; all else is the command.',
    severity: 'error',
    from: { path: '^src/cli\\.ts$' },
    to: { path: '^src/', pathNot: room('commands', 'model') },
  },
  {
    name: 'nothing-imports-cli',
    comment: 'Importing it would run it.',
    severity: 'error',
    from: { path: '^(src|test)/' },
    to: { path: '^src/cli\\.ts$' },
  },
  {
    name: 'vendors-only-by-the-list',
    comment:
      'Nothing in the core is one vendor’s: a vendor’s layer is a module, and a row where decoders are listed.',
    severity: 'error',
    from: {
      path: '^src/audit/',
      pathNot: ['^src/audit/decode/vendor/', '^src/audit/decode/(?:decoders|peel)\\.ts$'],
    },
    to: { path: '^src/audit/decode/vendor/' },
  },
  {
    name: 'src-never-imports-tests',
    comment: 'What ships stands without its tests.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^test/' },
  },
];

const spellings = [
  {
    name: 'crossing-rooms-by-hash',
    comment: 'A boundary crossing shows in the import line: #room/file.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/[^/]+/', pathNot: '^src/$1/', dependencyTypesNot: ['aliased-subpath-import'] },
  },
  {
    name: 'same-room-relative',
    comment: 'Inside a room nothing is crossed: ./file.ts.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/$1/', dependencyTypes: ['aliased-subpath-import'] },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one file, or three.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-barrels',
    comment: 'An import names the file that defines what it takes.',
    severity: 'error',
    from: { path: '^(src|test)/' },
    to: { path: '^(?:src|test)/.*\\bindex\\.(?:ts|tsx|js|mjs|cjs)$' },
  },
  {
    name: 'nothing-unresolved',
    comment: 'An edge that is not seen is an edge that is not checked.',
    severity: 'error',
    from: {},
    // Packages that are types and nothing else (@types/…) resolve for the compiler only.
    to: { couldNotResolve: true, pathNot: '^sarif$' },
  },
];

const packages = [
  {
    name: 'pure-rooms-take-no-node-module',
    comment: 'Bytes in, report out: zlib, crypto and buffer are functions of their input, the rest is not.',
    severity: 'error',
    from: { path: room(...PURE) },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(zlib|crypto|buffer)$' },
  },
  packagesOf('model', ['zod'], 'zod checks the file boundaries; the nouns need no more.'),
  packagesOf(
    'audit',
    ['libphonenumber-js', 'tldts', 'fzstd', 'saxes'],
    'Each is pure: phone numbering plans, the public suffix list, MessagePack, CBOR, zstd, XML. Others need a reason here.',
  ),
  packagesOf(
    'report',
    ['preact', 'preact-render-to-string'],
    'HTML is escaped by a renderer, never by hand.',
  ),
  packagesOf('compare', [], 'Reports are plain data.'),
  packagesOf(
    'verify',
    ['fzstd', 'libphonenumber-js'],
    'A replayer that is small enough to be read: zstd and the numbering plans are all it takes from others.',
  ),
  {
    name: 'only-named-files-spawn',
    comment:
      'collect/handset/adb.ts alone spawns adb; whoever else starts a program is listed with the reason.',
    severity: 'error',
    from: { path: '^src/', pathNot: [room(...PURE), ...SPAWNERS] },
    to: { dependencyTypes: ['core'], path: '^(node:)?child_process$' },
  },
  {
    name: 'worker-threads-only-in-audit-pool',
    comment: 'Spreading flows over workers is wiring; every other room runs the same on one thread.',
    severity: 'error',
    from: { path: '^src/', pathNot: [room(...PURE), '^src/commands/audit-pool[^/]*$'] },
    to: { dependencyTypes: ['core'], path: '^(node:)?worker_threads$' },
  },
  {
    name: 'src-takes-no-dev-dependency',
    comment: 'It would be missing where phonehome is installed. Types alone vanish in the build.',
    severity: 'error',
    from: { path: '^src/', pathNot: room(...PURE) },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-undeclared-package',
    comment: 'A package that package.json does not name is there by accident.',
    severity: 'error',
    from: { path: '^(src|test)/', pathNot: room(...PURE) },
    to: {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
      // Of a package under a second list, dependenciesBecause, dependency-cruiser says both npm and npm-no-pkg.
      dependencyTypesNot: ['npm', 'npm-dev'],
    },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...rooms, ...spellings, ...packages],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports are edges too: a room that names another's types depends on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'],
    },
  },
};
