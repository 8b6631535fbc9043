-- Pictures in pages of others: who may show them, which ones, how much of them.
CREATE TABLE embed (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- A JSON list.
  allowed_origins TEXT NOT NULL,
  reveal TEXT NOT NULL,
  revoked_at BIGINT,
  last_used_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, environment_id) REFERENCES environment (org_id, id)
);
-- The frame page knows an embed by its id alone, before it knows an organization.
CREATE INDEX embed_id ON embed (id);

-- The connections of an embed, in the order they were given.
CREATE TABLE embed_connection (
  org_id TEXT NOT NULL,
  embed_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  place BIGINT NOT NULL,
  PRIMARY KEY (org_id, embed_id, connection_id),
  FOREIGN KEY (org_id, embed_id) REFERENCES embed (org_id, id),
  FOREIGN KEY (org_id, connection_id) REFERENCES connection (org_id, id)
);
CREATE INDEX embed_connection_connection ON embed_connection (org_id, connection_id);

-- Tokens for one picture each: only their SHA-256. None outlives its connection in the embed.
CREATE TABLE embed_token (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  embed_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, embed_id, connection_id) REFERENCES embed_connection (org_id, embed_id, connection_id)
);
CREATE INDEX embed_token_id ON embed_token (id);
CREATE INDEX embed_token_embed ON embed_token (org_id, embed_id, connection_id);
CREATE INDEX embed_token_connection ON embed_token (org_id, connection_id);
