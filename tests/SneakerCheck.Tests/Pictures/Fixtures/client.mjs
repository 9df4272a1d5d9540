// A client of seed 002, written from that document alone: it registers, logs in, posts a picture and gets it back.
// node client.mjs ADDRESS USERNAME PASSWORD FILE; prints each reply's status and body, a line each.
import { readFile } from 'node:fs/promises'

const [address, username, password, file] = process.argv.slice(2)

async function call(method, path, headers, body) {
  const reply = await fetch(address + path, {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  const text = await reply.text()
  console.log(reply.status, text)
  return JSON.parse(text)
}

await call('POST', '/api/user/register', {}, { username, password })
await call('POST', '/api/user/register', {}, { username, password })
await call('POST', '/api/user/login', {}, { username, password: password + '!' })
const { data: { token } } = await call('POST', '/api/user/login', {}, { username, password })
await call('GET', '/api/picture?page=1&limit=20', {})
await call('POST', '/api/picture', { Authorization: token }, { data: '這不是圖片' })
await call('POST', '/api/picture', { Authorization: token }, { data: (await readFile(file)).toString('base64') })
const { data: { total, page, limit, pictures } } =
  await call('GET', `/api/picture?page=1&limit=20&username=${username}`, { Authorization: token })
const same = Buffer.from(pictures[0].data, 'base64').equals(await readFile(file))
console.log(total, page, limit, pictures.length, pictures[0].username === username, same)
