-- Portable on purpose: TEXT, BIGINT (microseconds since 1970, counters) and BOOLEAN only, ids as TEXT.
-- Every primary key starts with the organization, so that no query can leave it by accident and a distributed
-- database can keep one organization's rows together.

-- What belongs to the installation and to no organization.
CREATE TABLE server_setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE organization (
  org_id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- One-time codes of printed sign-in links: only their SHA-256.
CREATE TABLE sign_in_code (
  org_id TEXT NOT NULL REFERENCES organization (org_id),
  code_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, code_hash)
);
CREATE INDEX sign_in_code_hash ON sign_in_code (code_hash);

-- Browser sessions: only the SHA-256 of their cookie.
CREATE TABLE session (
  org_id TEXT NOT NULL REFERENCES organization (org_id),
  token_hash TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, token_hash)
);
CREATE INDEX session_hash ON session (token_hash);

-- Bearer tokens of scripts: the SHA-256 of their secret part, found by the part that is no secret.
CREATE TABLE token (
  org_id TEXT NOT NULL REFERENCES organization (org_id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX token_id ON token (id);

CREATE TABLE environment (
  org_id TEXT NOT NULL REFERENCES organization (org_id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  flag TEXT NOT NULL,
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name)
);

-- status, the counts, last_message_at and the search columns are derived from the connection's endpoints and data
-- flows, and written in the transaction that changes those. search_text is all that a connection is found by except
-- GUIDs, which are in search_ids; search_names is the part of it that is not about single data flows.
CREATE TABLE connection (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_rank BIGINT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  status TEXT NOT NULL,
  fhir_version TEXT,
  flows_send BIGINT NOT NULL,
  flows_receive BIGINT NOT NULL,
  flows_request BIGINT NOT NULL,
  flows_respond BIGINT NOT NULL,
  flow_count BIGINT NOT NULL,
  endpoint_count BIGINT NOT NULL,
  last_message_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  search_ids TEXT NOT NULL,
  search_names TEXT NOT NULL,
  search_text TEXT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, environment_id) REFERENCES environment (org_id, id)
);
-- The order of lists. Unique, so that the planner knows a list over connections and their flows is in order.
CREATE UNIQUE INDEX connection_order ON connection (org_id, environment_id, kind_rank, sort_name, id);
CREATE UNIQUE INDEX connection_order_everywhere ON connection (org_id, kind_rank, sort_name, id);
-- Lists of one status, and the counts per status without touching a row.
CREATE INDEX connection_status ON connection
  (org_id, environment_id, status, kind_rank, sort_name, id, flow_count);

-- Endpoints of both sides; connection_id is null for yours.
CREATE TABLE endpoint (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  connection_id TEXT,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  url TEXT,
  connection_type TEXT,
  fhir_version TEXT,
  state TEXT NOT NULL,
  flows_send BIGINT NOT NULL,
  flows_receive BIGINT NOT NULL,
  flows_request BIGINT NOT NULL,
  flows_respond BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  search_text TEXT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, environment_id) REFERENCES environment (org_id, id),
  FOREIGN KEY (org_id, connection_id) REFERENCES connection (org_id, id)
);
CREATE INDEX endpoint_connection ON endpoint (org_id, connection_id, position);

CREATE TABLE api_key (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  name TEXT NOT NULL,
  flows_send BIGINT NOT NULL,
  flows_receive BIGINT NOT NULL,
  flows_request BIGINT NOT NULL,
  flows_respond BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, environment_id) REFERENCES environment (org_id, id)
);

-- One row per arrow. The verb follows from initiator and exchange and is not stored. status is derived, see connection.
-- The primary key is the order in which a connection's flows are listed, so one index serves all. Its environment is
-- its connection's. The ends carry no foreign key: checking it when an endpoint goes would need an index as large as
-- the table; whoever deletes an end deletes its flows in the same transaction.
CREATE TABLE data_flow (
  org_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  data_type TEXT NOT NULL,
  exchange TEXT NOT NULL,
  initiator TEXT NOT NULL,
  id TEXT NOT NULL,
  event_types TEXT NOT NULL,
  your_api_key_id TEXT,
  your_endpoint_id TEXT,
  their_endpoint_id TEXT NOT NULL,
  status TEXT NOT NULL,
  last_message_at BIGINT,
  PRIMARY KEY (org_id, connection_id, data_type, exchange, initiator, id),
  FOREIGN KEY (org_id, connection_id) REFERENCES connection (org_id, id),
  CHECK ((your_api_key_id IS NULL) <> (your_endpoint_id IS NULL))
);
