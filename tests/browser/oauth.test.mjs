// A system signs in with a stock OAuth library, knowing nothing but the address of the server, its client id and its key.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as oauth from 'openid-client';
import { Server } from '../helpers/server.mjs';

const SCOPES = ['connections:read', 'endpoints:read'];

const KINDS = {
  ES384: {
    pair: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    algorithm: { name: 'ECDSA', namedCurve: 'P-384' },
  },
  RS384: {
    pair: () => generateKeyPairSync('rsa', { modulusLength: 3072 }),
    algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  },
};

let server;
before(async () => {
  server = await Server.start();
});
after(() => server?.dispose());

/** Makes an API key whose one public key is `publicKey`; answers its client id. */
async function register(publicKey, kid) {
  const { items } = await (await server.api('/api/v1/environments')).json();
  const response = await server.api('/api/v1/api-keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      environmentId: items.find(({ name }) => name === 'Development').id,
      name: `System with ${kid}`,
      kind: 'publicKey',
      scopes: SCOPES,
      jwkSet: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid }] }),
    }),
  });
  assert.equal(response.status, 201);
  const { apiKey, secret } = await response.json();
  assert.equal(secret, null);
  return apiKey.id;
}

/** What the library makes of the server's metadata. The test's server has no TLS, which libraries refuse by default. */
async function discover(id, key, kid, options = {}) {
  return oauth.discovery(new URL(server.origin), id, undefined, oauth.PrivateKeyJwt({ key, kid }, options), {
    algorithm: 'oauth2',
    execute: [oauth.allowInsecureRequests],
  });
}

async function call(token, path) {
  return fetch(`${server.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
}

for (const [alg, { pair, algorithm }] of Object.entries(KINDS)) {
  test(`a library signs in with ${alg} and calls the API`, async () => {
    const { publicKey, privateKey } = pair();
    const kid = `${alg}-2026`;
    const key = await crypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ format: 'der', type: 'pkcs8' }),
      algorithm,
      false,
      ['sign'],
    );
    const id = await register(publicKey, kid);
    const config = await discover(id, key, kid);
    const metadata = config.serverMetadata();
    assert.equal(metadata.token_endpoint, `${server.origin}/oauth/token`);
    assert.ok(metadata.token_endpoint_auth_signing_alg_values_supported.includes(alg));

    const all = await oauth.clientCredentialsGrant(config);
    assert.equal(all.token_type, 'bearer');
    // As the server said it; `expiresIn()` counts down from then on.
    assert.equal(all.expires_in, 300);
    assert.equal(all.scope, SCOPES.join(' '));
    assert.equal((await call(all.access_token, '/api/v1/connections')).status, 200);
    assert.equal((await call(all.access_token, '/api/v1/api-keys')).status, 403);
    const session = await (await call(all.access_token, '/api/v1/session')).json();
    assert.deepEqual(session.actor, { kind: 'apiKey', name: `System with ${kid}` });

    const some = await oauth.clientCredentialsGrant(config, { scope: 'endpoints:read' });
    assert.equal(some.scope, 'endpoints:read');
    assert.equal((await call(some.access_token, '/api/v1/endpoints')).status, 200);
    assert.equal((await call(some.access_token, '/api/v1/connections')).status, 403);

    // The audience that SMART prescribes, in place of the library's.
    const smart = await discover(id, key, kid, {
      [oauth.modifyAssertion]: (_, payload) => {
        payload.aud = metadata.token_endpoint;
      },
    });
    assert.ok((await oauth.clientCredentialsGrant(smart)).access_token);
  });
}

test('a library understands why it is refused', async () => {
  const { publicKey } = KINDS.ES384.pair();
  const { privateKey } = KINDS.ES384.pair();
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = await crypto.subtle.importKey('pkcs8', der, KINDS.ES384.algorithm, false, ['sign']);
  const id = await register(publicKey, 'k');
  const reason = async (clientId, kid, parameters) => {
    const config = await discover(clientId, key, kid);
    const error = await oauth.clientCredentialsGrant(config, parameters).catch((caught) => caught);
    assert.ok(error instanceof oauth.ResponseBodyError, error);
    return [error.status, error.error, error.error_description];
  };
  const [status, error, words] = await reason(id, 'k');
  assert.deepEqual([status, error], [401, 'invalid_client']);
  assert.match(words, /signature does not fit/);
  assert.match((await reason(id, 'other'))[2], /No registered key/);
  assert.match((await reason('nobody', 'k'))[2], /no such client/);
});

test('clients of SMART find the same token endpoint', async () => {
  const response = await fetch(`${server.origin}/.well-known/smart-configuration`);
  assert.equal(response.status, 200);
  const { token_endpoint, capabilities, grant_types_supported } = await response.json();
  assert.equal(token_endpoint, `${server.origin}/oauth/token`);
  assert.ok(capabilities.includes('client-confidential-asymmetric'));
  assert.deepEqual(grant_types_supported, ['client_credentials']);
});
