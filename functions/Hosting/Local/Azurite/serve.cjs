// Runs Azurite's blob service: node serve.cjs <log file> <Azurite's blob/main.js> <Azurite's options …>
// This process outlives a host that is killed, so its output goes to a file: a pipe to the host would break.
// Ctrl-C reaches every process of a terminal. It is ignored here, because the host ends this process last.
'use strict';
const { appendFileSync } = require('node:fs');

const [log, service, ...options] = process.argv.slice(2);
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done = encoding) => {
    try {
      appendFileSync(log, chunk);
    } catch {
      // A full disk must not end the storage, which can still read.
    }
    if (typeof done === 'function') done();
    return true;
  };
}

process.on('SIGINT', () => {});
const once = process.once;
process.once = (event, listener) => (event === 'SIGINT' ? process : once.call(process, event, listener));

// Azurite starts only after the host has recorded this process. If the host dies before that, input ends and this process exits, so that
// no unrecorded Azurite is left. After that, the end of input means that the host is gone. Only tests exit then (END_WITH_INPUT), because
// no later host reuses their Azurite.
let begun = false;
process.argv = [process.argv[0], service, ...options];
process.stdin.once('data', () => {
  begun = true;
  process.stdin.unref(); // Waiting for more input must not keep the process alive.
  require(service);
});
process.stdin.once('end', () => {
  if (!begun || (process.env.END_WITH_INPUT && !process.emit('SIGTERM'))) process.exit();
});
