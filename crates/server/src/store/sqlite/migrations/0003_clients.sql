-- API keys that sign in: POST /oauth/token knows a client by its id alone, before it knows an organization.
CREATE INDEX api_key_id ON api_key (id);
