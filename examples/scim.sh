#!/usr/bin/env bash
# Speaks SCIM to the service as a client.
#
#   scim.sh PATH [JSON-FILE]     with a file it is a POST, without one a GET
#
# MUSTER_SCIM_TOKEN is the client's token, MUSTER_URL where the service is (http://localhost:8080).
# The token goes to curl by its standard input, where ps does not see it.
set -euo pipefail
path=${1:?name the path, such as /Users}
: "${MUSTER_SCIM_TOKEN:?set it to the token of the client}"

post=()
if [ $# -gt 1 ]; then
  post=(--header 'Content-Type: application/scim+json' --data-binary "@$2")
fi
printf 'header = "Authorization: Bearer %s"\n' "$MUSTER_SCIM_TOKEN" |
  curl --silent --show-error --fail-with-body --config - ${post[@]+"${post[@]}"} \
    "${MUSTER_URL:-http://localhost:8080}/scim/v2$path"
echo
