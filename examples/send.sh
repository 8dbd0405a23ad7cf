#!/usr/bin/env bash
# Sends an event to the webhook, signed.
#
#   send.sh FILE [EVENT-ID]
#
# MUSTER_WEBHOOK_SECRET as for sign.sh. MUSTER_SOURCE is the source's name (hr), MUSTER_URL where
# the service is (http://localhost:8080).
set -euo pipefail
headers=$("$(dirname "$0")/sign.sh" "$@")
printf '%s\n' "$headers" |
  curl --silent --show-error --fail-with-body \
    --header @- --header 'Content-Type: application/json' --data-binary "@$1" \
    "${MUSTER_URL:-http://localhost:8080}/hr/v1/sources/${MUSTER_SOURCE:-hr}/events"
echo
