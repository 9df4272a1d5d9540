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

// It begins only when the host says so, having noted this process: a host that dies before leaves nothing unknown behind.
// Later the end of input means that the host is gone, which matters to tests only: nobody comes back to their Azurite.
let begun = false;
process.argv = [process.argv[0], service, ...options];
process.stdin.once('data', () => {
  begun = true;
  process.stdin.unref(); // Waiting for more input must not keep it from ending.
  require(service);
});
process.stdin.once('end', () => {
  if (!begun || (process.env.END_WITH_INPUT && !process.emit('SIGTERM'))) process.exit();
});
