// Runs Azurite's blob service: node serve.cjs <log file> <Azurite's blob/main.js> <Azurite's options …>
// It may outlive a host that is killed, so its output goes to a file and not into a pipe that then breaks.
// Ctrl-C reaches every process of a terminal; it is left to the host, which ends this one last.
'use strict';
const { appendFileSync } = require('node:fs');

const [log, service, ...options] = process.argv.slice(2);
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done = encoding) => {
    appendFileSync(log, chunk);
    if (typeof done === 'function') done();
    return true;
  };
}

process.on('SIGINT', () => {});
const once = process.once;
process.once = (event, listener) => (event === 'SIGINT' ? process : once.call(process, event, listener));

// Tests that are cut short close this pipe by ending; nobody comes back to their Azurite.
if (process.env.END_WITH_INPUT) process.stdin.on('end', () => process.emit('SIGTERM')).resume();

process.argv = [process.argv[0], service, ...options];
require(service);
