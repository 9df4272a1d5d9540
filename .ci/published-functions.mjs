// Checks that a published Azure flavour has the functions of the committed list, the committed host.json and a valid worker.config.json,
// with which the Functions host starts the worker. Prints what differs and exits with 1.
//   node .ci/published-functions.mjs FOLDER
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../', import.meta.url);
const folder = process.argv[2];
const { extensions } = JSON.parse(readFileSync(new URL('functions/host.json', root), 'utf8'));
const prefix = extensions?.http?.routePrefix ?? 'api';
const errors = [];

if (readFileSync(join(folder, 'host.json'), 'utf8') !== readFileSync(new URL('functions/host.json', root), 'utf8'))
  errors.push('host.json differs from functions/host.json');

const { description: worker } = JSON.parse(readFileSync(join(folder, 'worker.config.json'), 'utf8'));
if (worker.language !== 'dotnet-isolated') errors.push(`worker.config.json has the language ${worker.language}`);
if (!existsSync(join(folder, worker.defaultWorkerPath)))
  errors.push(`worker.config.json names ${worker.defaultWorkerPath}, which does not exist`);

const committed = readFileSync(new URL('tests/SneakerCheck.Tests/Fixtures/functions.txt', root), 'utf8').split(/\r?\n/).filter(Boolean);
const published = JSON.parse(readFileSync(join(folder, 'functions.metadata'), 'utf8')).map(line);
errors.push(...committed.filter(line => !published.includes(line)).map(line => `- ${line}`));
errors.push(...published.filter(line => !committed.includes(line)).map(line => `+ ${line}`));

for (const error of errors) console.error(error);
if (errors.length > 0) process.exitCode = 1;
else console.log(`${published.length} functions, as committed`);

/** A function as a line of the committed list. */
function line({ name, bindings }) {
  const trigger = bindings.find(({ type }) => /trigger$/i.test(type));
  switch (trigger?.type.toLowerCase()) {
    case 'httptrigger': {
      const route = [prefix, trigger.route ?? name].filter(Boolean).join('/');
      const verbs = (trigger.methods ?? []).map(method => method.toUpperCase()).join(',') || 'any';
      return `${name}: http ${verbs} /${route}`;
    }
    case 'servicebustrigger':
      return `${name}: queue ${trigger.queueName}`;
    case 'timertrigger':
      return `${name}: timer ${trigger.schedule}`;
    default:
      return `${name}: unknown trigger`;
  }
}
