-- The newest result of each VPN test of an endpoint, as whoever watches the tunnels recorded it.
CREATE TABLE vpn_test (
  org_id TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- Of the endpoint, which never changes it; NULL for yours.
  connection_id TEXT,
  result TEXT NOT NULL,
  sending_ip TEXT,
  receiving_ip TEXT,
  receiving_port BIGINT,
  checked_at BIGINT NOT NULL,
  message TEXT,
  PRIMARY KEY (org_id, endpoint_id, kind),
  FOREIGN KEY (org_id, endpoint_id) REFERENCES endpoint (org_id, id)
);
CREATE INDEX vpn_test_connection ON vpn_test (org_id, connection_id);
