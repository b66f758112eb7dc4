import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** Hands on requests to become a WebSocket at this path; answers all others that ask for an upgrade. */
export function handUpgrades(
  app: FastifyInstance,
  path: string,
  take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
): void {
  app.server.on('upgrade', (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      return answerWithoutUpgrade(app, request, socket, head);
    }
    const refusal = refusalOf(request, path);
    if (refusal) return refuse(socket, ...refusal);
    take(request, socket, head);
  });
}

/** Why a request may not become a WebSocket: status, code and message. */
function refusalOf(request: IncomingMessage, path: string): readonly [number, string, string] | null {
  if (request.url?.split('?', 1)[0] !== path) {
    return [404, 'NOT_FOUND', `There is nothing here: subscribe at ${path}.`];
  }
  if (!isOfOurPage(request)) return [403, 'FORBIDDEN', 'Pages of another origin may not connect.'];
  return null;
}

/** Browsers let any page connect anywhere and say which page it is; other clients have none to name. */
function isOfOurPage({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const page = new URL(origin);
  const ours = `${page.protocol}//${host}`;
  return URL.canParse(ours) && page.host === new URL(ours).host;
}

function refuse(socket: Duplex, status: number, code: string, message: string): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * A client may offer a protocol that we do not speak (Java's offers h2c with every first request) and is answered as if
 * it had not. Node leaves no choice once anybody listens for upgrades, so it reads the request again without the offer.
 */
function answerWithoutUpgrade(
  app: FastifyInstance,
  { method, url, httpVersion, rawHeaders, headers }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(upgrade|connection|http2-settings)$/i.test(rawHeaders[i]!)) {
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
    }
  }
  if (/\bclose\b/i.test(headers.connection ?? '')) lines.push('connection: close');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  app.server.emit('connection', socket);
}
