// Signs or verifies one token: reads { key, claims } or { key, token, issuer, audience } as JSON, writes the token or its claims.
import { text } from 'node:stream/consumers';
import { SignJWT, jwtVerify } from 'jose';

const { key, claims, token, issuer, audience } = JSON.parse(await text(process.stdin));
const secret = Buffer.from(key, 'base64');
if (claims) {
  process.stdout.write(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret));
} else {
  const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'], issuer, audience });
  process.stdout.write(JSON.stringify(payload));
}
