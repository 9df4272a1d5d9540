// Waits until the app has read every secret that its settings refer to; azd runs it after provisioning (azure.yaml).
//
// The app's role on the vault can take minutes to take effect. If the app looks a reference up before that, the lookup fails, the app
// does not start, and by itself Functions looks again only after 24 hours. So this asks for a new lookup until all have succeeded.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const version = '2025-03-01';
// Waiting does not resolve these.
const permanent = ['InvalidSyntax', 'SecretNotFound', 'SecretVersionNotFound'];
// Rounds after which an empty list is accepted. It does not fail the deployment, because it does not mean that a lookup failed.
const emptyRounds = 8;

/**
 * @param app  address of the app's resource in Azure Resource Manager
 * @param token  gives an access token
 * @param rounds  how often to ask, @param pause  milliseconds in between
 * @param say  takes a line for the person who deploys
 * @returns undefined once all references are resolved, otherwise the problem
 */
export async function awaitSecrets({ app, token, rounds = 80, pause = 15_000, say = console.log }) {
  const references = `${app}/config/configreferences/appsettings`;
  const call = (method, address) =>
    fetch(`${address}?api-version=${version}`, { method, headers: { authorization: `Bearer ${token()}` } });

  let problem;
  for (let round = 1; round <= rounds; round++) {
    const refreshed = await call('POST', `${references}/refresh`);
    if (round > 1) await new Promise(resolve => setTimeout(resolve, pause));
    const listed = refreshed.ok ? await call('GET', references) : refreshed;
    if (!listed.ok) {
      problem = `${listed.status} ${await listed.text()}`;
      if (listed.status === 401 || listed.status === 403) return problem;
    } else {
      const { value } = await listed.json();
      const waiting = value.filter(({ properties }) => properties.status !== 'Resolved');
      if (value.length > 0 && waiting.length === 0) return undefined;
      if (value.length === 0 && round >= emptyRounds) {
        say('Azure does not say whether the app can read its secrets: check its environment variables in the portal.');
        return undefined;
      }
      problem = waiting.map(({ name, properties }) => `${name}: ${properties.status}`).join(', ') || 'none is listed yet';
      // The first answers may still be from before the lookup.
      if (round > 2 && waiting.some(({ properties }) => permanent.includes(properties.status))) return problem;
    }
    say(`Waiting until the app can read its secrets (${problem})`);
  }
  return problem;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { AZURE_SUBSCRIPTION_ID: subscription, AZURE_RESOURCE_GROUP: group, AZURE_FUNCTION_NAME: name } = process.env;
  const problem = await awaitSecrets({
    app: `https://management.azure.com/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Web/sites/${name}`,
    token: () => JSON.parse(execFileSync('azd', ['auth', 'token', '--output', 'json'], { encoding: 'utf8' })).token,
  });
  if (problem) {
    console.error(`The app cannot read its secrets: ${problem}. Once that is fixed, run: azd hooks run postprovision`);
    process.exit(1);
  }
}
