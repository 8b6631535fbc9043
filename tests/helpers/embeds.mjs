// Embeds and their tokens over the REST API, as the owner of an organization and its server use them. It must not know
// browsers.
import assert from 'node:assert/strict';

const JSON_TYPE = { 'content-type': 'application/json' };

/** An embed of the connection with this name, in Development, and an API key that can only mint its tokens. */
export async function makeEmbed(server, { origins, connection = 'Redox Engine', reveal = 'names', name = 'Portal' }) {
  const environmentId = await idOf(server, '/api/v1/environments', 'Development');
  const connectionId = await idOf(server, `/api/v1/connections?environment=${environmentId}`, connection);
  const { id } = await create(server, '/api/v1/embeds', {
    environmentId,
    name,
    allowedOrigins: origins,
    connectionIds: [connectionId],
    reveal,
  });
  const { secret } = await create(server, '/api/v1/api-keys', {
    environmentId,
    name: `Server of ${name}`,
    kind: 'secret',
    scopes: ['embeds:mint'],
  });
  return {
    id,
    connectionId,
    /** A token, as the host's server asks for it. Fails when Causeway gives none. */
    async token(ttlSeconds = 900) {
      const response = await fetch(`${server.origin}/api/v1/embeds/${id}/tokens`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${secret}` },
        body: JSON.stringify({ connectionId, ttlSeconds }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(`no token: ${response.status} ${JSON.stringify(answer)}`);
      return answer.token;
    },
    /** Ends the embed with all its tokens. */
    async revoke() {
      const etag = (await server.api(`/api/v1/embeds/${id}`)).headers.get('etag');
      const response = await server.api(`/api/v1/embeds/${id}/revoke`, { method: 'POST', headers: { 'if-match': etag } });
      assert.ok(response.ok, `revoking answered ${response.status}: ${await response.text()}`);
    },
  };
}

async function idOf(server, path, name) {
  const { items } = await (await server.api(path)).json();
  const found = items.find((item) => item.name === name);
  assert.ok(found, `${path} has no ${name}`);
  return found.id;
}

async function create(server, path, body) {
  const response = await server.api(path, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
  const text = await response.text();
  assert.equal(response.status, 201, `${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
