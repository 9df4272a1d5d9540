// Creates the database and the container in the Cosmos DB emulator, as infra/app/documents.bicep does in Azure. The app does not create
// them. Existing ones are not changed.
//   node infra/emulators/create-container.mjs [local.settings.json]
// The address, the key and the names are read from the settings file.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { Values: settings } = JSON.parse(readFileSync(process.argv[2] ?? 'functions/local.settings.json', 'utf8'));
const { paths } = JSON.parse(readFileSync(new URL('../indexes.json', import.meta.url), 'utf8'));
const database = settings.Documents__CosmosDatabase;
const container = settings.Documents__CosmosContainer;

await create('dbs', '', { id: database });
await create('colls', `dbs/${database}`, {
  id: container,
  partitionKey: { kind: 'Hash', version: 2, paths: ['/partition'] },
  defaultTtl: -1,
  indexingPolicy: {
    automatic: true,
    indexingMode: 'consistent',
    includedPaths: paths.map(path => ({ path })),
    excludedPaths: [{ path: '/*' }],
  },
});

/** Creates one resource; 409 means that it exists. */
async function create(type, parent, body) {
  const date = new Date().toUTCString();
  const signature = createHmac('sha256', Buffer.from(settings.Documents__CosmosKey, 'base64'))
    .update(`post\n${type}\n${parent}\n${date.toLowerCase()}\n\n`)
    .digest('base64');
  const response = await fetch(new URL(parent ? `${parent}/${type}` : type, settings.Documents__CosmosEndpoint), {
    method: 'POST',
    headers: {
      Authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
      'Content-Type': 'application/json',
      'x-ms-date': date,
      'x-ms-version': '2018-12-31',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok && response.status !== 409)
    throw new Error(`${type} ${body.id}: ${response.status} ${await response.text()}`);
  console.log(`${type} ${body.id}: ${response.status === 409 ? 'exists' : 'created'}`);
}
