-- API keys that open the API, endpoints of your own making.

ALTER TABLE api_key ADD COLUMN kind TEXT NOT NULL DEFAULT 'secret';
-- A JSON list.
ALTER TABLE api_key ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_key ADD COLUMN expires_at BIGINT;
ALTER TABLE api_key ADD COLUMN revoked_at BIGINT;
ALTER TABLE api_key ADD COLUMN last_used_at BIGINT;
-- A JWK Set with public halves only, or where to read it.
ALTER TABLE api_key ADD COLUMN jwk_set TEXT;
ALTER TABLE api_key ADD COLUMN jwks_url TEXT;

-- Secrets of API keys: the SHA-256 of their secret part, found by the part that is no secret.
CREATE TABLE api_key_secret (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  api_key_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  prefix TEXT NOT NULL,
  last4 TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  last_used_at BIGINT,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, api_key_id) REFERENCES api_key (org_id, id)
);
CREATE INDEX api_key_secret_id ON api_key_secret (id);
CREATE INDEX api_key_secret_key ON api_key_secret (org_id, api_key_id);

-- Short-lived access tokens that POST /oauth/token gave out: only their SHA-256.
CREATE TABLE access_token (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  api_key_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, api_key_id) REFERENCES api_key (org_id, id)
);
CREATE INDEX access_token_id ON access_token (id);
CREATE INDEX access_token_key ON access_token (org_id, api_key_id);

-- Client assertions that were used: each is good once.
CREATE TABLE used_assertion (
  org_id TEXT NOT NULL,
  api_key_id TEXT NOT NULL,
  jti_hash TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, api_key_id, jti_hash)
);

ALTER TABLE endpoint ADD COLUMN kind TEXT NOT NULL DEFAULT 'https';
ALTER TABLE endpoint ADD COLUMN verification_method TEXT NOT NULL DEFAULT 'POST';
-- Encrypted: it has to be sent again.
ALTER TABLE endpoint ADD COLUMN verification_token TEXT;
ALTER TABLE endpoint ADD COLUMN verification_state TEXT NOT NULL DEFAULT 'unverified';
ALTER TABLE endpoint ADD COLUMN verification_outcome TEXT;
ALTER TABLE endpoint ADD COLUMN verification_detail TEXT;
ALTER TABLE endpoint ADD COLUMN verification_at BIGINT;

-- What was made under an Idempotency-Key, so that a repeated request makes nothing new.
CREATE TABLE creation (
  org_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  object_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, idempotency_key)
);

-- What depends on an API key or endpoint of yours. Every data flow is in exactly one of the two.
CREATE INDEX data_flow_of_key ON data_flow (org_id, your_api_key_id, connection_id)
  WHERE your_api_key_id IS NOT NULL;
CREATE INDEX data_flow_of_endpoint ON data_flow (org_id, your_endpoint_id, connection_id)
  WHERE your_endpoint_id IS NOT NULL;
