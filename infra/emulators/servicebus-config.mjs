// Writes servicebus-config.json, the Service Bus emulator's list of queues, from ../queues.json, the list that is deployed.
//   node infra/emulators/servicebus-config.mjs           writes it
//   node infra/emulators/servicebus-config.mjs --check   exits with 1 if the file is out of date
// Each queue gets the deployed policy, reduced to the emulator's maximum: an hour to live, five minutes for a lock and for duplicate
// detection, ten deliveries.
import { readFileSync, writeFileSync } from 'node:fs';

const limits = {
  defaultMessageTimeToLive: 'PT1H',
  lockDuration: 'PT5M',
  duplicateDetectionHistoryTimeWindow: 'PT5M',
  maxDeliveryCount: 10,
};

const { queues, policy } = JSON.parse(readFileSync(new URL('../queues.json', import.meta.url), 'utf8'));

const atMost = name =>
  typeof policy[name] === 'number'
    ? Math.min(policy[name], limits[name])
    : seconds(policy[name]) > seconds(limits[name]) ? limits[name] : policy[name];

const config = {
  UserConfig: {
    // The emulator has only this namespace.
    Namespaces: [
      {
        Name: 'sbemulatorns',
        Queues: queues.map(name => ({
          Name: name,
          Properties: {
            DeadLetteringOnMessageExpiration: policy.deadLetteringOnMessageExpiration,
            DefaultMessageTimeToLive: atMost('defaultMessageTimeToLive'),
            DuplicateDetectionHistoryTimeWindow: atMost('duplicateDetectionHistoryTimeWindow'),
            LockDuration: atMost('lockDuration'),
            MaxDeliveryCount: atMost('maxDeliveryCount'),
            RequiresDuplicateDetection: policy.requiresDuplicateDetection,
            RequiresSession: false,
          },
        })),
        Topics: [],
      },
    ],
    Logging: { Type: 'Console' },
  },
};

const file = new URL('servicebus-config.json', import.meta.url);
const text = JSON.stringify(config, null, 2) + '\n';
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('servicebus-config.json is out of date: run node infra/emulators/servicebus-config.mjs');
  process.exitCode = 1;
}

/** Seconds of an ISO 8601 duration of days, hours, minutes and seconds. */
function seconds(duration) {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!parts) throw new Error(`'${duration}' is not a duration that this script supports.`);
  const [days, hours, minutes, rest] = parts.slice(1).map(part => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
}
