-- When a request that names a connection was last made with a secret or key pair of an API key, to the minute.
CREATE TABLE key_use (
  org_id TEXT NOT NULL,
  api_key_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  -- Id of the secret, or the kid of the key pair.
  credential TEXT NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, api_key_id, connection_id, credential),
  FOREIGN KEY (org_id, api_key_id) REFERENCES api_key (org_id, id),
  FOREIGN KEY (org_id, connection_id) REFERENCES connection (org_id, id)
);
CREATE INDEX key_use_connection ON key_use (org_id, connection_id);

-- Which key pair signed for it; NULL for those from before this was kept.
ALTER TABLE access_token ADD COLUMN kid TEXT;
