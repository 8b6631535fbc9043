-- Who did what. Rows are added and read, never changed or deleted. Names are as they were; there is nothing here to
-- refer to, because what it was done to may be gone.
CREATE TABLE audit_event (
  org_id TEXT NOT NULL REFERENCES organization (org_id),
  -- Counts up within the organization.
  id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  -- Of an actor that is an API key.
  api_key_id TEXT,
  action TEXT NOT NULL,
  object_id TEXT,
  object_name TEXT,
  environment_id TEXT,
  PRIMARY KEY (org_id, id)
);
