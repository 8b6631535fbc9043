-- Several headers per auth credential. Their names are in secret_names, in the order they are sent; the sealed object
-- holds the values by the names in lower case. The one value of before stays sealed under "headerValue", and means the
-- first name until it is written again. A header's name holds neither quotation marks nor braces (RFC 9110, token).
UPDATE auth_credential SET strategy = 'headers', settings = '{}',
  secret_names = REPLACE(REPLACE(settings, '{"headerName":', '['), '}', ']')
  WHERE strategy = 'header';
