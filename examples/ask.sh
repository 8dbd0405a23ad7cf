#!/usr/bin/env bash
# Asks the service something as a person with name and password.
#
#   ask.sh PATH [JSON-FILE]     with a file it is a POST, without one a GET
#
# MUSTER_USER and MUSTER_PASSWORD sign in. MUSTER_URL is where the service is
# (http://localhost:8080). The password goes to curl by its standard input, where ps does not see it.
set -euo pipefail
path=${1:?name the path, such as /api/events}
: "${MUSTER_USER:?set it to your name}" "${MUSTER_PASSWORD:?set it to your password}"
quoted() { printf %s "$1" | sed 's/[\\"]/\\&/g'; }

post=()
if [ $# -gt 1 ]; then
  post=(--header 'Content-Type: application/json' --data-binary "@$2")
fi
printf 'user = "%s:%s"\n' "$(quoted "$MUSTER_USER")" "$(quoted "$MUSTER_PASSWORD")" |
  curl --silent --show-error --fail-with-body --config - ${post[@]+"${post[@]}"} \
    "${MUSTER_URL:-http://localhost:8080}$path"
echo
