-- How whoever calls an endpoint proves itself there. settings: a JSON object of what may be shown; secrets: a JSON object,
-- encrypted as a whole; secret_names: a JSON list of what is in it.
CREATE TABLE auth_credential (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  strategy TEXT NOT NULL,
  settings TEXT NOT NULL,
  secrets TEXT NOT NULL,
  secret_names TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, environment_id) REFERENCES environment (org_id, id)
);

ALTER TABLE endpoint ADD COLUMN auth_credential_id TEXT;
CREATE INDEX endpoint_auth_credential ON endpoint (org_id, auth_credential_id)
  WHERE auth_credential_id IS NOT NULL;
